"""Every answer is a proper message, as ``wsgiref.validate`` sees it (R3, R4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pegboard import Pegboard, abort, redirect, stream_with_context
from pegboard_hookspecs import Response
from tests.together.wire import ask, make_environ, quiet

pytestmark = pytest.mark.needs("routing", "json")

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]


def _parts() -> Iterator[str]:
    yield "a"
    yield ""
    yield "b"


def _touched() -> Response:
    response = Response("hello")
    response.headers["X-Seen"] = "1"
    return response


def _broken() -> str:
    raise ValueError("secret")


def _bad_header() -> Response:
    response = Response("hello")
    response.set_etag("a\0")
    return response


#: Views by name: plain values take the short path, the others the general one.
VIEWS: dict[str, Any] = {
    "text": lambda: "hällo",
    "nothing": lambda: "",
    "bytes": lambda: b"hello",
    "dict": lambda: {"a": [1, None]},
    "list": lambda: [1, 2],
    "status": lambda: ("made", 201),
    "headers": lambda: ("hello", {"X-Seen": "1"}),
    "touched": _touched,
    "stream": _parts,
    "kept": lambda: stream_with_context(_parts()),
    "parts": lambda: Response([b"a", b"b"]),
    "no content": lambda: ("ignored", 204),
    "no content, stream": lambda: (_parts(), 204),
    "unchanged": lambda: ("ignored", 304, {"ETag": '"1"'}),
    "redirect": lambda: redirect("/text"),
    "forbidden": lambda: abort(403),
    "response": lambda: abort(Response("teapot", 418)),
    "fault": _broken,
    "bad value": lambda: None,
    "bad status": lambda: ("hello", "nonsense"),
    "bad header": _bad_header,
    "application": lambda: _application,
}
PATHS = [f"/{name}" for name in VIEWS]
SHORT = ["/text", "/bytes", "/dict", "/list", "/nothing"]


def _application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"from another application"]


def _app(*, all_methods: bool = False) -> Pegboard:
    app = Pegboard(__name__)
    methods = [m for m in METHODS if m != "OPTIONS"] if all_methods else ["GET"]
    for name, view in VIEWS.items():
        app.add_url_rule(f"/{name}", name.replace(" ", "_"), view, methods=methods)
    return quiet(app)


@pytest.fixture(scope="module")
def app() -> Pegboard:
    """An application whose views answer GET."""
    return _app()


@pytest.fixture(scope="module")
def willing() -> Pegboard:
    """An application whose views answer every method."""
    return _app(all_methods=True)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", [*PATHS, "/missing", "/static/missing.css"])
def test_every_answer_is_valid(app: Pegboard, path: str, method: str) -> None:
    """Any URL asked with any method is answered by a valid message."""
    answer = ask(app, path=path, method=method)

    assert answer.header("Date") is None, "the server's business"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_of_a_view_is_valid(willing: Pegboard, path: str, method: str) -> None:
    """Any view asked with any method is answered by a valid message."""
    body = b"a=b" if method in {"POST", "PUT", "PATCH"} else None
    answer = ask(willing, path=path, method=method, body=body)

    assert answer.code in {200, 201, 204, 302, 304, 403, 418, 500}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/text", "/fault", "/stream"])
def test_a_method_that_is_not_allowed(app: Pegboard, path: str, method: str) -> None:
    """A 405 names the methods that would be (RFC 9110, section 15.5.6)."""
    answer = ask(app, path=path, method=method)
    allowed = (answer.header("Allow") or "").split(", ")

    assert (answer.code, sorted(allowed)) == (405, ["GET", "HEAD", "OPTIONS"])


@pytest.mark.parametrize("path", ["/text", "/fault", "/stream"])
def test_options_are_answered(app: Pegboard, path: str) -> None:
    """OPTIONS names the methods of a URL, without calling the view."""
    answer = ask(app, path=path, method="OPTIONS")
    allowed = (answer.header("Allow") or "").split(", ")

    assert (answer.code, sorted(allowed)) == (200, ["GET", "HEAD", "OPTIONS"])


@pytest.mark.parametrize("path", [*PATHS, "/missing"])
def test_head_has_the_head_of_get(app: Pegboard, path: str) -> None:
    """HEAD is answered by GET's head and no body (RFC 9110, section 9.3.2)."""
    head, get = ask(app, path=path, method="HEAD"), ask(app, path=path)

    assert (head.status, sorted(head.headers)) == (get.status, sorted(get.headers))
    assert head.body == b""


@pytest.mark.parametrize("path", SHORT)
def test_the_short_path_says_type_and_length(app: Pegboard, path: str) -> None:
    """A plain value is answered with its type and the length of its body, and nothing more."""
    answer = ask(app, path=path)

    assert [name for name, _ in answer.headers] == ["Content-Type", "Content-Length"]
    assert answer.header("Content-Length") == str(len(answer.body))


@pytest.mark.parametrize("path", SHORT)
def test_the_general_path_says_the_same(app: Pegboard, path: str) -> None:
    """Touching a header changes nothing else of the answer."""
    touching = _app()

    @touching.after_request
    def touch(response: Response) -> Response:
        response.headers["X-Seen"] = "1"
        return response

    plain, touched = ask(app, path=path), ask(touching, path=path)

    assert touched.headers == [*plain.headers, ("X-Seen", "1")]
    assert (touched.status, touched.body) == (plain.status, plain.body)


@pytest.mark.parametrize("path", ["/fault", "/bad value", "/bad status", "/bad header"])
def test_a_fault_says_nothing_of_its_cause(app: Pegboard, path: str) -> None:
    """A 500 is an answer like any other, and keeps the detail to the log."""
    answer = ask(app, path=path)

    assert answer.code == 500
    assert b"secret" not in answer.body


@pytest.mark.parametrize("code", [204, 304])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_answer_without_content_has_none(code: int, method: str) -> None:
    """A view's status 204 or 304 wins over its body and the headers about it."""
    app = Pegboard(__name__)

    @app.after_request
    def drop(response: Response) -> Response:
        response.status_code = code
        return response

    app.add_url_rule("/", "index", lambda: "ignored")
    answer = ask(app, make_environ(method=method))

    assert (answer.code, answer.headers, answer.body) == (code, [], b"")
