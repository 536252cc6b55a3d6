"""The commands that the kernel brings: plain functions, presented by the slot ``cli``."""

from __future__ import annotations

from pegboard.commands.bisect import bisect
from pegboard.commands.build import build
from pegboard.commands.check import check
from pegboard.commands.contract import contract_diff
from pegboard.commands.explain import explain
from pegboard.commands.hooks import hooks
from pegboard.commands.lock import lock
from pegboard.commands.new import new_app, new_plugin
from pegboard.commands.plugins import plugins
from pegboard.commands.routes import routes
from pegboard.commands.settings import settings
from pegboard.commands.shell import shell
from pegboard.commands.trace import trace
from pegboard_hookspecs import Command

__all__ = ["KERNEL_COMMANDS"]

_ORIGIN = "pegboard-core"
_NEW = "Start a project: a folder that passes its own tests at once."

#: The commands of every application.
KERNEL_COMMANDS: tuple[Command, ...] = (
    Command(("bisect",), bisect, needs_app=False, origin=_ORIGIN, passes_rest=True),
    Command(("build",), build, needs_app=False, origin=_ORIGIN),
    Command(("check",), check, origin=_ORIGIN),
    Command(
        ("contract", "diff"),
        contract_diff,
        needs_app=False,
        origin=_ORIGIN,
        group_help="Compare versions of the contract.",
    ),
    Command(("explain",), explain, needs_app=False, origin=_ORIGIN),
    Command(("hooks",), hooks, needs_app=False, origin=_ORIGIN),
    Command(("lock",), lock, needs_app=False, origin=_ORIGIN),
    Command(("new", "app"), new_app, needs_app=False, origin=_ORIGIN, group_help=_NEW),
    Command(("new", "plugin"), new_plugin, needs_app=False, origin=_ORIGIN, group_help=_NEW),
    Command(("plugins",), plugins, needs_app=False, origin=_ORIGIN),
    Command(("routes",), routes, origin=_ORIGIN),
    Command(("settings",), settings, origin=_ORIGIN),
    Command(("shell",), shell, origin=_ORIGIN),
    Command(("trace",), trace, origin=_ORIGIN),
)
