"""The tests of the default router, and of what applications do with routes, pass with this one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT, more_plugins

PLUGIN = next(each for each in more_plugins() if each.name == "pegboard-routing-radix")

#: What is about routes and URLs.
PATHS = (
    *("tests/plugins/routing", "tests/checklist/test_a3.py", "tests/checklist/test_a4.py"),
    *("tests/checklist/test_b8.py", "tests/checklist/test_b9.py"),
)
#: What is about the inside of the default router.
NOT_AGAIN = ("test_agreement.py", "test_internals.py")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Give a folder that makes the plugin look installed, as pip leaves it."""
    info = tmp_path / f"{PLUGIN.package}-{PLUGIN.project['version']}.dist-info"
    info.mkdir()
    name, version = PLUGIN.name, PLUGIN.project["version"]
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    groups: dict[str, dict[str, str]] = PLUGIN.project["entry-points"]
    lines = [
        line
        for group, entries in groups.items()
        for line in (f"[{group}]", *(f"{key} = {value}" for key, value in entries.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return tmp_path


@pytest.mark.slow
@pytest.mark.needs("routing", "json", "errors")
def test_what_holds_for_the_default_router_holds_for_this_one(installed: Path) -> None:
    """With this plugin installed, the tests of routes and URLs drive it, and pass."""
    left_out = [f"--ignore=tests/plugins/routing/{name}" for name in NOT_AGAIN]
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *left_out, *PATHS],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(installed), str(PLUGIN.source.parent)]),
        },
        check=False,
        capture_output=True,
        text=True,
    )
    passed = re.search(r"(\d+) passed", answer.stdout)

    assert answer.returncode == 0, answer.stdout[-4_000:] + answer.stderr
    assert passed is not None
    assert int(passed[1]) > 250
