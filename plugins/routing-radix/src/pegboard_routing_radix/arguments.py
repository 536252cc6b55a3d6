"""The arguments of a converter, as a rule spells them: ``int(min=1, signed=True)``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["Arguments", "read_arguments"]

_ARGUMENT = re.compile(
    r"""
    \s* (?: (?P<name>\w+) \s*=\s* )?
    (?: [urUR]? (?P<quoted>"[^"]*"|'[^']*') | (?P<word>[\w.]+) )
    \s* (?: , | \Z )
    """,
    re.VERBOSE,
)
_CONSTANTS: Mapping[str, object] = {"None": None, "True": True, "False": False}


class Arguments(NamedTuple):
    """What a converter is made with."""

    positional: tuple[Any, ...]
    named: Mapping[str, Any]


def read_arguments(text: str) -> Arguments:
    """Read what stands between the parentheses.

    Values are numbers, True, False, None, and texts; those need quotes only where they hold more
    than letters, digits, underscores and dots.

    :raises ValueError: it cannot be read.
    """
    positional: list[Any] = []
    named: dict[str, Any] = {}
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _ARGUMENT.match(text, position)
        if found is None:
            raise ValueError(f"the converter's arguments cannot be read from {text[position:]!r}")
        quoted, name = found["quoted"], found["name"]
        value = _value(found["word"]) if quoted is None else quoted[1:-1]
        if name is None:
            positional.append(value)
        else:
            named[name] = value
        position = found.end()
    return Arguments(tuple(positional), named)


def _value(word: str) -> object:
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    for kind in (int, float) if word[0].isdecimal() else ():
        try:
            return kind(word)
        except ValueError:
            continue
    return word
