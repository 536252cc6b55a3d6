"""JSON as an application's users meet it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from pegboard import Pegboard, hookimpl, jsonify, request
from pegboard_hookspecs import Application
from pegboard_hookspecs.errors import ConfigurationError
from pegboard_json import StandardJSON


@pytest.fixture
def app() -> Pegboard:
    """Give an application."""
    return Pegboard(__name__, static_folder=None)


def test_words_of_the_application_speak_through_the_plugin(app: Pegboard) -> None:
    """``app.json`` writes the extra types and reads only strict JSON."""
    assert app.json.dumps({"price": Decimal("1.10")}) == '{"price":"1.10"}'
    with pytest.raises(ValueError, match="NaN is not JSON"):
        app.json.loads("NaN")


def test_engine_is_reachable(app: Pegboard) -> None:
    """The engine behind the slot is the standard library's module."""
    assert app.slot("json").native is json


@pytest.mark.parametrize("value", ["yes", 1, None])
def test_setting_of_a_wrong_type_is_refused(app: Pegboard, value: object) -> None:
    """A setting that is no boolean is refused and named."""
    with pytest.raises(ConfigurationError, match="JSON_SORT_KEYS"):
        app.config["JSON_SORT_KEYS"] = value


@pytest.mark.needs("routing")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a": [1, 2]}', 200),
        (b"{", 400),
        (b"[1e999]", 400),
        (b"NaN", 400),
        (b"[" * 100_000, 400),
        (b"1" * 5_000, 400),
        (b"\xff", 400),
    ],
    ids=["good", "malformed", "huge", "nan", "deep", "long", "not utf-8"],
)
def test_body_that_is_no_json_is_400(app: Pegboard, data: bytes, code: int) -> None:
    """A body that is not strict JSON is the client's fault, never a 500."""

    @app.post("/echo")
    def echo() -> object:
        return {"got": request.get_json()}

    response = app.test_client().post("/echo", data=data, content_type="application/json")

    assert response.status_code == code


@pytest.mark.needs("routing")
def test_view_returns_json(app: Pegboard) -> None:
    """A dict from a view is JSON with sorted keys, ended by a newline."""

    @app.get("/")
    def index() -> object:
        return {"b": 1, "a": Decimal(2)}

    response = app.test_client().get("/")

    assert (response.content_type, response.data) == ("application/json", b'{"a":"2","b":1}\n')


@pytest.mark.needs("routing")
def test_value_that_cannot_be_written_is_named_to_the_developer(app: Pegboard) -> None:
    """In test mode the error that names the culprit reaches the test."""
    app.testing = True

    @app.get("/")
    def index() -> object:
        return jsonify({"items": [1, {2}]})

    with pytest.raises(TypeError, match=r"The set object at \['items'\]\[1\] cannot be written"):
        app.test_client().get("/")


class Pairs(StandardJSON):
    """Reads objects as sorted pairs."""

    @hookimpl
    def load_json(self, app: Application, data: str | bytes) -> Any:
        return json.loads(data, object_hook=lambda found: sorted(found.items()))


@pytest.mark.item("B16.4")
@pytest.mark.needs("routing")
def test_a_derived_provider_reads_in_another_way() -> None:
    """What a class derived from the provider overrides holds for the bodies of requests."""
    app = Pegboard(__name__, static_folder=None, plugins={"json": Pairs})
    app.add_url_rule("/", "echo", lambda: [request.json, app.json.loads("{}")], methods=["POST"])
    response = app.test_client().post("/", json={"b": Decimal(1), "a": 2})

    assert json.loads(response.data) == [[["a", 2], ["b", "1"]], []]


class Color(Enum):
    RED = "red"


@dataclass
class Box:
    content: object


class Colors:
    """A plugin that teaches JSON a type, by its value."""

    @hookimpl
    def json_default(self, value: object) -> object:
        return value.value if isinstance(value, Color) else None


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else None


def test_a_plugin_teaches_a_type(app: Pegboard) -> None:
    """A plugin says what is written for a type; what it does not know is left to the others."""
    app.register_plugin(Colors())

    assert app.json.dumps([Color.RED, Decimal(1)]) == '["red","1"]'


def test_a_plugin_writes_a_known_type_in_another_way(app: Pegboard) -> None:
    """Plugins are asked before the usual types."""
    app.hookimpl("json_default")(_iso)

    assert app.json.dumps([date(2026, 1, 2), Decimal(1)]) == '["2026-01-02","1"]'


def test_what_stands_for_a_value_may_hold_others(app: Pegboard) -> None:
    """What is written in place of a value is looked at in turn."""
    app.register_plugin(Colors())

    assert app.json.dumps(Box(Box(Color.RED))) == '{"content":{"content":"red"}}'


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([Color.RED, {1}], r"The set object at \[1\] cannot be written"),
        ([Box({"a": {1}})], r"The set object at \[0\]\.content\['a'\] cannot be written"),
        ({"a": Color}, r"The EnumType object at \['a'\] cannot .* implement the hook json_default"),
    ],
    ids=["beside", "inside", "class"],
)
def test_what_a_plugin_knows_is_no_culprit(app: Pegboard, value: object, message: str) -> None:
    """The error names what neither JSON nor a plugin knows, and not what they do."""
    app.register_plugin(Colors())

    with pytest.raises(TypeError, match=message):
        app.json.dumps(value)


def test_a_culprit_in_what_a_plugin_gives_is_found(app: Pegboard) -> None:
    """What stands for a value has the value's place."""

    @app.hookimpl
    def json_default(value: object) -> Any:
        return [value.value, {1}] if isinstance(value, Color) else None

    with pytest.raises(TypeError, match=r"The set object at \['a'\]\[1\] cannot be written"):
        app.json.dumps({"a": Color.RED})


def test_an_error_of_a_plugin_comes_out(app: Pegboard) -> None:
    """What an implementation raises is not taken for the value's fault."""

    @app.hookimpl
    def json_default(value: object) -> Any:
        raise ValueError("out of paint")

    with pytest.raises(ValueError, match=r"^out of paint$"):
        app.json.dumps([Color.RED])
