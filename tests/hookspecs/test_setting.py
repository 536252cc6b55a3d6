"""Declarations of settings."""

from __future__ import annotations

from types import NoneType

import pytest

from pegboard_hookspecs import Setting


def _even(value: object) -> str | None:
    return None if isinstance(value, int) and value % 2 == 0 else "it must be even"


@pytest.mark.parametrize(
    ("types", "value"),
    [
        ((int,), 3),
        ((str, NoneType), None),
        ((bool,), True),
        ((int, bool), True),
        ((object,), True),
        ((list, tuple), ()),
    ],
    ids=str,
)
def test_a_value_of_a_declared_type_is_allowed(types: tuple[type, ...], value: object) -> None:
    """One of the declared types is enough."""
    assert Setting("LIMIT", types, value, "help").complaint(value) is None


@pytest.mark.parametrize(
    ("types", "value", "complaint"),
    [
        ((int,), "3", "it must be int, not str"),
        ((int,), True, "it must be int, not bool"),
        ((int, NoneType), 1.5, "it must be int or None, not float"),
        ((str,), None, "it must be str, not NoneType"),
    ],
    ids=str,
)
def test_a_value_of_another_type_is_not(
    types: tuple[type, ...], value: object, complaint: str
) -> None:
    """The complaint says what is wanted and what was given; a bool is never a number."""
    assert Setting("LIMIT", types, 0, "help").complaint(value) == complaint


def test_a_check_sees_values_of_the_right_type() -> None:
    """The declaration's own check complains about values, after the types."""
    setting = Setting("LIMIT", (int,), 0, "help", check=_even)

    assert [setting.complaint(value) for value in (2, 3, "3")] == [
        None,
        "it must be even",
        "it must be int, not str",
    ]


def test_two_declarations_are_equal_whatever_they_check() -> None:
    """The same setting declared twice is the same, though functions differ."""
    assert Setting("A", (int,), 0, "help", check=_even) == Setting("A", (int,), 0, "help")
