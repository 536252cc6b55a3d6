"""The process that starts the one that serves, again and again."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from pegboard_hookspecs.serving_kit import holding_children

__all__ = ["CHANGED", "port_of_parent", "start_again_and_again", "start_of_process"]

#: The exit code of a process that wants to be started anew, as Werkzeug's reloader has it.
CHANGED = 3
#: Tells a process that it was started so, on which port it serves, and when it was started.
_VARIABLE = "PEGBOARD_RELOADED_ON"


def port_of_parent() -> int | None:
    """Give the port that the process which started this one has chosen; None: there is none."""
    told = os.environ.get(_VARIABLE)
    return None if told is None else int(told.partition(" ")[0])


def start_of_process() -> int:
    """Give when this process was started, in nanoseconds since 1970; now, if nobody told it."""
    told = os.environ.get(_VARIABLE, "").partition(" ")[2]
    return int(told) if told else time.time_ns()


def start_again_and_again(port: int) -> int:
    """Start the command of this process in another one, anew whenever that saw a change.

    Give the exit code with which it ended for another reason.
    """
    command = [sys.executable, *sys.orig_argv[1:]]
    with holding_children():
        while True:
            environment = {**os.environ, _VARIABLE: f"{port} {time.time_ns()}"}
            # The pipe that ties it to this process is inherited, and nothing else is inheritable.
            code = subprocess.call(  # noqa: S603 - it is what this process was started by
                command, env=environment, close_fds=False
            )
            if code != CHANGED:
                return code
