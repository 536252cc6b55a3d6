"""Many patterns, few of which can match a given text: those that begin and end as it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

__all__ = ["Candidates"]

T = TypeVar("T")

# Entries with their positions, by suffix, by the length of the suffix.
_Tails = dict[int, dict[str, list[tuple[int, T]]]]


class Candidates(Generic[T]):
    """Finds entries by the beginning and the end of a text, and gives them in their order.

    :param entries: each with what its texts begin and end with.
    """

    def __init__(self, entries: Iterable[tuple[str, str, T]]) -> None:
        heads: dict[int, dict[str, _Tails[T]]] = {}
        for position, (prefix, suffix, entry) in enumerate(entries):
            tails = heads.setdefault(len(prefix), {}).setdefault(prefix, {})
            same = tails.setdefault(len(suffix), {}).setdefault(suffix, [])
            same.append((position, entry))
        # There are as many entries as there are rules, but only so many lengths.
        self._heads = list(heads.items())

    def near(self, text: str) -> Sequence[T]:
        """Give the entries that may be for a text."""
        found: list[tuple[int, T]] = []
        for start, by_prefix in self._heads:
            tails = by_prefix.get(text[:start])
            if tails is not None:
                for end, by_suffix in tails.items():
                    found += by_suffix.get(text[-end:] if end else "", ())
        if len(found) > 1:
            found.sort(key=_position)
        return [entry for _, entry in found]


def _position(item: tuple[int, object]) -> int:
    return item[0]
