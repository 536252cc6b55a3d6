"""The help of a command, of a group, and of the program."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence

import cyclopts
from rich.console import Console

from pegboard_cli_cyclopts.layout import PlainLayout
from pegboard_cli_cyclopts.parameters import argument_of, option_of
from pegboard_cli_cyclopts.reading import HELP, VERSION, app_of
from pegboard_hookspecs.cli_kit import OPTIONS_HELP
from pegboard_hookspecs.parameters import Parameter

__all__ = ["help_of", "listing_of", "print_help"]

_WIDTH = 80


def help_of(name: str, text: str, parameters: Sequence[Parameter]) -> cyclopts.App:
    """Make what shows the help of a command.

    :param text: what the command does.
    """
    arguments = [argument_of(each, is_shown=True) for each in parameters if not each.is_option]
    options = [option_of(each) for each in parameters if each.is_option]
    app = app_of(
        name,
        [*arguments, *options],
        help=_flowing(text),
        group_arguments=_group("Arguments", 1),
        group_parameters=_options(),
    )
    _describe(app, HELP)
    return app


def listing_of(
    name: str,
    text: str,
    lists: Mapping[str, Mapping[str, str]],
    options: Sequence[Parameter] = (),
) -> cyclopts.App:
    """Make what shows the help of a group; of the program, where options are given.

    :param lists: a line of help for each command, by the title of its list.
    """
    app = app_of(
        name,
        [option_of(each) for each in options],
        help=text,
        usage=f"Usage: {name} [OPTIONS] COMMAND [ARGS]...",
        group_parameters=_options(),
        group_commands=_group("Commands", 3),
    )
    if options:
        app.version_flags = (VERSION,)
        _describe(app, VERSION)
    _describe(app, HELP)
    groups = {"Commands": app.group_commands}
    for title, rows in lists.items():
        group = groups.setdefault(title, _group(title, 4))
        for word, row in rows.items():
            app.command(cyclopts.App(name=word, help=row, group=group, help_format="plaintext"))
    return app


def print_help(app: cyclopts.App) -> None:
    """Print a help: in panels on a terminal, else in plain columns."""
    columns = min(shutil.get_terminal_size().columns, _WIDTH)
    if not sys.stdout.isatty():
        app.help_formatter = PlainLayout()
    app.help_print([], console=Console(width=columns))


def _flowing(text: str) -> str:
    """Let the lines of each paragraph be one, which is wrapped where it is shown."""
    return "\n\n".join(" ".join(each.split()) for each in text.split("\n\n"))


def _group(title: str, place: int) -> cyclopts.Group:
    return cyclopts.Group(title, sort_key=place)


def _options() -> cyclopts.Group:
    return _group("Options", 2)


def _describe(app: cyclopts.App, flag: str) -> None:
    """Put a flag among the options."""
    app[flag].group = (app.group_parameters,)
    app[flag].help = OPTIONS_HELP[flag]
