"""Commands of click, as the command ``pegboard`` takes those of an application."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pegboard_hookspecs import Command

__all__ = ["native_commands"]


def native_commands(group: click.Group) -> Sequence[Command]:
    """Give the commands and groups of ``app.cli``; click itself presents what is in a group."""
    return [
        Command((name,), command, help=command.get_short_help_str(limit=80))
        for name, command in sorted(group.commands.items())
    ]
