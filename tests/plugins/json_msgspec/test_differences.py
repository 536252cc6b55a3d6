"""What msgspec does in another way than the default provider."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from weakref import ref

import msgspec
import pytest

from pegboard import Pegboard
from pegboard_json_msgspec import MsgspecJSON
from tests.plugins.json_cases import Color


class Guest(msgspec.Struct, rename="camel", omit_defaults=True):
    """A Struct that says itself how it is written."""

    first_name: str
    came_on: object = None


@dataclass
class Party:
    """A dataclass with Structs."""

    guests: list[Guest]


def make_app() -> Pegboard:
    """Make an application with the provider."""
    return Pegboard(__name__, static_folder=None, plugins={"json": MsgspecJSON})


def _pass(value: object) -> object:
    """Say nothing about any value."""
    return None


@pytest.fixture(params=["without a hook", "with a hook"])
def app(request: pytest.FixtureRequest) -> Pegboard:
    """Give an application that has a hook for JSON, and one that has none."""
    app = make_app()
    if request.param == "with a hook":
        app.hookimpl("json_default")(_pass)
    return app


def test_engine_is_reachable(app: Pegboard) -> None:
    """The engine behind the slot is the module."""
    assert app.slot("json").native is msgspec


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Guest("Ann"), '{"firstName":"Ann"}'),
        ({"b": [Guest("Ann")], "a": None}, '{"a":null,"b":[{"firstName":"Ann"}]}'),
        (Party([Guest("Ann")]), '{"guests":[{"firstName":"Ann"}]}'),
        (Guest("Ann", date(2026, 1, 2)), '{"firstName":"Ann","cameOn":"2026-01-02"}'),
    ],
    ids=["alone", "inside", "in a dataclass", "with a date"],
)
def test_structs_are_written_by_msgspec(app: Pegboard, value: object, text: str) -> None:
    """A Struct is written as it says, with everything in it."""
    assert app.json.dumps(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([None, {3, 1, 2}], "[null,[1,2,3]]"),
        ([None, frozenset({"a"})], '[null,["a"]]'),
        ([None, b"hi", bytearray(b"hi"), memoryview(b"hi")], '[null,"aGk=","aGk=","aGk="]'),
        ([None, time(1, 2), timedelta(days=1)], '[null,"01:02:00","P1D"]'),
        ([None, Color.RED], '[null,"red"]'),
        ([None, msgspec.Raw(b"[1]")], "[null,[1]]"),
    ],
    ids=["set", "frozenset", "bytes", "times", "enum", "raw"],
)
@pytest.mark.parametrize("is_doubtful", [True, False])
def test_types_of_msgspec_are_written(
    app: Pegboard, value: list[Any], text: str, is_doubtful: bool
) -> None:
    """What msgspec knows beside the usual types is written as it does it."""
    value, text = (value, text) if is_doubtful else (value[1:], text.replace("null,", ""))

    assert app.json.dumps(value) == text


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([Guest("Ann", float("nan"))], r"number nan at \[0\]\['came_on'\] is not JSON"),
        ([Guest("Ann", [{float("inf")}])], "inf is not JSON"),
        ([Guest("Ann", 1j)], r"complex object at \[0\]\['came_on'\] cannot be written"),
        ([Guest("Ann", "\ud800")], r"text '\\ud800' at \[0\]\['came_on'\] has half"),
    ],
    ids=["nan", "in a set", "unknown type", "surrogate"],
)
def test_culprit_in_a_struct_is_named(app: Pegboard, value: object, message: str) -> None:
    """What cannot be written is found inside of a Struct too."""
    with pytest.raises((TypeError, ValueError), match=message):
        app.json.dumps(value)


def test_hooks_go_first() -> None:
    """What a plugin says of a Struct, or of what msgspec knows, is written."""
    app = make_app()
    app.hookimpl("json_default")(_shout)

    assert app.json.dumps([Guest("Ann"), {1}, Color.RED]) == '["ANN","a set","red"]'


def _shout(value: object) -> object:
    if isinstance(value, set):
        return "a set"
    return value.first_name.upper() if isinstance(value, Guest) else None


def test_large_integers_are_exact(app: Pegboard) -> None:
    """Integers of more than 64 bits are read as they are."""
    assert app.json.loads(str(2**70)) == 2**70


@pytest.mark.parametrize("data", ['"\ud800"', r'"\ud800"', r'"\ud800 and more"'])
def test_half_a_surrogate_pair_is_not_read(app: Pegboard, data: str) -> None:
    """Half of a surrogate pair is an error in what is read, escaped or not."""
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is the library's own
        app.json.loads(data)


def test_an_application_is_not_kept_alive() -> None:
    """What the provider keeps for an application does not keep the application."""
    app = make_app()
    app.json.dumps([date(2026, 1, 2)])
    gone, provider = ref(app), app.slot("json").provider
    del app
    gc.collect()

    assert (gone(), type(provider)) == (None, MsgspecJSON)


def test_attrs_classes_are_written_by_msgspec(app: Pegboard) -> None:
    """A class by attrs is written as an object of its fields."""
    attrs = pytest.importorskip("attrs")
    kind = attrs.make_class("Room", ["number", "note"])

    assert app.json.dumps([kind(7, None)]) == '[{"number":7,"note":null}]'
