"""JSON as an application reads and writes it."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import pytest

from pegboard import Pegboard, Response
from pegboard.application.json_words import JSONWords
from pegboard_hookspecs.errors import PegboardError, SetupError, SlotEmptyError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("json")


class Typed(Response):
    """A response whose constructor differs from the quick one's."""

    default_status = 203


@pytest.fixture
def app() -> Pegboard:
    """Give an application."""
    return make_app()


def test_values_become_text_and_back(app: Pegboard) -> None:
    """``dumps`` gives text, ``loads`` reads text and bytes."""
    assert json.loads(app.json.dumps({"a": [1, "ä"]})) == {"a": [1, "ä"]}
    assert app.json.loads('{"a": 1}') == app.json.loads(b'{"a": 1}') == {"a": 1}


def test_text_may_be_indented(app: Pegboard) -> None:
    """``indent`` spreads the text over lines."""
    assert app.json.dumps({"a": 1}, indent=2) == '{\n  "a": 1\n}'


def test_files_are_written_and_read(app: Pegboard) -> None:
    """``dump`` writes to a text file, ``load`` reads from any."""
    file = io.StringIO()
    app.json.dump([1], file)

    assert app.json.load(io.StringIO(file.getvalue())) == [1]
    assert app.json.load(io.BytesIO(b"[1]")) == [1]


def test_what_is_no_json_is_an_error(app: Pegboard) -> None:
    """A text that is no JSON is a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        app.json.loads("{")


@pytest.mark.parametrize(
    ("values", "fields", "expected"),
    [
        (({"a": 1},), {}, {"a": 1}),
        ((1, 2), {}, [1, 2]),
        ((), {"a": 1}, {"a": 1}),
        ((), {}, None),
        ((None,), {}, None),
    ],
    ids=["one", "several", "keywords", "none", "null"],
)
def test_a_response_is_made_of_values(
    app: Pegboard, values: tuple[Any, ...], fields: dict[str, Any], expected: Any
) -> None:
    """One value is itself, several are an array, keywords an object; a newline ends the body."""
    response = app.json.response(*values, **fields)

    assert json.loads(response.data) == expected
    assert response.data.endswith(b"\n")
    assert response.mimetype == "application/json"


def test_values_and_keywords_do_not_mix(app: Pegboard) -> None:
    """Values together with keywords are refused."""
    with pytest.raises(TypeError, match="either args or kwargs, not both"):
        app.json.response(1, a=1)


def test_people_read_it_in_debug_mode(app: Pegboard) -> None:
    """In debug mode a response is indented."""
    app.debug = True

    assert app.json.response(a=1).data == b'{\n  "a": 1\n}\n'


@pytest.mark.parametrize(
    ("compact", "debug", "lines"),
    [(True, True, 1), (False, False, 3), (None, True, 3), (None, False, 1)],
    ids=["compact", "indented", "for people", "for machines"],
)
def test_an_application_decides_about_line_breaks(
    app: Pegboard, compact: bool | None, debug: bool, lines: int
) -> None:
    """Responses are indented as ``compact`` says, and as debug mode does where it is None."""
    app.debug = debug
    app.json.compact = compact

    assert app.json.response(a=1).data.count(b"\n") == lines


def test_responses_may_have_another_type(app: Pegboard) -> None:
    """The type of responses may be assigned, and is sent without a charset."""
    app.json.mimetype = "application/vnd.api+json"

    assert app.json.response(a=1).headers["Content-Type"] == "application/vnd.api+json"


def test_settings_are_attributes(app: Pegboard) -> None:
    """What Flask has as attributes are settings of the provider."""
    app.json.sort_keys = app.json.ensure_ascii = False

    assert app.json.dumps({"b": "é", "a": 1}) == '{"b":"é","a":1}'
    assert (app.config["JSON_SORT_KEYS"], app.config["JSON_ASCII"]) == (False, False)
    assert (app.json.sort_keys, app.json.ensure_ascii) == (False, False)


def test_a_provider_need_not_have_a_setting() -> None:
    """Where the provider has no such setting, its attribute says so, read or assigned."""
    app = make_app(plugins={"json": False})

    with pytest.raises(SetupError, match="has no setting 'JSON_SORT_KEYS'"):
        app.json.sort_keys = False
    with pytest.raises(SetupError, match="has no setting 'JSON_ASCII'"):
        _ = app.json.ensure_ascii


def test_there_are_no_other_attributes(app: Pegboard) -> None:
    """A misspelt attribute is an error of the line that assigns it."""
    with pytest.raises(AttributeError, match="sortkeys"):
        app.json.sortkeys = False  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # misspelt


def test_the_default_may_be_exchanged(app: Pegboard) -> None:
    """A function that is assigned decides about all types beyond JSON's own."""
    usual = app.json.default

    def default(value: Any) -> object:
        return value.hex() if isinstance(value, bytes) else usual(value)

    app.json.default = default

    assert app.json.dumps([b"\x01", Decimal(1)]) == '["01","1"]'
    assert app.json_default(b"\x02") == "02"
    with pytest.raises(TypeError, match="The set object cannot be written"):
        app.json.dumps({1})


def test_plugins_are_asked_before_the_default(app: Pegboard) -> None:
    """The application's default is for what no plugin knows."""

    @app.hookimpl
    def json_default(value: object) -> object:
        return "from the hook" if isinstance(value, bytes) else None

    def default(value: object) -> object:
        return "from the default"

    app.json.default = default

    assert app.json.dumps([b"", set()]) == '["from the hook","from the default"]'


def test_a_response_class_is_honoured() -> None:
    """A response class with a constructor of its own makes JSON responses too."""
    app = make_app()
    app.response_class = Typed

    response = app.json.response(1)

    assert isinstance(response, Typed)
    assert (response.status_code, response.mimetype) == (203, "application/json")


def test_it_does_not_keep_the_application() -> None:
    """When the application is gone, its JSON says so."""
    words = JSONWords(make_app())

    with pytest.raises(PegboardError, match=r"is gone\. Keep the application"):
        words.dumps(1)


def test_an_empty_slot_is_an_error() -> None:
    """Without a provider reading and writing are errors with slot and cure."""
    app = make_app(plugins={"json": False})

    with pytest.raises(SlotEmptyError, match="No plugin reads and writes JSON"):
        app.json.dumps(1)
    with pytest.raises(SlotEmptyError, match="No plugin reads and writes JSON"):
        app.json.loads("1")
