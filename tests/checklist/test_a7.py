"""Responses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.datastructures import Headers
from werkzeug.exceptions import Forbidden, HTTPException, NotFound
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard import Pegboard, Response, abort, jsonify, make_response, redirect, request
from pegboard_hookspecs.errors import CookieTooLargeError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing", "json")

HTML = "text/html; charset=utf-8"

#: What Werkzeug's response has, as users of Flask know it.
MEMBERS = """
    set_cookie delete_cookie set_data get_data data json get_json is_json status status_code headers
    mimetype content_type vary allow cache_control expires last_modified date age set_etag get_etag
    add_etag make_conditional freeze call_on_close close stream iter_encoded is_streamed is_sequence
    direct_passthrough location www_authenticate content_range accept_ranges retry_after
    content_security_policy cross_origin_opener_policy cross_origin_embedder_policy
    access_control_allow_origin access_control_allow_headers access_control_max_age force_type
    from_app
""".split()  # noqa: SIM905 - quotes would hide the names


class Own(Response):
    """The responses of the application."""


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a class of responses of its own."""
    app = make_app()
    app.response_class = Own
    return app


def _answer(app: Pegboard, value: Any, **options: Any) -> TestResponse:
    """Give the answer of a view that returns a value."""
    app.add_url_rule("/", "index", lambda: value)
    answer: TestResponse = app.test_client().get("/", **options)
    return answer


# A7.1


@pytest.mark.item("A7.1")
def test_a_response_is_sent_as_it_is(app: Pegboard) -> None:
    """What is of the application's class already is the very response that goes on."""
    made, got = Own("made", 201), list[object]()

    @app.after_request
    def note(response: Response) -> Response:
        got.append(response)
        return response

    assert _answer(app, made).status_code == 201
    assert got == [made]


# A7.2 to A7.4


def _numbers() -> Iterator[str]:
    yield from "12"


@pytest.mark.item("A7.2", "A7.3", "A7.4")
@pytest.mark.parametrize(
    ("value", "body", "content_type", "length"),
    [
        ("hällo", "hällo".encode(), HTML, 6),
        (b"\xff", b"\xff", HTML, 1),
        (bytearray(b"ab"), b"ab", HTML, 2),
        (_numbers(), b"12", HTML, None),
        (iter([b"a", b"b"]), b"ab", HTML, None),
        ({"b": 1, "a": [2]}, b'{"a":[2],"b":1}\n', "application/json", 16),
        (["a", None], b'["a",null]\n', "application/json", 11),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_becomes_a_response(
    app: Pegboard, value: Any, body: bytes, content_type: str, length: int | None
) -> None:
    """Text is a page, a container is JSON, and what is made bit by bit is a stream."""
    answer = _answer(app, value)

    assert (answer.data, answer.content_type) == (body, content_type)
    assert answer.headers.get("Content-Length", type=int) == length


@pytest.mark.item("A7.4")
def test_json_is_made_by_the_application(app: Pegboard) -> None:
    """What a view returns is JSON in the very form that ``app.json.response`` gives."""
    with app.app_context():
        made = jsonify({"a": 1})

    assert type(made) is Own
    assert _answer(app, {"a": 1}).data == made.data == app.json.response({"a": 1}).data


# A7.5


def _application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("202 Accepted", [("X-From", environ["PATH_INFO"])])
    return [b"other"]


@pytest.mark.item("A7.5")
@pytest.mark.parametrize(
    ("value", "body", "code"),
    [
        (WerkzeugResponse("foreign", 201), b"foreign", 201),
        (_application, b"other", 202),
        (Forbidden(response=WerkzeugResponse("no", 403)), b"no", 403),
        (NotFound("Gone fishing."), b"Gone fishing.", 404),
    ],
    ids=["response", "application", "error with response", "error"],
)
def test_what_can_answer_by_itself_is_run(
    app: Pegboard, value: Any, body: bytes, code: int
) -> None:
    """A foreign response, an application and a returned error become one of the app's class."""
    handled, kinds = list[object](), list[type]()
    app.register_error_handler(HTTPException, handled.append)

    @app.after_request
    def note(response: Response) -> Response:
        kinds.append(type(response))
        return response

    answer = _answer(app, value)

    assert (answer.status_code, body in answer.data) == (code, True)
    assert (kinds, handled) == ([Own], [])


# A7.6


@pytest.mark.item("A7.6")
@pytest.mark.parametrize(
    ("value", "status", "fields"),
    [
        (("x", 201), "201 CREATED", []),
        (("x", "201 Created"), "201 Created", []),
        (("x", {"X-A": "1"}), "200 OK", ["1"]),
        (("x", [("X-A", "1"), ("X-A", "2")]), "200 OK", ["1", "2"]),
        (("x", (("X-A", "1"),)), "200 OK", ["1"]),
        (("x", Headers([("X-A", "1"), ("X-A", "2")])), "200 OK", ["1", "2"]),
        (("x", {"X-A": ["1", "2"]}), "200 OK", ["1", "2"]),
        (("x", 201, {"X-A": "1"}), "201 CREATED", ["1"]),
        ((Own("x", 202, {"X-A": "0"}), [("X-A", "1")]), "202 ACCEPTED", ["1"]),
        (({"a": 1}, 201), "201 CREATED", []),
        ((("x", 201), {"X-A": "1"}), "201 CREATED", ["1"]),
    ],
    ids=[
        *("number", "line", "dictionary", "list", "tuple", "headers", "list in a dictionary"),
        *("both", "over a response", "JSON", "tuple in a tuple"),
    ],
)
def test_a_tuple_adds_to_its_body(
    app: Pegboard, value: Any, status: str, fields: list[str]
) -> None:
    """A status, headers or both; headers take the place of the body's."""
    answer = _answer(app, value)

    assert (answer.status, answer.headers.getlist("X-A")) == (status, fields)


# A7.7


@pytest.mark.item("A7.7")
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "returned None, or ended without a return statement"),
        (("x",), r"a tuple of 1. The tuple must have the form \(body, status, headers\)"),
        (("x", 200, None, 4), "a tuple of 4. The tuple must have the form"),
        ((None, 200), "returned None"),
        (5, "returned 5, of type int, which cannot be a response. Return a str, bytes, dict"),
        (True, "of type bool"),
        ({1}, "of type set"),
    ],
    ids=["None", "one", "four", "no body", "number", "truth", "set"],
)
def test_other_values_are_errors(app: Pegboard, value: Any, message: str) -> None:
    """The message names the view, and says what it returned and what it may."""
    with pytest.raises(TypeError, match=f"The view for the endpoint 'index' .*{message}"):
        _answer(app, value)


