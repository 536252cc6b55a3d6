"""Many patterns, few of which can match a given text: those that begin and end as it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from werkzeug.routing import Rule

from pegboard_routing.internals import Part, parts_of, trace_of

__all__ = ["AffixIndex", "Affixes", "affixes_of"]

T = TypeVar("T")

#: What a text begins and ends with, both of which may be empty.
Affixes = tuple[str, str]

_NONE: Affixes = ("", "")
# What separates the host from the path, and one segment from the next.
_BAR = (False, "|")
_SLASH = (False, "/")


class AffixIndex(Generic[T]):
    """Finds entries by the beginning and the end of a text, and gives them in their order.

    :param entries: each with what its texts begin and end with.
    """

    def __init__(self, entries: Iterable[tuple[Affixes, T]]) -> None:
        tables: dict[tuple[int, int], dict[str, list[tuple[int, T]]]] = {}
        for position, ((prefix, suffix), entry) in enumerate(entries):
            table = tables.setdefault((len(prefix), len(suffix)), {})
            table.setdefault(prefix + suffix, []).append((position, entry))
        # One table for each pair of lengths, and there are few of them.
        self._tables = [(start, end, tables[start, end]) for start, end in sorted(tables)]

    def near(self, text: str) -> Sequence[T]:
        """Give the entries that may be for a text."""
        found: list[tuple[int, T]] = []
        for start, end, table in self._tables:
            here = table.get(text[:start] + text[-end:] if end else text[:start])
            if here is not None:
                found += here
        if len(found) > 1:
            found.sort(key=_position)
        return [entry for _, entry in found]


def affixes_of(rule: Rule) -> list[Affixes]:
    """Give for each part of a bound rule the text that surrounds its variables."""
    segments: list[list[tuple[bool, str]]] = [[]]
    for piece in trace_of(rule):
        # Only the first bar separates; one in the path is a text like any other.
        if piece == _SLASH or (piece == _BAR and len(segments) == 1):
            segments.append([])
        else:
            segments[-1].append(piece)
    # A part that takes slashes is the last one, but for the slash at its end.
    return [_affixes(*both) for both in zip(parts_of(rule), segments, strict=False)]


def _affixes(part: Part, pieces: Sequence[tuple[bool, str]]) -> Affixes:
    if part.static:
        return _NONE
    (starts_variable, first), (ends_variable, last) = pieces[0], pieces[-1]
    prefix = "" if starts_variable else first
    # The end of a part that takes slashes is behind one of them, not at the end of a segment.
    return prefix, "" if ends_variable or part.final else last


def _position(item: tuple[int, object]) -> int:
    return item[0]
