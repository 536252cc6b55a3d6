"""The slot ``cli``: commands, presented on a command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pegboard_hookspecs.command import Program
from pegboard_hookspecs.markers import hookspec

__all__ = ["CLI", "CLIProvider"]


class CLI:
    """Hooks of the slot ``cli``."""

    @hookspec("first")
    def run_program(self, program: Program, arguments: Sequence[str]) -> int:  # type: ignore[empty-body]
        """Read a command line, run the command, give the exit code of the process.

        Called once per run of ``pegboard`` and per ``invoke`` of a test runner, without an
        application. Understands ``-A/--app REFERENCE``, ``--debug/--no-debug``,
        ``-e/--env-file PATH``, ``--version`` and ``--help`` in front of the command, and ``--help``
        behind it. What it asks of the program it asks as late as it can: the application is not
        loaded for a command that needs none, nor for the version. Words that fit no command or
        parameter are named on standard error and give 2, and nothing is run. A
        :exc:`PegboardError` is printed as one sentence on standard error and gives its exit code (2
        where it has none); an exception of the user's own code passes. Since contract 1.0.
        """


class CLIProvider(Protocol):
    """What fills the slot ``cli``."""

    def run_program(self, program: Program, arguments: Sequence[str]) -> int:
        """See :meth:`CLI.run_program`."""
        ...
