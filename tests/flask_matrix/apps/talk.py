"""Talks to the applications that are named, and prints what they answer as lines of JSON.

Run: python -m tests.flask_matrix.apps.talk NAME …
On Pegboard: the same, with PEGBOARD_AS_FLASK=1.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout

from tests.flask_matrix.apps.conversation import hold
from tests.flask_matrix.apps.frozen import Clock, frozen

__all__ = ["main"]


def main(names: Sequence[str]) -> None:
    """Talk to one application after the other; one that breaks does not keep the others."""
    environ = dict(os.environ)
    for name in names:
        # What an application prints is no line of ours.
        with frozen() as clock, redirect_stdout(sys.stderr):
            _talk(name, clock)
        # Flask's command line leaves word there that it runs.
        os.environ.clear()
        os.environ.update(environ)


def _talk(name: str, clock: Clock) -> None:
    _say({"program": name})
    try:
        program = importlib.import_module(f"tests.flask_matrix.apps.programs.{name}")
        for heard in hold(program.make_app(), program.STEPS, clock):
            print(heard.line(), flush=True, file=sys.__stdout__)
    except Exception:  # noqa: BLE001 - whatever it is, it is what came of this application
        _say({"step": "", "outcome": "", "wrong": traceback.format_exc()})


def _say(line: object) -> None:
    print(json.dumps(line), flush=True, file=sys.__stdout__)


if __name__ == "__main__":
    main(sys.argv[1:])
