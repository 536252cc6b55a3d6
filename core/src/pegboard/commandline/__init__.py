"""The kernel's side of the command line: finding applications, gathering and calling commands.

What a command line looks like is up to the slot ``cli``.
"""

from __future__ import annotations

from pegboard.commandline.failures import print_failure
from pegboard.commandline.program import PegboardProgram
from pegboard.commandline.sources import GivenApp, ImportedApp, ProgramApp

__all__ = ["GivenApp", "ImportedApp", "PegboardProgram", "ProgramApp", "print_failure"]
