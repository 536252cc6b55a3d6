"""What a view returned becomes a response (step 6)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NamedTuple

import pytest
from werkzeug.datastructures import Headers
from werkzeug.exceptions import Forbidden
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard import make_response, request
from pegboard_hookspecs import HTML, Request, Response, hookimpl
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing", "json")


class Pair(NamedTuple):
    """A tuple of a class of its own."""

    body: str
    status: int


class Text(str):
    """Text of a class of its own, as markup is."""

    __slots__ = ()


class Point:
    """Something that nobody knows how to send."""

    def __repr__(self) -> str:
        return "<a point>"


class Table(dict[str, int]):
    """A dictionary of a class of its own."""


def _answer(value: Any, **options: Any) -> TestResponse:
    app = make_app(**options)
    app.add_url_rule("/", "index", lambda: value)
    answer: TestResponse = app.test_client().get("/")
    return answer


def _other(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("202 Accepted", [("X-From", "other")])
    return [b"other"]


@pytest.mark.parametrize(
    ("value", "body", "kind"),
    [
        ("hällo", "hällo".encode(), HTML),
        (Text("hello"), b"hello", HTML),
        ("", b"", HTML),
        (b"hello", b"hello", HTML),
        (bytearray(b"hello"), b"hello", HTML),
        ({"a": 1}, b'{"a":1}\n', "application/json"),
        (Table(a=1), b'{"a":1}\n', "application/json"),
        ([1, 2], b"[1,2]\n", "application/json"),
        (iter(["a", b"b"]), b"ab", HTML),
        (Response("own", mimetype="text/plain"), b"own", "text/plain; charset=utf-8"),
        (WerkzeugResponse("foreign"), b"foreign", "text/plain; charset=utf-8"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_becomes_a_response(value: Any, body: bytes, kind: str) -> None:
    """Text and bytes are a page, dictionaries and lists are JSON, an iterator is a stream."""
    answer = _answer(value)

    assert (answer.status_code, answer.data, answer.content_type) == (200, body, kind)


@pytest.mark.parametrize(
    ("value", "status", "header"),
    [
        (("made", 201), "201 CREATED", None),
        (("made", HTTPStatus.CREATED), "201 CREATED", None),
        (("made", "201 Done"), "201 Done", None),
        (("made", b"201 Done"), "201 Done", None),
        (("made", None), "200 OK", None),
        (("made", {"X": "1"}), "200 OK", "1"),
        (("made", [("X", "1")]), "200 OK", "1"),
        (("made", Headers({"X": "1"})), "200 OK", "1"),
        (("made", 201, {"X": "1"}), "201 CREATED", "1"),
        (("made", 201, None), "201 CREATED", None),
        (("made", None, {"X": "1"}), "200 OK", "1"),
        ((Response("made", 202), {"X": "1"}), "202 ACCEPTED", "1"),
        (({"a": 1}, 201), "201 CREATED", None),
        (Pair("made", 201), "201 CREATED", None),
    ],
    ids=str,
)
def test_a_tuple_adds_status_and_headers(value: Any, status: str, header: str | None) -> None:
    """A body may come with a status, headers, or both."""
    answer = _answer(value)

    assert (answer.status, answer.headers.get("X")) == (status, header)


def test_a_tuple_replaces_a_header() -> None:
    """A header that the body brings gives way to that of the tuple."""
    answer = _answer(("made", {"Content-Type": "text/plain"}))

    assert answer.headers.getlist("Content-Type") == ["text/plain"]


@pytest.mark.parametrize("body", ["made", Response("made", headers={"Link": "<c>"})], ids=repr)
def test_a_tuple_may_have_several_headers_of_one_name(body: Any) -> None:
    """All pairs of a list are sent, in place of what the body brings under that name."""
    answer = _answer((body, [("Link", "<a>"), ("Link", "<b>")]))

    assert answer.headers.getlist("Link") == ["<a>", "<b>"]


def test_a_wsgi_application_is_called() -> None:
    """A view may hand the request over to another application."""
    answer = _answer(_other)

    assert (answer.status, answer.data, answer.headers["X-From"]) == (
        "202 Accepted",
        b"other",
        "other",
    )


def test_an_http_error_may_be_returned() -> None:
    """An HTTP error that is returned instead of raised is its own page."""
    assert _answer(Forbidden("No.")).status_code == 403


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (None, "returned None, or ended without a return statement."),
        ((None, 201), "returned None, or ended without a return statement."),
        (5, "returned 5, of type int, which cannot be a response."),
        (Point(), "returned <a point>, of type Point, which cannot be a response."),
        ({1, 2}, "returned {1, 2}, of type set, which cannot be a response."),
        ((), "returned a tuple of 0."),
        (("a",), "returned a tuple of 1."),
        (("a", 200, None, 4), "returned a tuple of 4."),
    ],
    ids=repr,
)
def test_any_other_value_is_an_error_that_names_the_view(value: Any, complaint: str) -> None:
    """The message says which view it was, where it stands, what it returned, and what may be."""
    with pytest.raises(TypeError) as caught:
        _answer(value)

    assert f"The view for the endpoint 'index' ({__file__}:" in str(caught.value)
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("value", "note"),
    [
        (("a", "nonsense", {"X": "1\n2"}), "status 'nonsense' and headers {'X': '1\\n2'}"),
        (("a", 1.5), "status 1.5 and headers None"),
        (Point, "which was called."),
    ],
    ids=repr,
)
def test_a_value_that_fails_on_the_way_is_named(value: Any, note: str) -> None:
    """What status, headers or a callable raise keeps its type, and names the view in a note."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - several kinds, each its own
        _answer(value)

    notes = "\n".join(caught.value.__notes__)
    assert "The view for the endpoint 'index'" in notes
    assert note in notes


