"""JSON by providers: the default one, which speaks through the slot, and others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from markupsafe import Markup

from pegboard_flask import Flask, jsonify
from pegboard_flask import json as flask_json
from pegboard_flask.json.provider import DefaultJSONProvider, JSONProvider
from pegboard_flask.json.tag import JSONTag, TaggedJSONSerializer


@dataclass
class Point:
    """A value that JSON has no type for."""

    x: int


@pytest.fixture
def app() -> Flask:
    """Give an application that answers with JSON."""
    app = Flask(__name__)
    app.add_url_rule("/", "index", lambda: {"b": "é", "a": [1, None]})
    return app


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 1, 2), '"Fri, 02 Jan 2026 00:00:00 GMT"'),
        (datetime(2026, 1, 2, 3, tzinfo=UTC), '"Fri, 02 Jan 2026 03:00:00 GMT"'),
        (Decimal("1.50"), '"1.50"'),
        (UUID(int=5), '"00000000-0000-0000-0000-000000000005"'),
        (Point(3), '{"x": 3}'),
        (Markup("<b>"), '"<b>"'),
        (float("nan"), "NaN"),
        ((1, 2), "[1, 2]"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_are_written_as_flask_writes_them(app: Flask, value: Any, text: str) -> None:
    """Each type is written alike by ``dumps``, by an answer, and outside of a context."""
    outside = flask_json.dumps(value)
    with app.test_request_context():
        inside, answered = flask_json.dumps(value), jsonify(value).get_data(as_text=True)

    assert outside == inside == text
    assert answered == text.replace(": ", ":").replace(", ", ",").replace("Fri,", "Fri, ") + "\n"


def test_what_cannot_be_written_is_told(app: Flask) -> None:
    """A value without a way to JSON is a TypeError that names its type, wherever it is written."""
    with app.test_request_context(), pytest.raises(TypeError, match="Object of type object"):
        jsonify(object())
    with pytest.raises(TypeError, match="not both"), app.test_request_context():
        jsonify(1, a=2)


def test_answers_follow_the_providers_attributes(app: Flask) -> None:
    """Order, escapes and indentation are what the attributes of ``app.json`` say."""
    client = app.test_client()
    texts = [client.get("/").text]
    app.json.sort_keys = False
    texts.append(client.get("/").text)
    app.json.ensure_ascii = False
    texts.append(client.get("/").text)
    app.json.compact = False
    texts.append(client.get("/").text)
    app.json.mimetype = "application/vnd.api+json"

    assert texts[:3] == [
        '{"a":[1,null],"b":"\\u00e9"}\n',
        '{"b":"\\u00e9","a":[1,null]}\n',
        '{"b":"é","a":[1,null]}\n',
    ]
    assert texts[3] == json.dumps({"b": "é", "a": [1, None]}, indent=2, ensure_ascii=False) + "\n"
    assert client.get("/").content_type == "application/vnd.api+json"


def test_in_debug_mode_answers_are_indented(app: Flask) -> None:
    """In debug mode JSON is for people."""
    app.debug = True

    assert app.test_client().get("/").text.startswith('{\n  "a"')


class Shouting(JSONProvider):
    """Writes JSON in capitals."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Write a value."""
        return json.dumps(obj).upper()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read a value."""
        return json.loads(s.lower())


def test_a_provider_may_be_assigned(app: Flask) -> None:
    """What is assigned to ``app.json``, or named by the class, reads and writes everything."""
    app.json = Shouting(app)

    @app.post("/")
    def read() -> Any:
        from pegboard_flask import request  # noqa: PLC0415 - only here

        return [request.json, request.get_json()["a"]]

    client = app.test_client()
    own = type("Own", (Flask,), {"json_provider_class": Shouting})(__name__)
    own.add_url_rule("/", "index", lambda: {"a": True})

    assert client.get("/").text == '{"B": "\\U00E9", "A": [1, NULL]}'
    assert (
        client.post("/", data='{"A": 1}', content_type="application/json").text == '[{"A": 1}, 1]'
    )
    assert own.test_client().get("/").text == '{"A": TRUE}'


def test_a_provider_may_be_derived(app: Flask) -> None:
    """A subclass that writes other types, or writes in its own way, is used for answers too."""

    class Types(DefaultJSONProvider):
        @staticmethod
        def default(value: Any) -> Any:
            return "point" if isinstance(value, Point) else DefaultJSONProvider.default(value)

    class Texts(DefaultJSONProvider):
        def dumps(self, obj: Any, **kwargs: Any) -> str:
            return f"/{super().dumps(obj, **kwargs)}/"

    app.add_url_rule("/point", "point", lambda: [Point(1), UUID(int=1)])
    app.json = Types(app)
    by_types = app.test_client().get("/point").json
    app.json = Texts(app)

    assert by_types == ["point", str(UUID(int=1))]
    assert app.test_client().get("/").text == '/{"a":[1,null],"b":"\\u00e9"}/\n'


def test_an_abstract_provider_says_so(app: Flask) -> None:
    """A provider has to say how it reads and writes."""
    provider = JSONProvider(app)
    with pytest.raises(NotImplementedError):
        provider.dumps(1)
    with pytest.raises(NotImplementedError):
        provider.loads("1")


def test_files_are_read_and_written(app: Flask) -> None:
    """``dump`` and ``load`` work with files, in a context and outside."""

    def both() -> Any:
        file = StringIO()
        flask_json.dump({"at": date(2026, 1, 2)}, file, indent=1)
        return flask_json.load(StringIO(file.getvalue())), flask_json.load(BytesIO(b"[1]"))

    outside = both()
    with app.app_context():
        assert both() == outside == ({"at": "Fri, 02 Jan 2026 00:00:00 GMT"}, [1])
        assert flask_json.loads("[1]") == [1]
    assert flask_json.loads(b"[2]") == [2]


class ComplexTag(JSONTag):
    """Keeps complex numbers."""

    key = " c"

    def check(self, value: Any) -> bool:
        """Say whether it is one."""
        return isinstance(value, complex)

    def to_json(self, value: Any) -> Any:
        """Give both parts."""
        return [value.real, value.imag]

    def to_python(self, value: Any) -> Any:
        """Make one of both parts."""
        return complex(*value)


def test_tags_may_be_added() -> None:
    """A tag of an extension's own keeps its type, where it stands in the order is up to it."""
    serializer = TaggedJSONSerializer()
    serializer.register(ComplexTag, index=0)
    with pytest.raises(KeyError, match="already registered"):
        serializer.register(ComplexTag)
    serializer.register(ComplexTag, force=True)
    value = {"z": 1 + 2j, "t": (1, {"x": b"y"}), "d": {" c": 1}, "more": {"a": 1, "b": [Point(1)]}}

    assert serializer.loads(serializer.dumps(value)) == {**value, "more": {"a": 1, "b": [{"x": 1}]}}
    with pytest.raises(NotImplementedError):
        JSONTag(serializer).check(1)
    with pytest.raises(NotImplementedError):
        JSONTag(serializer).to_json(1)
    with pytest.raises(NotImplementedError):
        JSONTag(serializer).to_python(1)


def test_a_provider_is_what_plugins_write_with(app: Flask) -> None:
    """Plugins that write and read through the slot get what the assigned provider writes."""
    by_slot = app.dump_json({"a": 1}), app.dump_json([1], 1), app.load_json("[true]")
    app.json = Shouting(app)

    class Indenting(DefaultJSONProvider):
        def dumps(self, obj: Any, **kwargs: Any) -> str:
            return f"{kwargs.get('indent')}: {super().dumps(obj, **kwargs)}"

    assert by_slot == (b'{"a":1}', b"[\n 1\n]", [True])
    assert (app.dump_json({"a": True}), app.load_json("[TRUE]")) == (b'{"A": TRUE}', [True])
    app.json = Indenting(app)
    assert (app.dump_json([1], 0), app.load_json("[1]")) == (b"0: [\n1\n]", [1])
