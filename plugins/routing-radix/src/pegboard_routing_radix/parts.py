"""A rule taken apart: what lies between its slashes, and the pieces that a URL is built of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pegboard_hookspecs.slots import Converter

__all__ = ["GROUP", "MakeConverter", "Parts", "Pattern", "Piece", "Weight", "take_apart"]

#: What the groups of a pattern are called: this and the number of the variable.
GROUP = "pegboard_"

#: Makes the converter of a name, with the arguments between the parentheses.
MakeConverter = Callable[[str, str], Converter]

#: How many texts a part has, their positions and lengths, how many variables, and their weights.
#: Counts and lengths are negative, so that the least is the most telling, and tried first.
Weight = tuple[int, tuple[tuple[int, int], ...], int, tuple[int, ...]]

_TOKEN = re.compile(
    r"""
    (?P<slash> / )
    | (?P<text> [^</]+ )
    | < (?: (?P<converter> [a-z_]\w* ) (?: \( (?P<arguments> .*? ) \) )? : )?
        (?P<variable> [a-z_]\w* ) >
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What lies between two slashes, or from a converter that takes slashes to the end.

    :param content: a regular expression, with a group for each variable.
    :param weight: decides between patterns for the same place.
    :param is_final: it takes the rest of the path.
    :param takes_slash: its last group is the slash at the end of the rule, if that was there.
    :param prefix: the text that it begins with.
    :param suffix: the text that it ends with.
    """

    content: str
    weight: Weight
    is_final: bool
    takes_slash: bool
    prefix: str = field(compare=False)
    suffix: str = field(compare=False)


class Piece(NamedTuple):
    """One piece of a rule: a text, or the name of a variable."""

    text: str
    is_variable: bool = False


@dataclass(slots=True)
class Parts:
    """What a rule consists of.

    :param steps: texts and patterns from slash to slash.
    :param pieces: texts and variables, slashes included.
    :param converters: by variable, in the order of the rule.
    """

    steps: list[str | Pattern] = field(default_factory=list[str | Pattern])
    pieces: list[Piece] = field(default_factory=list[Piece])
    converters: dict[str, Converter] = field(default_factory=dict[str, Converter])


def take_apart(rule: str, make_converter: MakeConverter) -> Parts:
    """Read a rule.

    :raises ValueError: it is malformed, or uses a name twice.
    """
    if not rule:
        return Parts([""])
    parts = Parts()
    step = _Step()
    for token in _tokens(rule):
        text, variable = token["text"], token["variable"]
        if text is not None:
            step.add_text(text)
            parts.pieces.append(Piece(text))
        elif variable is not None:
            if variable in parts.converters:
                raise ValueError("it uses the name of a variable twice")
            converter = make_converter(token["converter"] or "default", token["arguments"] or "")
            parts.converters[variable] = converter
            step.add_variable(converter)
            parts.pieces.append(Piece(variable, is_variable=True))
        else:
            parts.pieces.append(Piece("/"))
            if step.is_final:
                step.add_slash()
            else:
                parts.steps.append(step.finished())
                step = _Step()
    parts.steps += step.last()
    return parts


def _tokens(rule: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(rule):
        token = _TOKEN.match(rule, position)
        if token is None:
            raise ValueError(f"it is malformed at {rule[position:]!r}")
        yield token
        position = token.end()


class _Step:
    """A part while it is read."""

    def __init__(self) -> None:
        self.is_final = False
        self._expression = ""
        self._first: str | None = None
        self._last = ""
        self._lengths: list[int] = []
        self._weights: list[int] = []

    def add_text(self, text: str) -> None:
        self._lengths.append(-len(text))
        self._expression += re.escape(text)
        self._last = text
        if self._first is None:
            self._first = text

    def add_variable(self, converter: Converter) -> None:
        self._expression += f"(?P<{GROUP}{len(self._weights)}>{converter.regex})"
        self._weights.append(converter.weight)
        self._last = ""
        if self._first is None:
            self._first = ""
        if not converter.part_isolating:
            self.is_final = True

    def add_slash(self) -> None:
        self._expression += "/"

    def finished(self) -> str | Pattern:
        return self._pattern(self._expression, takes_slash=False) if self._weights else self._last

    def last(self) -> list[str | Pattern]:
        """Give the last part; a slash behind what takes slashes is one more."""
        if not (self.is_final and self._expression.endswith("/")):
            return [self.finished()]
        return [self._pattern(f"{self._expression[:-1]}(?<!/)(/?)", takes_slash=True), ""]

    def _pattern(self, expression: str, *, takes_slash: bool) -> Pattern:
        lengths, weights = tuple(enumerate(self._lengths)), tuple(self._weights)
        weight = -len(lengths), lengths, -len(weights), weights
        # The end of a part that takes slashes is behind one of them, not at the end of a segment.
        suffix = "" if self.is_final else self._last
        prefix = self._first or ""
        return Pattern(rf"{expression}\Z", weight, self.is_final, takes_slash, prefix, suffix)