def test_what_answered_before_any_view_is_named() -> None:
    """Where nothing matched, the message names the request."""
    app = make_app()
    app.before_request(lambda: 5)

    with pytest.raises(TypeError, match="The view or function that answered GET /nowhere"):
        app.test_client().get("/nowhere")


def test_a_response_class_that_is_not_quick() -> None:
    """A response class with a constructor of its own makes the plain values, too."""

    class Own(Response):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.headers["X-Own"] = "1"

    app = make_app()
    app.response_class = Own
    app.add_url_rule("/", "index", lambda: "hello")
    app.add_url_rule("/json", "json", lambda: {"a": 1})
    client = app.test_client()

    assert [client.get(path).headers["X-Own"] for path in ("/", "/json")] == ["1", "1"]


def test_a_plugin_may_teach_a_type() -> None:
    """A plugin's ``make_response`` comes first; None leaves the value to the others."""

    class Points:
        @hookimpl
        def make_response(self, request: Request, value: object) -> Response | None:
            return Response(f"{value} at {request.path}") if isinstance(value, Point) else None

    app = make_app()
    app.register_plugin(Points)
    app.add_url_rule("/point", "point", Point)
    app.add_url_rule("/text", "text", lambda: request.path)
    client = app.test_client()

    assert client.get("/point").text == "<a point> at /point"
    assert client.get("/text").text == "/text"


def test_a_type_that_a_plugin_teaches_may_have_a_status_and_headers() -> None:
    """What is in a tuple is a value like any other: plugins' ``make_response`` is asked for it."""

    class Points:
        @hookimpl
        def make_response(self, value: object) -> Response | None:
            return Response("a point") if isinstance(value, Point) else None

    app = make_app()
    app.register_plugin(Points)
    app.add_url_rule("/tuple", "tuple", lambda: (Point(), 201, {"X-Kind": "point"}))
    app.add_url_rule("/word", "word", lambda: make_response(Point(), 201, {"X-Kind": "point"}))
    answers = [app.test_client().get(path) for path in ("/tuple", "/word")]

    assert [answer.text for answer in answers] == ["a point"] * 2
    assert [(each.status_code, each.headers["X-Kind"]) for each in answers] == [(201, "point")] * 2
