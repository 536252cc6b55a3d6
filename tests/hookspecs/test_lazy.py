"""Attributes that are computed on first use and kept."""

from __future__ import annotations

import inspect

import pytest

from pegboard_hookspecs import lazy


class Thing:
    def __init__(self) -> None:
        self.calls = 0

    @lazy
    def answer(self) -> int:
        """Count how often it is computed."""
        self.calls += 1
        return 42


def test_it_is_computed_on_first_use() -> None:
    """Nothing is computed before somebody asks."""
    thing = Thing()

    assert thing.calls == 0


def test_it_is_computed_once() -> None:
    """The second read finds what the first one kept."""
    thing = Thing()

    assert [thing.answer, thing.answer, thing.calls] == [42, 42, 1]


def test_it_can_be_assigned() -> None:
    """A value that is assigned goes before the computed one."""
    thing = Thing()
    thing.answer = 7

    assert (thing.answer, thing.calls) == (7, 0)


def test_it_can_be_deleted() -> None:
    """What was kept can be dropped, and is computed anew."""
    thing = Thing()
    assert thing.answer == 42
    del thing.answer

    assert (thing.answer, thing.calls) == (42, 2)


def test_deleting_what_was_never_read_is_an_error() -> None:
    """An attribute that was not computed yet is not there to be deleted."""
    thing = Thing()

    with pytest.raises(AttributeError):
        del thing.answer


def test_each_instance_has_its_own() -> None:
    """What one instance keeps another one does not see."""
    one, other = Thing(), Thing()
    one.answer = 1

    assert other.answer == 42


def test_it_keeps_its_docstring() -> None:
    """The descriptor, seen through the class, documents itself as the function did."""
    assert inspect.getdoc(inspect.getattr_static(Thing, "answer")) == (
        "Count how often it is computed."
    )
    assert inspect.getdoc(Thing.answer) == "Count how often it is computed."
