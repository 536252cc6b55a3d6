"""One suite on one of the two frameworks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.flask_suites.fetching import unpacked
from tests.flask_suites.projects import Project

__all__ = ["Outcome", "has_switch", "run_suite"]

_SWITCH = "PEGBOARD_AS_FLASK"
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    :param passed: the tests that passed.
    :param printed: what pytest printed.
    """

    passed: frozenset[str]
    seconds: float
    printed: str


def has_switch() -> bool:
    """Say whether Flask's names are found in pegboard_flask where the switch is on.

    Without this, both runs of a suite may be on Flask, and nothing is lost.
    """
    code = "import flask, pegboard_flask as own; raise SystemExit(flask.Flask is not own.Flask)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=_environment(is_pegboard=True), check=False
    )
    return done.returncode == 0


def run_suite(
    project: Project, archive: Path, *, is_pegboard: bool, only: Sequence[str] = ()
) -> Outcome:
    """Run the tests of a source distribution, in a copy of its own.

    :param is_pegboard: on pegboard_flask instead of Flask.
    :param only: names of tests, in the words of pytest's ``-k``; none means all.
    """
    with unpacked(archive) as root:
        return _run(project, root / project.folder, only, is_pegboard=is_pegboard)


def _run(project: Project, root: Path, only: Sequence[str], *, is_pegboard: bool) -> Outcome:
    report = root / "report.xml"
    started = time.monotonic()
    command = (
        [sys.executable, "-m", "pytest", "-q", "-o", "addopts="]
        # What needs a server that is not here fails on both, and keeps nothing else from running.
        + ["--continue-on-collection-errors", f"--junitxml={report}", *project.options]
        + [_left_out(name) for name in project.left_out]
        + (["-k", " or ".join(only)] if only else [])
        + _places(root, project.tests)
    )
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=_environment(is_pegboard=is_pegboard),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        # pytest writes its report at the end, so that none of these tests is known to have passed.
        printed = f"It was stopped after {_SECONDS} seconds, and had printed: {error.output!r}"
    else:
        printed = done.stdout
    return Outcome(_passed(report), time.monotonic() - started, printed)


def _left_out(name: str) -> str:
    # A module or folder is not even imported.
    return f"--deselect={name}" if "::" in name else f"--ignore={name}"


def _places(root: Path, patterns: Sequence[str]) -> list[str]:
    found = (path for pattern in patterns for path in sorted(root.glob(pattern)))
    return [str(path.relative_to(root)) for path in found]


def _environment(*, is_pegboard: bool) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != _SWITCH}
    # Some suites run the command "flask".
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**environment, _SWITCH: "1"} if is_pegboard else environment


def _passed(report: Path) -> frozenset[str]:
    if not report.is_file():
        return frozenset()
    cases = ET.parse(report).iter("testcase")  # noqa: S314 - pytest wrote it just now
    return frozenset(
        f"{case.get('classname')}::{case.get('name')}"
        for case in cases
        if not any(child.tag in {"failure", "error", "skipped"} for child in case)
    )
