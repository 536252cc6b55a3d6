"""A provider that was written from the documentation alone, as its users get it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.wheels import Environment, build_wheels

pytestmark = pytest.mark.slow

NAME = "acme-sessions-files"
SUITE = """
import pytest
raise SystemExit(pytest.main(["-q", "--pegboard-slot=sessions"]))
"""
OWN = """
import pytest
raise SystemExit(pytest.main(["-q", "-o", "pythonpath="]))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project, outside of the repository."""
    folder = tmp_path_factory.mktemp("stranger") / NAME
    shutil.copytree(
        ROOT / "examples" / NAME, folder, ignore=shutil.ignore_patterns("__pycache__", "dist")
    )
    return folder


@pytest.fixture(scope="module")
def environment(
    project: Path, wheelhouse: Path, new_environment: Callable[..., Environment]
) -> Environment:
    """Give an environment with Pegboard, the kit and the stranger's wheel."""
    parts = [
        f"pegboard-{name}" for name in ("core", "hookspecs", "routing", "sessions", "contracts")
    ]
    environment = new_environment(*parts)
    build_wheels([project], wheelhouse)
    environment.install(NAME)
    return environment


def test_it_takes_its_slot(environment: Environment, tmp_path: Path) -> None:
    """Installed beside the default it fills the slot, without a setting."""
    source = """
        import json
        from pegboard import Pegboard
        print(json.dumps(Pegboard(__name__).slot("sessions").identity))
        """

    assert environment.answer(source, folder=tmp_path) == f"{NAME}:files"


def test_it_keeps_the_contract(environment: Environment, tmp_path: Path) -> None:
    """The suite of its slot, run against what is installed, passes."""
    done = environment.run(SUITE, folder=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"'sessions' is tested with {NAME}:files" in done.stdout


def test_its_own_tests_pass(environment: Environment, project: Path) -> None:
    """What its author tests holds for the installed wheel."""
    done = environment.run(OWN, folder=project)

    assert done.returncode == 0, done.stdout + done.stderr
