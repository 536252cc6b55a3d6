"""The switch for processes that are started: ``PEGBOARD_AS_FLASK``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from sysconfig import get_path

from pegboard_hookspecs.errors import CommandError

__all__ = ["VARIABLE", "run_switched", "turn_on"]

#: What ``pegboard_as_flask.pth`` reads as Python starts.
VARIABLE = "PEGBOARD_AS_FLASK"
_FILE = "pegboard_as_flask.pth"


def turn_on() -> None:
    """Set the variable for all processes that this one starts from now on."""
    os.environ[VARIABLE] = "1"


def run_switched(command: Sequence[str]) -> int:
    """Run a command with the switch on, and give its exit code.

    Commands of this environment come before others of their names. Where the system can, the
    command takes the place of this process, and nothing is returned.

    :raises CommandError: there is no such command, or nothing reads the switch here.
    """
    if not any(Path(folder, _FILE).is_file() for folder in sys.path):
        raise CommandError(
            f"Nothing would read {VARIABLE}: there is no {_FILE} beside the installed packages, "
            "so pegboard_flask runs from a folder of sources. Run: pip install pegboard-flask"
        )
    turn_on()
    # As in an environment that is activated: its own commands come before others of their names.
    path = os.pathsep.join([get_path("scripts"), os.environ.get("PATH", os.defpath)])
    os.environ["PATH"] = path
    try:
        return _replaced(command) if os.name == "posix" else _started(command)
    except OSError as error:
        raise CommandError(
            f"The command {command[0]!r} cannot be run: {error.strerror}. Name a program, as in: "
            "pegboard-flask exec pytest"
        ) from None


def _replaced(command: Sequence[str]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    os.execvp(command[0], list(command))  # noqa: S606 - running it is what was asked for


def _started(command: Sequence[str]) -> int:
    # Only needed where the process cannot be replaced.
    import subprocess  # noqa: PLC0415

    return subprocess.run(list(command), check=False).returncode  # noqa: S603 - as above
