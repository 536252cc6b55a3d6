"""The commands that the kernel brings: plain functions, presented by the slot ``cli``."""

from __future__ import annotations

from pegboard.commands.plugins import plugins
from pegboard.commands.routes import routes
from pegboard.commands.shell import shell
from pegboard_hookspecs import Command

__all__ = ["KERNEL_COMMANDS"]

#: The commands of every application.
KERNEL_COMMANDS: tuple[Command, ...] = (
    Command(("plugins",), plugins, needs_app=False, origin="pegboard-core"),
    Command(("routes",), routes, origin="pegboard-core"),
    Command(("shell",), shell, origin="pegboard-core"),
)
