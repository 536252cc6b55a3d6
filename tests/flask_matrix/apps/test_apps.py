"""Each application answers the same on Flask and on Pegboard, and what it should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.sources import ROOT

#: The modules of ``programs``, by the extension that each is about.
_PROGRAMS = {
    "apiflask": "apiflask",
    "flask_admin": "admin",
    "flask_caching": "caching",
    "flask_cors": "cors",
    "flask_httpauth": "httpauth",
    "flask_jwt_extended": "jwt_extended",
    "flask_limiter": "limiter",
    "flask_login": "login",
    "flask_migrate": "migrate",
    "flask_smorest": "smorest",
    "flask_socketio": "socketio",
    "flask_sqlalchemy": "sqlalchemy",
    "flask_talisman": "talisman",
    "flask_wtf": "wtf",
    "pytest_flask": "pytest_flask",
}

pytestmark = pytest.mark.extensions("pegboard_flask", "time_machine", *_PROGRAMS)

#: What came of the steps of each program.
Talks = Mapping[str, list[dict[str, Any]]]


def _started(environ: Mapping[str, str]) -> subprocess.Popen[str]:
    kept = {name: each for name, each in os.environ.items() if name != "PEGBOARD_AS_FLASK"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.flask_matrix.apps.talk", *_PROGRAMS.values()],
        cwd=ROOT,
        encoding="utf-8",
        env={**kept, **environ},
        stdout=subprocess.PIPE,
        # Tracebacks of what breaks on purpose.
        stderr=subprocess.DEVNULL,
    )


def _heard(process: subprocess.Popen[str]) -> Talks:
    said, _ = process.communicate(timeout=300)
    talks: dict[str, list[dict[str, Any]]] = {}
    name = ""
    for line in map(json.loads, said.splitlines()):
        name = line.get("program", name)
        talks.setdefault(name, []).extend([line] if "step" in line else [])
    return talks


@pytest.fixture(name="talks", scope="module")
def _talks() -> Iterator[tuple[Talks, Talks]]:
    processes = [_started(environ) for environ in ({}, {"PEGBOARD_AS_FLASK": "1"})]
    flask, pegboard = map(_heard, processes)
    yield flask, pegboard
    for process in processes:
        process.wait(timeout=10)


@pytest.mark.parametrize("program", _PROGRAMS.values(), ids=_PROGRAMS)
def test_the_same_is_answered(program: str, talks: tuple[Talks, Talks]) -> None:
    """Whatever is asked, status, fields, cookies and body are the same on both."""
    flask, pegboard = (each[program] for each in talks)

    for expected, given in zip(flask, pegboard, strict=False):
        assert given["outcome"] == expected["outcome"], given["step"]
    assert len(pegboard) == len(flask)


@pytest.mark.parametrize("program", _PROGRAMS.values(), ids=_PROGRAMS)
def test_the_right_thing_is_answered(program: str, talks: tuple[Talks, Talks]) -> None:
    """What is known beforehand comes on both."""
    wrong = [f"{each['step']}: {each['wrong']}" for talk in talks for each in talk[program]]

    assert [each for each in wrong if not each.endswith(": ")] == []
