"""Many patterns, few of which can match a given text: those that begin as it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

__all__ = ["PrefixIndex"]

T = TypeVar("T")


class PrefixIndex(Generic[T]):
    """Finds entries by the beginning of a text, and gives them in their order.

    :param entries: each with the text that it begins with, which may be empty.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_prefix: dict[str, list[tuple[int, T]]] = {}
        for position, (prefix, entry) in enumerate(entries):
            self._by_prefix.setdefault(prefix, []).append((position, entry))
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def near(self, text: str) -> Sequence[T]:
        """Give the entries whose prefix the text begins with."""
        found: list[tuple[int, T]] = []
        for length in self._lengths:
            # A text shorter than the prefixes gives itself, once too often: keys are unique.
            if length <= len(text):
                found += self._by_prefix.get(text[:length], ())
        found.sort(key=_position)
        return [entry for _, entry in found]


def _position(item: tuple[int, object]) -> int:
    return item[0]
