"""The session itself: a dictionary that notices when it is changed."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest

from pegboard_hookspecs import Session
from pegboard_hookspecs.session_kit import DictSession
from tests.hookspecs.session_kit.changes import CHANGES, Action, case


def _remove(session: Any) -> None:
    del session["a"]


@pytest.mark.item("A8.3")
@pytest.mark.parametrize(("change", "left"), CHANGES)
def test_changes_are_noticed(change: Action, left: dict[str, object]) -> None:
    """Every change of the top level marks the session as modified."""
    session = DictSession({"a": 1})

    change(session)

    assert session == left
    assert session.modified


@pytest.mark.parametrize(
    "read",
    [
        case(lambda s: s["a"], name="get-item"),
        case(lambda s: s.get("b"), name="get"),
        case(lambda s: "a" in s, name="contains"),
        case(len, name="length"),
        case(list, name="iterate"),
        case(lambda s: s.items(), name="items"),
        case(lambda s: s.setdefault("a", 2), name="setdefault-of-what-is-there"),
        case(lambda s: s.pop("b", None), name="pop-of-what-is-missing"),
        case(lambda s: s | {"b": 2}, name="union"),
        case(lambda s: s.permanent, name="permanent"),
        case(repr, name="repr"),
    ],
)
def test_reading_is_no_change(read: Action) -> None:
    """Whatever only reads leaves the session unmodified."""
    session = DictSession({"a": 1})

    read(session)

    assert session == {"a": 1}
    assert not session.modified


@pytest.mark.item("A8.3", "B5.3")
def test_nested_changes_are_not_noticed() -> None:
    """A change below the top level is seen only when ``modified`` is set by hand."""
    session = DictSession({"a": []})

    session["a"].append(1)

    assert not session.modified


@pytest.mark.parametrize(
    "change",
    [
        case(_remove, name="remove"),
        case(lambda s: s.pop("a"), name="pop"),
        case(lambda s: s.popitem(), name="popitem"),
    ],
)
def test_what_is_missing_cannot_be_removed(change: Action) -> None:
    """Removing a missing value is a KeyError and no change."""
    session = DictSession()

    with pytest.raises(KeyError):
        change(session)

    assert not session.modified


@pytest.mark.item("A8.2")
def test_a_session_is_what_the_contract_promises() -> None:
    """The session is both a dictionary and a session of the contract."""
    session = DictSession()

    assert isinstance(session, Session)
    assert isinstance(session, MutableMapping)
    assert isinstance(session, dict)


def test_a_session_starts_untouched() -> None:
    """A session that was read from a cookie is neither new nor modified nor permanent."""
    session = DictSession({"a": 1}, created=5)

    assert not session.new
    assert not session.modified
    assert not session.permanent
    assert session.accessed


def test_a_permanent_session_can_become_passing() -> None:
    """``permanent`` can be taken back."""
    session = DictSession({"_permanent": True})

    session.permanent = False

    assert not session.permanent


def test_rotation_keeps_the_values() -> None:
    """After ``rotate`` the values are the same, and the lifetime begins anew."""
    session = DictSession({"a": 1}, created=5)

    session.rotate()

    assert session == {"a": 1}
    assert session.modified
    assert session.created is None


def _set_nested(session: Any) -> None:
    session["cart"] = {"items": [object()]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        case(_set_nested, r"session\['cart'\]\['items'\]\[0\] is of type object", name="nested"),
        case(lambda s: s.update(a=1, b={2}), r"session\['b'\] is of type set", name="update"),
        case(lambda s: s.setdefault("b", 1j), r"\['b'\] is of type complex", name="default"),
        case(lambda s: s.update({1: 2}), r"The key 1 .* is a int", name="key-of-update"),
        case(lambda s: s.setdefault(1, 2), r"The key 1 .* is a int", name="key"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_once(change: Action, said: str) -> None:
    """A value that cannot be kept is an error where it is assigned, and names its key."""
    session = DictSession()

    with pytest.raises(TypeError, match=said):
        change(session)

    assert session == {}


def test_the_time_of_the_beginning_is_no_value() -> None:
    """The key under which the cookie keeps its beginning is refused."""
    session = DictSession()

    with pytest.raises(ValueError, match="'_pegboard'"):
        session["_pegboard"] = 1


def test_a_session_shows_what_it_is() -> None:
    """The representation names the class and shows the values."""
    assert repr(DictSession({"a": 1})) == "<DictSession {'a': 1}>"
