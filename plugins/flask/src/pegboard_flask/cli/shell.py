"""``flask shell``."""

from __future__ import annotations

from typing import Any

import click

from pegboard import current_app
from pegboard.commands.shell import shell
from pegboard_flask.cli.script_info import with_appcontext

__all__ = ["shell_command"]


@click.command("shell", short_help="Open a Python shell with the application.")
@with_appcontext
def shell_command() -> None:
    """Open a Python shell in the context of the application.

    It has the application as app, its g, and the names that functions marked with
    shell_context_processor give. It runs the file that PYTHONSTARTUP names.
    """
    app: Any = current_app
    shell(app._get_current_object())  # noqa: SLF001 - what a proxy has for it
