"""Values are told in JSON's own types, and copied only where they have to be."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from math import isfinite
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegboard_hookspecs.extra_types import plain
from pegboard_hookspecs.json_types import is_plain, make_reduce


class Word(StrEnum):
    YES = "yes"


class Level(IntEnum):
    LOW = 1


class Metres(float):
    pass


class Point(NamedTuple):
    x: object
    y: object


class Table(dict[str, object]):
    pass


@pytest.mark.parametrize(
    "value",
    ["x", 1, None, True, 1.5, [], {}, {"a": [1, {"b": None}], "c": 1.5}, [[1.0], "x", {"a": 2}]],
)
def test_what_is_plain_is_given_back(value: object) -> None:
    """A value with nothing but JSON's own types is not copied."""
    assert make_reduce(plain)(value) is value


@pytest.mark.parametrize(
    ("value", "is_it"),
    [
        ([{"a": [1, 1.5, None, "x", True]}, 10**30, "\ud800"], True),
        ({"a": [float("nan")]}, False),
        ([1, float("inf")], False),
        ((float("-inf"), 1), False),
        ([Word.YES], False),
        ({Level.LOW: 1}, False),
        ([1, object()], False),
    ],
)
def test_what_is_plain_is_found(value: object, is_it: bool) -> None:
    """Finite numbers and Python's own types are plain, and nothing derived from them."""
    assert is_plain(value) is is_it


@given(st.floats())
def test_numbers_that_are_none_are_found(number: float) -> None:
    """No number passes that is none."""
    assert isfinite(number) or not is_plain(["x", number, "x"])


@pytest.mark.parametrize(
    ("value", "reduced"),
    [
        (Word.YES, "yes"),
        (Level.LOW, 1),
        (Metres(1.5), 1.5),
        (Point(1, (2,)), [1, [2]]),
        (Table(a=Word.YES), {"a": "yes"}),
        ([1, {"a": Word.YES, "b": Level.LOW}, (3,), Level.LOW], [1, {"a": "yes", "b": 1}, [3], 1]),
        ({None: 1, True: 2, 1.5: 3, Level.LOW: (4,), Word.YES: 5}, None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_kinds_of_types_become_the_types(value: object, reduced: object) -> None:
    """What is of a derived class, or no text as a key, is told in exactly JSON's types."""
    wanted = reduced or {"null": 1, "true": [4], "1.5": 3, "yes": 5}
    given = make_reduce(plain)(value)

    assert (given, type(given)) == (wanted, type(wanted))


def test_the_value_itself_is_left_alone() -> None:
    """A value of another type is not changed by what is made of it."""
    value = {"a": [Word.YES, 1], "b": (1, 2), 3: 4}

    assert make_reduce(plain)(value) == {"a": ["yes", 1], "b": [1, 2], "3": 4}
    assert value == {"a": [Word.YES, 1], "b": (1, 2), 3: 4}
    assert type(value["a"]) is list
    assert type(value["a"][0]) is Word


def test_what_default_does_not_replace_stays() -> None:
    """A value that the function gives back itself stays in its place."""
    thing = object()

    assert make_reduce(lambda value: value)({"a": [thing]}) == {"a": [thing]}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (float("nan"), ValueError),
        ([float("inf")], ValueError),
        ({"a": float("-inf")}, ValueError),
        ({float("nan"): 1}, ValueError),
        ({(1, 2): 1}, TypeError),
        ({1: 1, "b": 2}, TypeError),
        ([object()], TypeError),
    ],
)
def test_what_is_no_json_is_refused(value: object, kind: type[Exception]) -> None:
    """Numbers that are none, keys that are no texts, and unknown types are errors."""
    with pytest.raises(kind):
        make_reduce(plain, sorts_keys=True)(value)


def test_a_loop_is_refused() -> None:
    """A value that contains itself is nested too deeply."""
    loop: list[Any] = []
    loop += [loop, loop]

    with pytest.raises(RecursionError):
        make_reduce(plain)(loop)
