"""What has a shell complete the words of a command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import cyclopts

from pegboard_cli_cyclopts.front import FRONT_OPTIONS, completion_variable
from pegboard_cli_cyclopts.helping import help_of, listing_of
from pegboard_cli_cyclopts.toolkits import is_of_click
from pegboard_hookspecs import Command
from pegboard_hookspecs.cli_kit import PROGRAM_HELP, Catalogue, group_help
from pegboard_hookspecs.errors import CommandError, PegboardError
from pegboard_hookspecs.parameters import description_of, parameters_of

__all__ = ["completion_script"]

_SHELLS: Mapping[str, Literal["bash", "zsh", "fish"]] = {
    "bash_source": "bash",
    "zsh_source": "zsh",
    "fish_source": "fish",
}


def completion_script(catalogue: Catalogue, asked: str) -> str:
    """Write a script for a shell, with all commands that there are now.

    :raises CommandError: no such script can be written.
    """
    name = catalogue.program.name
    if asked not in _SHELLS:
        raise CommandError(
            f"The variable {completion_variable(name)} is {asked!r}, which asks for no script. "
            f"Use one of {', '.join(_SHELLS)}."
        )
    app = listing_of(name, PROGRAM_HELP, {}, FRONT_OPTIONS)
    # Where a program has it, cyclopts offers it behind each of its commands too.
    app.version_flags = ()
    _add_commands(app, catalogue, ())
    return app.generate_completion(prog_name=name, shell=_SHELLS[asked])


def _add_commands(app: cyclopts.App, catalogue: Catalogue, words: tuple[str, ...]) -> None:
    for word in catalogue.below(words):
        path = (*words, word)
        command = catalogue.find(path)
        if command is not None:
            app.command(_command_app(command, word), name=word)
        else:
            group = listing_of(word, group_help(catalogue, path), {})
            _add_commands(group, catalogue, path)
            app.command(group)


def _command_app(command: Command, word: str) -> cyclopts.App:
    if isinstance(command.function, cyclopts.App):
        return command.function
    if is_of_click(command):
        return cyclopts.App(name=word, help=command.help)
    try:
        parameters = parameters_of(command)
    except PegboardError:
        # What is wrong with it is said when it is run; others are completed.
        parameters = ()
    return help_of(word, description_of(command), parameters)
