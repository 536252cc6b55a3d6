"""JSON."""

from __future__ import annotations

import io
import weakref
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from markupsafe import Markup

from pegboard import Pegboard, json, jsonify
from pegboard_hookspecs import Application, hookimpl
from tests.core.site import make_app

pytestmark = pytest.mark.needs("json")

NOON = datetime(2026, 5, 4, 12, 0, 30, tzinfo=UTC)


@dataclass
class Point:
    x: int


class Icon:
    def __html__(self) -> str:
        return "<i>"


class Shouting:
    """A provider that writes everything in one way, and reads everything as one value."""

    @hookimpl
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        return f'"{value!r}!"'.encode()

    @hookimpl
    def load_json(self, app: Application, data: str | bytes) -> Any:
        return len(data)


@pytest.fixture
def app() -> Pegboard:
    """Give an application."""
    return make_app()


@pytest.mark.item("A11.1")
def test_functions_go_to_the_application(app: Pegboard) -> None:
    """Inside of an application its settings hold, outside the standard library's ways."""
    value = {"b": Decimal(1), "a": [1]}
    outside, file = json.dumps(value), io.StringIO()
    with app.app_context():
        inside = json.dumps(value)
        json.dump(value, file)

    assert (outside, inside) == ('{"b": "1", "a": [1]}', '{"a":[1],"b":"1"}')
    assert file.getvalue() == inside
    file.seek(0)
    assert json.load(file) == json.loads(outside) == {"b": "1", "a": [1]}


@pytest.mark.item("A11.2")
@pytest.mark.parametrize(
    ("values", "fields", "body"),
    [
        ((1,), {}, b"1\n"),
        (([1],), {}, b"[1]\n"),
        ((1, 2), {}, b"[1,2]\n"),
        ((), {"b": 1, "a": 2}, b'{"a":2,"b":1}\n'),
        ((), {}, b"null\n"),
    ],
    ids=["one", "list", "several", "keywords", "nothing"],
)
def test_responses_are_made_of_values(
    app: Pegboard, values: tuple[Any, ...], fields: dict[str, Any], body: bytes
) -> None:
    """``jsonify`` takes values or keywords."""
    with app.app_context():
        response = jsonify(*values, **fields)

    assert (response.data, response.mimetype) == (body, "application/json")


@pytest.mark.item("A11.2")
def test_values_and_keywords_do_not_mix(app: Pegboard) -> None:
    """Both together are refused."""
    with app.app_context(), pytest.raises(TypeError, match="either args or kwargs"):
        jsonify(1, a=1)


@pytest.mark.item("A11.3")
def test_a_provider_writes_two_things() -> None:
    """The rest is made of them, and does not keep the application alive."""
    app = make_app(plugins={"json": Shouting})
    file = io.StringIO()
    app.json.dump(1, file)

    assert (app.json.dumps(1), file.getvalue()) == ('"1!"', '"1!"')
    assert (app.json.loads("four"), app.json.load(io.BytesIO(b"abc"))) == (4, 3)
    assert app.json.response(1).data == b'"1!"\n'

    words, alive = app.json, weakref.ref(app)
    del app
    assert alive() is None
    assert words.compact is None


@pytest.mark.item("A11.4")
def test_json_may_look_otherwise(app: Pegboard) -> None:
    """Attributes of the application's JSON change what is written."""
    value = {"b": "é", "a": {1}}
    app.json.default = sorted
    as_usual = app.json.response(value).data
    app.json.sort_keys, app.json.ensure_ascii = False, False
    app.json.compact, app.json.mimetype = False, "application/problem+json"
    otherwise = app.json.response(value)

    assert as_usual == b'{"a":[1],"b":"\\u00e9"}\n'
    assert otherwise.get_data(as_text=True) == '{\n  "b": "é",\n  "a": [\n    1\n  ]\n}\n'
    assert otherwise.mimetype == "application/problem+json"


@pytest.mark.item("A11.5")
@pytest.mark.parametrize(
    ("value", "written"),
    [
        (NOON, '"Mon, 04 May 2026 12:00:30 GMT"'),
        (date(2026, 5, 4), '"Mon, 04 May 2026 00:00:00 GMT"'),
        (Decimal("1.10"), '"1.10"'),
        (UUID(int=5), '"00000000-0000-0000-0000-000000000005"'),
        (Point(1), '{"x":1}'),
        (Icon(), '"<i>"'),
        (Markup("<b>"), '"<b>"'),
    ],
    ids=lambda value: type(value).__name__,
)
def test_further_types_are_written(app: Pegboard, value: object, written: str) -> None:
    """Some types beyond JSON's own have a usual form."""
    assert app.json.dumps(value) == written


@pytest.mark.item("A11.5")
@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ({"a": [{1}]}, TypeError, r"The set object at \['a'\]\[0\] cannot be written"),
        ([float("nan")], ValueError, r"The number nan at \[0\] is not JSON"),
    ],
    ids=["unknown type", "not a number"],
)
def test_others_are_errors(
    app: Pegboard, value: object, kind: type[Exception], message: str
) -> None:
    """What cannot be written is named with its place."""
    with pytest.raises(kind, match=message):
        app.json.dumps(value)
