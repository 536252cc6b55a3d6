"""How commands are listed, and what is said of a word that is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from pegboard_hookspecs.cli_kit.catalogue import Catalogue
from pegboard_hookspecs.command import Command
from pegboard_hookspecs.errors import AppNotFoundError
from pegboard_hookspecs.parameters import description_of

__all__ = ["group_help", "rows_below", "summary_of", "unknown_command"]


def rows_below(
    catalogue: Catalogue,
    words: tuple[str, ...] = (),
    describe: Callable[[Command], str] = description_of,
) -> Mapping[str, Mapping[str, str]]:
    """Give what comes next after these words, each with a line of help, by the title of its list.

    Right below the program, commands that only the application brings have a list of their own. A
    list without rows is left out.

    :param describe: gives the help of a command, of which the first line is shown.
    """
    below = catalogue.below(words)
    rows = {word: summary_of((*words, word), each, describe) for word, each in below.items()}
    own = {
        word
        for word, each in below.items()
        if not words and not any(command.origin for command in each)
    }
    lists = {
        "Commands": {word: row for word, row in rows.items() if word not in own},
        "Commands of the application": {word: row for word, row in rows.items() if word in own},
    }
    return {title: rows for title, rows in lists.items() if rows}


def summary_of(
    words: tuple[str, ...],
    commands: tuple[Command, ...],
    describe: Callable[[Command], str] = description_of,
) -> str:
    """Give the line of help for these words, which lead to these commands.

    It is the first line of a command's help; for a group its own help, or what is in it.
    """
    first, *_ = commands
    if first.name == words:
        return describe(first).partition("\n")[0]
    helps = (each.group_help for each in commands if each.name[:-1] == words)
    inside = dict.fromkeys(each.name[len(words)] for each in commands)
    return next(filter(None, helps), ", ".join(inside))


def group_help(catalogue: Catalogue, words: tuple[str, ...]) -> str:
    """Give the help of a group, or "". The application is loaded, where it can be."""
    inside = [each for each in catalogue.all if each.name[:-1] == words]
    return next((each.group_help for each in inside if each.group_help), "")


def unknown_command(catalogue: Catalogue, words: tuple[str, ...]) -> str:
    """Say that there is no command of these words, with the nearest one and a likely reason.

    An exception that the application raises while it is loaded passes: it is the reason.
    """
    *group, word = words
    near = get_close_matches(word, catalogue.below(tuple(group)), n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    try:
        catalogue.program.load_app()
    except AppNotFoundError as error:
        hint = f"{hint}\nCommands of an application are missing: {error}"
    return f"There is no command {' '.join(words)!r}.{hint}"
