"""Words of a command line become values of parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from itertools import takewhile
from typing import Any

import cyclopts

from pegboard_cli_cyclopts.parameters import argument_of, option_of, option_words, words_of
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.parameters import Parameter

__all__ = ["HELP", "VERSION", "app_of", "read_words", "refusal", "unknown_option"]

HELP = "--help"
VERSION = "--version"
_END = "--"
_NUMBER = re.compile(r"-\.?\d")
_REST = "rest"
#: No parameter of a command has this name.
_OTHERS = "__words"


def app_of(name: str, parameters: Sequence[inspect.Parameter], **options: Any) -> cyclopts.App:
    """Make an application of cyclopts that only reads words and shows a help."""

    def nothing(*_: object, **__: object) -> None: ...

    signature: Any = nothing
    signature.__signature__ = inspect.Signature(parameters)
    signature.__annotations__ = {each.name: each.annotation for each in parameters}
    app = cyclopts.App(
        name=name,
        help_flags=[HELP],
        version_flags=[],
        help_format="plaintext",
        print_error=False,
        exit_on_error=False,
        **options,
    )
    app.default(nothing)
    return app


def read_words(
    name: str, parameters: Sequence[Parameter], words: Sequence[str], *, passes_rest: bool = False
) -> Mapping[str, Any] | None:
    """Give the values that words and the environment give, by the names of the parameters.

    What was not given is left out: the function has its own defaults.

    :param name: what the command is called, for messages.
    :param passes_rest: words that fit no parameter are passed on as ``rest``.
    :return: None where the help is asked for.
    :raises CommandError: a word fits no parameter, or a value is missing.
    """
    options = [each for each in parameters if each.is_option]
    arguments = [each for each in parameters if not each.is_option]
    first, middle, last = _parted(words)
    try:
        found = _options(options, middle)
        if found is None:
            return None
        others: Sequence[str] = found.pop(_OTHERS, ())
        if not passes_rest:
            _check(name, others, options)
        found |= _arguments(arguments, [*first, *others, *last], passes_rest=passes_rest)
    except cyclopts.CycloptsError as error:
        raise refusal(name, _sentence(error)) from None
    missing = [each for each in arguments if each.is_required and each.name not in found]
    if missing:
        labels = ", ".join(each.metavar or each.name.strip("_").upper() for each in missing)
        raise refusal(name, f"An argument is missing: {labels}.")
    values = {each.name: each.value(found[each.name]) for each in parameters if each.name in found}
    return {**values, _REST: tuple(found.get(_REST, ()))} if passes_rest else values


def unknown_option(name: str, word: str, options: Sequence[Parameter] = ()) -> CommandError:
    """Say that there is no such option, with the nearest one."""
    option = word.partition("=")[0]
    known = [word for each in options for word in option_words(each)]
    near = get_close_matches(option, [*known, HELP], n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return refusal(name, f"There is no option {option!r}.{hint}")


def refusal(name: str, sentence: str) -> CommandError:
    """Say what is wrong with the words of a command, and where to see what it takes."""
    return CommandError(f"{sentence}\nSee {f'{name} {HELP}'!r} for what it takes.")


def _parted(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Part the words in front of the first option, and those behind ``--``, from all between."""
    end = words.index(_END) if _END in words else len(words)
    first = [*takewhile(lambda word: not word.startswith("-"), words[:end])]
    return first, words[len(first) : end], words[end + 1 :]


def _options(options: Sequence[Parameter], words: Sequence[str]) -> dict[str, Any] | None:
    """Take the options out of the words, and leave the others; None where the help is asked for.

    Options and arguments are read one after the other: cyclopts ends a list of arguments where an
    option stands between them.
    """
    reader = app_of("", [words_of(_OTHERS), *map(option_of, options)])
    function, bound, _ = reader.parse_args(words)
    return dict(bound.arguments) if function is reader.default_command else None


def _check(name: str, words: Sequence[str], options: Sequence[Parameter]) -> None:
    for word in words:
        if word.startswith("-") and word != "-" and not _NUMBER.match(word):
            raise unknown_option(name, word, options)


def _arguments(
    arguments: Sequence[Parameter], words: Sequence[str], *, passes_rest: bool
) -> Mapping[str, Any]:
    rest = [words_of(_REST)] if passes_rest else []
    reader = app_of("", [*map(argument_of, arguments), *rest])
    _, bound, _ = reader.parse_args([_END, *words])
    return bound.arguments


def _sentence(error: cyclopts.CycloptsError) -> str:
    if isinstance(error, cyclopts.UnusedCliTokensError):
        words = ", ".join(map(repr, error.unused_tokens or ()))
        return f"There are more words than it takes: {words}."
    return str(error)
