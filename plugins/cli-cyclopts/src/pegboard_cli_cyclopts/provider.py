"""The provider of the slot ``cli``."""

from __future__ import annotations

from collections.abc import Sequence

from pegboard_hookspecs import Program, hookimpl

__all__ = ["CycloptsCommands"]


class CycloptsCommands:
    """Presents the commands of a program by cyclopts."""

    @hookimpl
    def run_program(self, program: Program, arguments: Sequence[str]) -> int:
        """Read a command line, run the command, give the exit code."""
        # An application that serves requests loads this plugin too, and never needs cyclopts.
        from pegboard_cli_cyclopts.presentation import present  # noqa: PLC0415

        return present(program, arguments)
