"""The kernel's side of the command line: finding applications, gathering and calling commands.

What a command line looks like is up to the slot ``cli``.
"""

from __future__ import annotations

from pegboard.commandline.entrance import enter_program, run_commands
from pegboard.commandline.env_files import read_env_files
from pegboard.commandline.program import PegboardProgram
from pegboard.commandline.sources import GivenApp, ImportedApp, MadeApp, ProgramApp

__all__ = [
    "GivenApp",
    "ImportedApp",
    "MadeApp",
    "PegboardProgram",
    "ProgramApp",
    "enter_program",
    "read_env_files",
    "run_commands",
]
