"""How a failure of the user's own code is shown."""

from __future__ import annotations

import traceback
from pathlib import Path
from types import TracebackType

__all__ = ["describe_failure", "print_failure"]

#: The modules of the kernel that call code of the user. What comes before is of no interest.
_CALLERS = frozenset(
    {
        "pegboard.commandline.calling",
        "pegboard.locating.choosing_app",
        "pegboard.locating.finding_app",
        "pegboard.commandline.sources",
        # Calls the plugins that are told of the start.
        "pegboard.application.lifespan",
    }
)


def print_failure(error: BaseException) -> None:
    """Print a traceback to standard error that begins with the user's own code."""
    traceback.print_exception(type(error), error, _own_part(error.__traceback__))


def describe_failure(error: BaseException) -> str:
    """Say in one sentence what the user's own code raised, and where."""
    frames = traceback.extract_tb(_own_part(error.__traceback__))
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"


def _own_part(start: TracebackType | None) -> TracebackType | None:
    """Leave out the frames up to the user's; a failure of the framework itself is kept whole."""
    own, frame = start, start
    while frame is not None:
        if _module(frame) in _CALLERS:
            own = frame.tb_next
        frame = frame.tb_next
    # Nothing may be left: a syntax error says itself where it is.
    while own is not None and _module(own).startswith("importlib"):
        own = own.tb_next
    return own


def _module(frame: TracebackType) -> str:
    return str(frame.tb_frame.f_globals.get("__name__", ""))
