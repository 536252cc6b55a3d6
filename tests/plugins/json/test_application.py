"""JSON as an application's users meet it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pegboard import Pegboard, jsonify, request
from pegboard_hookspecs.errors import ConfigurationError


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
    import json  # noqa: PLC0415 - what the slot gives

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
