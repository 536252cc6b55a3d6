"""The process that starts the one that serves, again and again."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from pegboard_hookspecs.serving_kit import holding_children

__all__ = ["CHANGED", "MISSED", "port_of_parent", "start_again_and_again", "start_of_process"]

#: The exit code of a process that wants to be started anew, as Werkzeug's reloader has it.
CHANGED = 3
#: The same where the change came while the application was loaded.
MISSED = 4
#: How often in a row that is believed: an application may write such a file itself, at each start.
_MISSED_IN_A_ROW = 2
#: Tells a process that it was started so, on which port it serves, and since when changes count.
_VARIABLE = "PEGBOARD_RELOADED_ON"


def port_of_parent() -> int | None:
    """Give the port that the process which started this one has chosen; None: there is none."""
    told = os.environ.get(_VARIABLE)
    return None if told is None else int(told.partition(" ")[0])


def start_of_process() -> int:
    """Give when this process was started, in nanoseconds since 1970; now, if nobody told it.

    It is not told where the saves of the last starts were missed time and again.
    """
    told = os.environ.get(_VARIABLE, "").partition(" ")[2]
    return int(told) if told else time.time_ns()


def start_again_and_again(port: int) -> int:
    """Start the command of this process in another one, anew whenever that saw a change.

    Give the exit code with which it ended for another reason.
    """
    command = [sys.executable, *sys.orig_argv[1:]]
    missed = 0
    with holding_children():
        while True:
            since = time.time_ns() if missed < _MISSED_IN_A_ROW else ""
            environment = {**os.environ, _VARIABLE: f"{port} {since}"}
            # The pipe that ties it to this process is inherited, and nothing else is inheritable.
            code = subprocess.call(  # noqa: S603 - it is what this process was started by
                command, env=environment, close_fds=False
            )
            if code == MISSED and since:
                missed += 1
            elif code == CHANGED:
                missed = 0
            else:
                return code
