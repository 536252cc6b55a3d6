"""Which plugins cause a failure: fewer and fewer of them, until none can be spared.

The search is that of Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input",
IEEE Transactions on Software Engineering 28(2), 2002: it also isolates failures that several
plugins cause together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

__all__ = ["smallest"]


def smallest(names: Sequence[str], fails: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
    """Give a set of names that fails, and of which none can be left out.

    :param names: a set that fails, while the empty set does not.
    :param fails: says whether a set fails; it is asked about each set at most once.
    """
    known: dict[tuple[str, ...], bool] = {}

    def is_failing(some: Sequence[str]) -> bool:
        key = tuple(some)
        if key not in known:
            known[key] = fails(key)
        return known[key]

    rest, parts = tuple(names), 2
    while len(rest) > 1:
        found = next((each for each in _candidates(rest, parts) if is_failing(each)), None)
        if found is not None:
            # A part that fails is halved next; without one, the parts stay as large.
            parts = 2 if len(found) <= len(rest) // 2 else max(parts - 1, 2)
            rest = found
        elif parts >= len(rest):
            break
        else:
            parts = min(parts * 2, len(rest))
    return rest


def _candidates(names: tuple[str, ...], parts: int) -> Iterator[tuple[str, ...]]:
    """Give each part, then what is left without each."""
    pieces = list(_pieces(names, parts))
    yield from pieces
    if parts > 2:  # noqa: PLR2004 - of two parts, what is left without one is the other
        for piece in pieces:
            yield tuple(name for name in names if name not in piece)


def _pieces(names: tuple[str, ...], parts: int) -> Iterator[tuple[str, ...]]:
    start = 0
    for part in range(parts):
        end = start + (len(names) - start) // (parts - part)
        yield names[start:end]
        start = end
