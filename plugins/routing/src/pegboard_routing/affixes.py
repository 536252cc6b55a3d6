"""Many patterns, few of which can match a given text: those that begin and end as it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from werkzeug.routing import Rule

from pegboard_routing.internals import parts_of, trace_of

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
        self._entries: dict[Affixes, list[tuple[int, T]]] = {}
        for position, (affixes, entry) in enumerate(entries):
            self._entries.setdefault(affixes, []).append((position, entry))
        self._lengths = sorted({(len(prefix), len(suffix)) for prefix, suffix in self._entries})

    def near(self, text: str) -> Sequence[T]:
        """Give the entries that may be for a text."""
        found: list[tuple[int, T]] = []
        for start, end in self._lengths:
            found += self._entries.get((text[:start], text[-end:] if end else ""), ())
        found.sort(key=_position)
        return [entry for _, entry in found]


def affixes_of(rule: Rule) -> Iterator[Affixes]:
    """Give for each part of a bound rule the text that surrounds its variables."""
    segments: list[list[tuple[bool, str]]] = [[]]
    for piece in trace_of(rule):
        # Only the first bar separates; one in the path is a text like any other.
        if piece == _SLASH or (piece == _BAR and len(segments) == 1):
            segments.append([])
        else:
            segments[-1].append(piece)
    for part, segment in zip(parts_of(rule), segments, strict=False):
        if part.static:
            yield _NONE
        else:
            prefix, suffix = _around(segment)
            # A final part goes on behind the next slash: its end is not that of the segment.
            yield prefix, "" if part.final else suffix


def _around(pieces: Sequence[tuple[bool, str]]) -> Affixes:
    (starts_variable, first), (ends_variable, last) = pieces[0], pieces[-1]
    return "" if starts_variable else first, "" if ends_variable else last


def _position(item: tuple[int, object]) -> int:
    return item[0]