# A7.8


@pytest.mark.item("A7.8")
def test_a_cookie_has_a_limit(app: Pegboard) -> None:
    """A cookie over ``MAX_COOKIE_SIZE`` is an error, which names its size; 0 is no limit."""

    @app.get("/<int:size>")
    def view(size: int) -> Response:
        response = Response()
        response.set_cookie("a", "x" * size)
        return response

    client = app.test_client(use_cookies=False)
    assert client.get("/4095").status_code == 200
    with pytest.raises(CookieTooLargeError, match=r"4,097 bytes.*more than 4,096"):
        client.get("/4096")
    app.config["MAX_COOKIE_SIZE"] = 10
    with pytest.raises(CookieTooLargeError, match="more than 10"):
        client.get("/10")
    app.config["MAX_COOKIE_SIZE"] = 0
    assert client.get("/5000").status_code == 200


@pytest.mark.item("A7.8")
def test_a_response_reads_its_json(app: Pegboard) -> None:
    """A function after the view reads the body by the application's slot."""
    seen: list[object] = []

    @app.after_request
    def read(response: Response) -> Response:
        seen.append(response.get_json())
        return response

    assert _answer(app, {"a": 1}).json == {"a": 1}
    assert seen == [{"a": 1}]


@pytest.mark.item("A7.8")
def test_defaults_of_responses(app: Pegboard) -> None:
    """A response is a page by default, and its location stays as relative as it was given."""
    assert Response().mimetype == "text/html"
    assert _answer(app, ("", 302, {"Location": "next?a=1"})).headers["Location"] == "next?a=1"


# A7.9


@pytest.mark.item("A7.9")
@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("is_quick", [False, True], ids=["long", "quick"])
def test_a_response_has_what_werkzeugs_has(name: str, is_quick: bool) -> None:
    """Each member of Werkzeug's response can be read, however the response was made."""
    kind = "application/json"

    assert hasattr(Response.quick(b"1", kind) if is_quick else Response("1", mimetype=kind), name)


@pytest.mark.item("A7.9")
def test_a_response_is_made_conditional(app: Pegboard) -> None:
    """What Werkzeug's response can do, a view's can: here a 304 for what the client has."""

    @app.get("/")
    def view() -> Response:
        response = make_response("page")
        response.set_etag("v1")
        response.make_conditional(request.environ)
        return response

    client = app.test_client()

    assert client.get("/").status_code == 200
    assert client.get("/", headers={"If-None-Match": '"v1"'}).status_code == 304


# A7.10


@pytest.mark.item("A7.10")
def test_a_redirect_is_the_applications(app: Pegboard) -> None:
    """The word gives a response of the application's class, by the application's method."""

    class Site(Pegboard):
        """Counts its redirects."""

        def redirect(self, location: str, code: int = 302) -> Response:
            return super().redirect(f"{location}?counted", code)

    with app.app_context():
        found = redirect("/a")
    with Site(__name__).app_context():
        assert redirect("/a", 303).location == "/a?counted"

    assert (type(found), found.status, found.location) == (Own, "302 FOUND", "/a")
    assert redirect("/a", code=308).status_code == 308


# A7.11


@pytest.mark.item("A7.11")
def test_abort_asks_the_aborter(app: Pegboard) -> None:
    """A code is raised as its error, with what is given besides; an unknown one is told."""
    app.aborter.mapping[499] = type("Closed", (HTTPException,), {"code": 499})

    with app.app_context():
        with pytest.raises(NotFound, match="no such page"):
            abort(404, "no such page")
        with pytest.raises(HTTPException) as caught:
            abort(499)
        with pytest.raises(LookupError, match="knows no HTTP error 999"):
            abort(999)
    assert caught.value.code == 499


@pytest.mark.item("A7.11")
def test_abort_takes_a_response(app: Pegboard) -> None:
    """A response ends the view and is the answer; no handler gets it."""
    handled: list[object] = []
    app.register_error_handler(HTTPException, handled.append)
    app.add_url_rule("/", "index", lambda: abort(Response("enough", 418)))

    answer = app.test_client().get("/")

    assert (answer.status_code, answer.text, handled) == (418, "enough", [])
