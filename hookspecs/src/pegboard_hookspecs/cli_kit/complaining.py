"""What is said on standard error."""

from __future__ import annotations

import shutil
import sys
import textwrap

from pegboard_hookspecs.command import Program
from pegboard_hookspecs.errors import PegboardError

__all__ = ["complain", "complain_of", "warn"]

_USAGE_ERROR = 2


def complain(text: str) -> None:
    """Print a text to standard error; a terminal gets its lines wrapped at words."""
    if sys.stderr.isatty():
        columns = shutil.get_terminal_size().columns
        text = "\n".join(textwrap.fill(line, columns) for line in text.splitlines())
    print(text, file=sys.stderr)


def complain_of(error: PegboardError) -> int:
    """Print an error with what was noted on it, and give the exit code."""
    complain(f"Error: {error}")
    for note in getattr(error, "__notes__", ()):
        complain(note)
    return int(getattr(error, "exit_code", _USAGE_ERROR))


def warn(program: Program) -> None:
    """Print what went wrong while the commands of a program were gathered."""
    for complaint in program.complaints:
        complain(f"\nWarning: {complaint}")
