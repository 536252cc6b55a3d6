"""A program whose application is there already."""

from __future__ import annotations

from pathlib import Path

from pegboard import Pegboard
from pegboard.commandline import GivenApp, PegboardProgram

__all__ = ["program_of"]


def program_of(app: Pegboard) -> PegboardProgram:
    """Give the program ``pegboard`` as it is with an application."""
    return PegboardProgram(GivenApp(app), Path.cwd())
