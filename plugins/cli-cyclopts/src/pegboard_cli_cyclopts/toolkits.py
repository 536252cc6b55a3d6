"""Commands that a toolkit made itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

import cyclopts

from pegboard_hookspecs import Command, Program
from pegboard_hookspecs.errors import CommandError

__all__ = ["is_of_click", "refusal_of_click", "run_app"]


def is_of_click(command: Command) -> bool:
    """Say whether click made a command, or its function is decorated by it."""
    kind: type = type(command.function)
    is_made = any(base.__module__.partition(".")[0] == "click" for base in kind.__mro__)
    return is_made or hasattr(command.function, "__click_params__")


def refusal_of_click(command: Command) -> CommandError:
    """Say that a command of click cannot be presented, and what can be done."""
    words = " ".join(command.name)
    return CommandError(
        f"The command {words!r} is made by click, which the plugin pegboard-cli presents, and "
        "this command line is cyclopts's. Declare the command by its signature with "
        "app.cli.command, or name the provider: pip install pegboard-cli, and write "
        'cli = "pegboard-cli:click" below [tool.pegboard.plugins] in pyproject.toml.'
    )


def run_app(program: Program, command: Command, app: cyclopts.App, words: Sequence[str]) -> int:
    """Run an application of cyclopts as a command, and give its exit code.

    The program's application is current, also for what cyclopts calls while it reads the words.

    :raises CommandError: the words do not fit.
    """
    with program.app_context() if command.needs_app else nullcontext():
        try:
            code = app(
                words,
                exit_on_error=False,
                print_error=False,
                result_action="return_int_as_exit_code_else_zero",
            )
        except cyclopts.CycloptsError as error:
            raise CommandError(str(error)) from None
    return int(code)
