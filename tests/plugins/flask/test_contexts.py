"""Contexts of applications and requests, which Flask has as two objects."""

# Functions around requests are written as applications write them: without types.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from pegboard_flask import (
    Flask,
    after_this_request,
    current_app,
    g,
    has_request_context,
    request,
    stream_with_context,
)
from pegboard_flask.ctx import AppContext, RequestContext
from pegboard_flask.globals import _cv_app, app_ctx, request_ctx  # pyright: ignore[reportPrivateUsage]


@pytest.fixture
def app() -> Flask:
    """Give an application that keeps something in ``g``."""
    app = Flask(__name__)

    @app.route("/")
    def index() -> str:
        g.count = g.get("count", 0) + 1
        return str(g.count)

    return app


def test_a_request_shares_the_context_that_is_current(app: Flask) -> None:
    """Requests inside of an application's context have its ``g``; others have their own."""
    client = app.test_client()
    with app.app_context():
        inside = [client.get("/").text, client.get("/").text, g.count]

    assert inside == ["1", "2", 2]
    assert [client.get("/").text, client.get("/").text] == ["1", "1"]


def test_teardown_belongs_to_the_context_that_ends(app: Flask) -> None:
    """A shared context is torn down when it is popped, not with the requests inside of it."""
    seen: list[str] = []
    app.teardown_request(lambda error: seen.append("request"))
    app.teardown_appcontext(lambda error: seen.append("context"))
    with app.app_context():
        app.test_client().get("/")
        inside = list(seen)
    app.test_client().get("/")

    assert inside == ["request"]
    assert seen == ["request", "context", "request", "context"]


def test_uploads_end_with_their_request(app: Flask) -> None:
    """Files that were uploaded are closed with their request, though its context is shared."""
    kept: list[Any] = []
    app.teardown_appcontext(lambda error: None)

    @app.post("/upload")
    def upload() -> str:
        kept.append(request.files["a"])
        return "kept"

    with app.app_context():
        app.test_client().post("/upload", data={"a": (BytesIO(b"text"), "a.txt")})

        assert kept[0].stream.closed


def test_a_context_inside_of_a_request_keeps_the_request(app: Flask) -> None:
    """With an application's context pushed inside of a request, the request is still there."""
    other = Flask("another", root_path=".")
    with app.test_request_context("/path"):
        g.own = 1
        with app.app_context():
            assert (request.path, "own" in g, request_ctx.request.path) == ("/path", False, "/path")
        with other.app_context():
            assert (current_app.name, request.path) == ("another", "/path")
        assert g.own == 1
    assert not has_request_context()


def test_each_context_is_an_object(app: Flask) -> None:
    """Both contexts are reached by their proxies: the same objects for as long as they last."""
    with app.app_context() as outer:
        assert app_ctx._get_current_object() is outer
        with app.test_request_context("/") as inner:
            assert request_ctx._get_current_object() is inner
            assert app_ctx._get_current_object() is outer
            assert isinstance(inner, RequestContext)
        assert isinstance(outer, AppContext)
        assert outer.url_adapter is None
    assert _cv_app.get(None) is None
    with pytest.raises(LookupError):
        _cv_app.get()


def test_the_session_of_a_context_may_be_replaced(app: Flask) -> None:
    """What extensions put in place of the session is the session of the request."""
    from pegboard_flask import session  # noqa: PLC0415 - only here

    own: Any = {"user": 1}
    with app.test_request_context("/"):
        request_ctx._session = own
        assert session["user"] == 1
        request_ctx.session = {}
        assert "user" not in session


def test_functions_after_a_request_are_found_through_both(app: Flask) -> None:
    """``after_this_request`` inside of another application context reaches the request."""
    app.add_url_rule("/nested", "nested", lambda: _nested(app))

    assert app.test_client().get("/nested").headers["X-After"] == "1"


def _nested(app: Flask) -> str:
    with app.app_context():

        @after_this_request
        def mark(response: Any) -> Any:
            response.headers["X-After"] = "1"
            return response

    return "nested"


def test_a_bad_host_is_answered(app: Flask) -> None:
    """The context of a request with an impossible host is made, and answers 400."""
    with app.test_request_context("/", headers={"Host": "a b"}):
        assert app.full_dispatch_request().status_code == 400


def test_g_says_whose_it_is(app: Flask) -> None:
    """``g`` is shown with the application's name, and may be of another class."""

    class Own(app.app_ctx_globals_class):  # type: ignore[name-defined, misc]  # it is a class
        extra = 1

    with app.app_context():
        assert repr(g._get_current_object()).startswith("<flask.g of ")
    app.app_ctx_globals_class = Own
    with app.app_context():
        assert g.extra == 1


def test_a_stream_gives_back_what_it_read(app: Flask) -> None:
    """What a kept stream reads from is closed with its last part, and only once."""
    seen: list[str] = []

    class Source:
        def __init__(self) -> None:
            self.parts = iter((request.path, "."))

        def __iter__(self) -> Source:
            return self

        def __next__(self) -> str:
            return next(self.parts)

        def close(self) -> None:
            seen.append("closed")

    app.add_url_rule("/one", "one", lambda: app.response_class(stream_with_context(Source())))
    app.add_url_rule(
        "/two", "two", lambda: app.response_class(stream_with_context(_made(Source))())
    )
    client = app.test_client()
    with client.get("/one") as answer:
        assert (answer.text, seen) == ("/one.", ["closed"])
    with client.get("/two") as answer:
        assert (answer.text, seen) == ("/two.", ["closed", "closed"])

    assert len(seen) == 2


def _made(kind: Any) -> Any:
    """Give a function that makes one."""

    def make() -> Any:
        return kind()

    return make
