"""JSON as an application reads and writes it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from pegboard import Pegboard, Response
from pegboard.application.json_words import JSONWords
from pegboard_hookspecs.errors import PegboardError, SlotEmptyError
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
