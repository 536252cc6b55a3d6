"""A program presented by cyclopts."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import cyclopts

from pegboard_cli_cyclopts.front import FRONT_OPTIONS, completion_variable, parted
from pegboard_cli_cyclopts.reading import HELP, VERSION, read_words, unknown_option
from pegboard_cli_cyclopts.toolkits import is_of_click, refusal_of_click, run_app
from pegboard_hookspecs import Command, Program
from pegboard_hookspecs.cli_kit import (
    PROGRAM_HELP,
    Catalogue,
    complain_of,
    group_help,
    rows_below,
    unknown_command,
    warn,
)
from pegboard_hookspecs.errors import CommandError, PegboardError
from pegboard_hookspecs.parameters import description_of, parameters_of

__all__ = ["present"]


def present(program: Program, arguments: Sequence[str]) -> int:
    """Read a command line, run its command, and give the exit code.

    An exception of the user's own code passes.
    """
    catalogue = Catalogue(program)
    try:
        code = _Presentation(catalogue).run(arguments)
    except PegboardError as error:
        return complain_of(error)
    if catalogue.is_listed:
        warn(program)
    return code


class _Presentation:
    """One run of a program."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.program = catalogue.program

    def run(self, arguments: Sequence[str]) -> int:
        """Heed the options in front, and go where the words lead."""
        front, words = parted(arguments)
        asked = {word for word in front if word in {HELP, VERSION}}
        options = [word for word in front if word not in asked]
        self.prepare(read_words(self.program.name, FRONT_OPTIONS, options) or {})
        asked_shell = os.environ.get(completion_variable(self.program.name))
        if asked_shell:
            # Written once, when a shell is set up.
            from pegboard_cli_cyclopts.completion import completion_script  # noqa: PLC0415

            print(completion_script(self.catalogue, asked_shell))
            return 0
        if VERSION in asked:
            print(self.program.version)
            return 0
        return self.lead((), [HELP] if asked else words)

    def prepare(self, given: Mapping[str, Any]) -> None:
        """Tell the program what stood in front of the command."""
        if "env_file" in given:
            self.program.read_env_file(given["env_file"])
        if "app" in given:
            self.program.app_reference = given["app"]
        if "debug" in given:
            self.program.is_debug = given["debug"]

    def lead(self, group: tuple[str, ...], words: Sequence[str]) -> int:
        """Go from a group to the command that the words lead to."""
        if not words or words[0] == HELP:
            self.list_commands(group)
            return 0
        word, *others = words
        path = (*group, word)
        if word.startswith("-"):
            raise unknown_option(self.name_of(group), word)
        command = self.catalogue.find(path)
        if command is not None:
            return self.run_command(command, others)
        if self.catalogue.is_group(path):
            return self.lead(path, others)
        raise CommandError(unknown_command(self.catalogue, path))

    def run_command(self, command: Command, words: Sequence[str]) -> int:
        """Run a command with its words, or show its help."""
        if isinstance(command.function, cyclopts.App):
            return run_app(self.program, command, command.function, words)
        if is_of_click(command):
            raise refusal_of_click(command)
        name = self.name_of(command.name)
        parameters = parameters_of(command)
        values = read_words(name, parameters, words, passes_rest=command.passes_rest)
        if values is not None:
            return self.program.invoke(command, values)
        # Only a help needs rich, which takes long to import.
        from pegboard_cli_cyclopts.helping import help_of, print_help  # noqa: PLC0415

        print_help(help_of(name, description_of(command), parameters))
        return 0

    def list_commands(self, group: tuple[str, ...]) -> None:
        """Show the help of a group, or of the program."""
        from pegboard_cli_cyclopts.helping import listing_of, print_help  # noqa: PLC0415 - as above

        lists = rows_below(self.catalogue, group, _description)
        if group:
            text = group_help(self.catalogue, group)
            print_help(listing_of(self.name_of(group), text, lists))
        else:
            print_help(listing_of(self.program.name, PROGRAM_HELP, lists, FRONT_OPTIONS))

    def name_of(self, words: tuple[str, ...]) -> str:
        """Give the words by which a command or a group is called."""
        return " ".join((self.program.name, *words))


def _description(command: Command) -> str:
    if isinstance(command.function, cyclopts.App):
        return command.help or command.function.help
    if is_of_click(command):
        # Its docstring is that of its class.
        return command.help
    return description_of(command)
