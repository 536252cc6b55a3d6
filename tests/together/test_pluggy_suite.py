"""pluggy's own tests, on the compiling manager."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.sources import ROOT

pytestmark = [pytest.mark.network, pytest.mark.slow]


def _fetched(folder: Path) -> Path:
    """Download the source distribution of the installed pluggy, and give its tests."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    wanted = ["--no-binary", ":all:", "--dest", str(folder), f"pluggy=={version('pluggy')}"]
    done = subprocess.run([*command, *wanted], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = f"pluggy's source distribution cannot be fetched: {done.stderr.strip()}"
        # A build without this proof would not be one.
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    (archive,) = folder.glob("pluggy-*.tar.gz")
    with tarfile.open(archive) as tar:
        # Filters came with Python 3.11.4; before, as after, pluggy's own archive is trusted.
        if hasattr(tarfile, "data_filter"):
            tar.extractall(folder, filter="data")
        else:
            tar.extractall(folder)  # noqa: S202 - see above
    return next(folder.glob("pluggy-*/testing"))


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder with pluggy's own tests."""
    folder = tmp_path_factory.mktemp("pluggy")
    tests = _fetched(folder)
    (folder / "empty.ini").write_text("[pytest]\n", encoding="utf-8")
    return tests


def _run(suite: Path, *options: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    done = subprocess.run(
        [*command, "-c", str(suite.parent.parent / "empty.ini"), str(suite)],
        cwd=suite.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def test_the_compiling_manager_passes_all_of_pluggy_s_tests(suite: Path) -> None:
    """Every test that pluggy passes with its own manager passes with the compiling one."""
    stock = _run(suite)
    swapped = _run(suite, "-p", "tests.together.pluggy_swap")

    assert _number(r"(\d+) passed", swapped) == _number(r"(\d+) passed", stock) > 100
    assert _number(r"compiled calls: (\d+)", swapped) > 50
