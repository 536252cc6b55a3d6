"""Which plugins cause a failure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegboard.provenance import smallest

NAMES = tuple("abcdefghij")


def _needing(
    *sets: Sequence[str], asked: list[tuple[str, ...]] | None = None
) -> Callable[[Sequence[str]], bool]:
    def fails(names: Sequence[str]) -> bool:
        if asked is not None:
            asked.append(tuple(names))
        return any(set(each) <= set(names) for each in sets)

    return fails


@pytest.mark.parametrize("name", NAMES)
def test_one_of_ten_is_found(name: str) -> None:
    """One that is to blame is found, by about twice as many runs as halving takes."""
    asked: list[tuple[str, ...]] = []

    assert smallest(NAMES, _needing(name, asked=asked)) == (name,)
    assert len(asked) <= 10


@pytest.mark.parametrize("pair", list(combinations(NAMES[:6], 2)), ids="".join)
def test_two_that_fail_together_are_found(pair: tuple[str, str]) -> None:
    """Where it takes two, both are found and nothing else."""
    assert smallest(NAMES[:6], _needing(pair)) == pair


def test_no_set_is_asked_about_twice() -> None:
    """Runs are expensive: what is known is not tried again."""
    asked: list[tuple[str, ...]] = []
    smallest(NAMES, _needing(("a", "e", "j"), asked=asked))

    assert len(asked) == len(set(asked))


@given(st.lists(st.sets(st.sampled_from(NAMES), min_size=1), min_size=1, max_size=3))
def test_none_of_what_is_found_can_be_spared(sets: list[set[str]]) -> None:
    """What is found fails, and without any one of it nothing does."""
    fails = _needing(*(sorted(each) for each in sets))

    found = smallest(NAMES, fails)

    assert fails(found)
    assert not any(fails([name for name in found if name != one]) for one in found)
