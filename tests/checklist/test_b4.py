"""Error handlers (B4)."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError, NotFound

from pegboard import Pegboard, abort, redirect, request, session
from pegboard_hookspecs import Request
from tests.core.site import make_app, make_blueprint, say

pytestmark = pytest.mark.needs("routing")


class FaultError(Exception):
    """What goes wrong."""


def _fail() -> Any:
    raise FaultError


def _app(**config: Any) -> Pegboard:
    app = make_app(config={"TESTING": False, **config})
    app.add_url_rule("/", "index", say)
    app.add_url_rule("/fail", "fail", _fail)
    app.add_url_rule("/forbidden", "forbidden", lambda: abort(403))
    app.add_url_rule("/key", "key", lambda: request.args["missing"])
    app.add_url_rule("/bad", "bad", lambda: abort(400))
    return app


def _named(name: str) -> Any:
    """Make a handler that says its name and what it was given."""

    def handle(error: Exception) -> tuple[str, int]:
        return f"{name}: {type(error).__name__}", 418

    return handle


def _text(app: Pegboard, path: str) -> str:
    text: str = app.test_client().get(path).text
    return text


# Which handler


@pytest.mark.item("B4.1")
@pytest.mark.parametrize(
    ("handlers", "expected"),
    [
        ([("app", 404), ("outer", HTTPException)], "app 404"),
        ([("app", 404), ("outer", 404), ("outer", HTTPException)], "outer 404"),
        ([("app", HTTPException), ("inner", Exception)], "inner Exception"),
        ([("outer", HTTPException), ("outer", Exception)], "outer HTTPException"),
        ([("app", NotFound), ("inner", HTTPException)], "app NotFound"),
        ([("outer", HTTPException), ("inner", Exception)], "inner Exception"),
    ],
)
def test_the_nearest_handler_answers(handlers: list[tuple[str, Any]], expected: str) -> None:
    """The status goes before the place, the place before the class."""
    owners: dict[str, Any] = {
        "app": _app(),
        "outer": make_blueprint("outer"),
        "inner": make_blueprint("inner"),
    }
    for owner, kind in handlers:
        name = getattr(kind, "__name__", kind)
        owners[owner].register_error_handler(kind, _named(f"{owner} {name}"))
    owners["inner"].add_url_rule("/missing", "missing", lambda: abort(404))
    owners["outer"].register_blueprint(owners["inner"])
    owners["app"].register_blueprint(owners["outer"])

    assert _text(owners["app"], "/missing") == f"{expected}: NotFound"


@pytest.mark.item("B4.2")
@pytest.mark.parametrize("kind", [500, InternalServerError])
def test_a_status_is_its_class(kind: Any) -> None:
    """A handler for a status and one for its class are in the same place: the later one stands."""
    app = _app()
    for each in (500, InternalServerError):
        app.register_error_handler(each, _named("first"))
    app.register_error_handler(kind, _named("second"))

    assert _text(app, "/fail") == "second: InternalServerError"


@pytest.mark.item("B4.3")
@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/shop/missing", "shop: NotFound"),
        ("GET", "/shop/nowhere", "app: NotFound"),
        ("POST", "/shop/missing", "app: MethodNotAllowed"),
    ],
    ids=["view", "404", "405"],
)
def test_a_miss_belongs_to_no_blueprint(method: str, path: str, expected: str) -> None:
    """A blueprint handles errors of its endpoints; where none matched, the application does."""
    app, shop = _app(), make_blueprint(url_prefix="/shop")
    app.register_error_handler(HTTPException, _named("app"))
    shop.register_error_handler(HTTPException, _named("shop"))
    shop.add_url_rule("/missing", "missing", lambda: abort(404))
    app.register_blueprint(shop)

    assert app.test_client().open(path, method=method).text == expected


@pytest.mark.item("B4.4")
def test_a_plain_text_is_no_error() -> None:
    """What a handler returns is treated like a view's value: a text has the status 200."""
    app = _app()
    app.register_error_handler(404, lambda error: "never mind")
    answer = app.test_client().get("/nowhere")

    assert (answer.status_code, answer.text) == (200, "never mind")


@pytest.mark.item("B4.5")
@pytest.mark.parametrize(
    ("path", "status"), [("/folder", 308), ("/finished", 302), ("/returned", 403)]
)
def test_what_is_an_answer_has_no_handler(path: str, status: int) -> None:
    """Redirects of routing, finished responses and returned errors are sent as they are."""
    app = _app()
    app.add_url_rule("/folder/", "folder", say)
    app.add_url_rule("/finished", "finished", lambda: abort(redirect("/")))
    app.add_url_rule("/returned", "returned", Forbidden)
    app.register_error_handler(Exception, _named("wrong"))
    app.register_error_handler(HTTPException, _named("wrong"))
    app.register_error_handler(403, _named("wrong"))

    assert app.test_client().get(path).status_code == status


@pytest.mark.item("B4.6")
@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        (Exception, "/nowhere", "all: NotFound"),
        (Exception, "/fail", "all: FaultError"),
        (HTTPException, "/nowhere", "all: NotFound"),
        (HTTPException, "/fail", "all: InternalServerError"),
    ],
)
def test_a_handler_may_be_for_all(kind: type[Exception], path: str, expected: str) -> None:
    """Handlers for ``Exception`` get all as they are, those for ``HTTPException`` faults as 500."""
    app = _app()
    app.register_error_handler(kind, _named("all"))

    assert _text(app, path) == expected


# What nobody handles


@pytest.mark.item("B4.7")
@pytest.mark.parametrize(("path", "original"), [("/fail", FaultError), ("/abort", type(None))])
def test_a_fault_is_wrapped(path: str, original: type) -> None:
    """The handler for 500 gets an error that holds what was raised, None if it was the 500."""
    app = _app()
    app.add_url_rule("/abort", "abort", lambda: abort(500))
    seen: list[Any] = []

    @app.errorhandler(500)
    def page(error: Any) -> tuple[str, int]:
        seen.append(error.original_exception)
        return "page", 500

    assert _text(app, path) == "page"
    assert [type(error) for error in seen] == [original]


@pytest.mark.item("B4.7")
def test_a_fault_is_told_before_it_propagates() -> None:
    """Plugins hear of the exception itself, also where it leaves the application."""
    app = _app(TESTING=True)
    told: list[Exception] = []

    @app.hookimpl
    def request_failed(request: Request | None, error: Exception) -> None:
        told.append(error)

    with pytest.raises(FaultError) as caught:
        _text(app, "/fail")
    assert told == [caught.value]


@pytest.mark.item("B4.8")
def test_a_handler_that_raises_fails() -> None:
    """An HTTP error that a handler raises is a fault, though it has a handler."""
    app = _app()
    app.register_error_handler(FaultError, lambda error: abort(404))
    app.register_error_handler(404, _named("wrong"))
    app.register_error_handler(
        500, lambda error: (f"500 for {type(error.original_exception).__name__}", 500)
    )

    assert _text(app, "/fail") == "500 for NotFound"


@pytest.mark.item("B4.9")
@pytest.mark.parametrize("mode", ["TESTING", "DEBUG"])
@pytest.mark.parametrize("asked", [None, False])
def test_a_setting_decides_what_propagates(mode: str, asked: bool | None) -> None:
    """In test and debug mode exceptions propagate, unless ``PROPAGATE_EXCEPTIONS`` says no."""
    app = _app(**{mode: True, "PROPAGATE_EXCEPTIONS": asked})
    if asked is None:
        with pytest.raises(FaultError):
            app.test_client().get("/fail")
    else:
        assert app.test_client().get("/fail").status_code == 500


# Traps


@pytest.mark.item("B4.10")
@pytest.mark.parametrize(
    ("config", "path", "status"),
    [
        ({}, "/forbidden", 403),
        ({"TRAP_HTTP_EXCEPTIONS": True}, "/forbidden", 500),
        ({"TRAP_BAD_REQUEST_ERRORS": True}, "/forbidden", 403),
        ({"TRAP_BAD_REQUEST_ERRORS": True}, "/bad", 500),
        ({"TRAP_BAD_REQUEST_ERRORS": True}, "/key", 500),
        ({"DEBUG": True}, "/key", 500),
        ({"DEBUG": True}, "/bad", 400),
        ({"DEBUG": True, "TRAP_BAD_REQUEST_ERRORS": False}, "/key", 400),
        ({}, "/key", 400),
    ],
    ids=str,
)
def test_http_errors_may_be_faults(config: dict[str, Any], path: str, status: int) -> None:
    """A trapped error is a fault where it has no handler, and goes to its handler where it has."""
    assert _app(PROPAGATE_EXCEPTIONS=False, **config).test_client().get(path).status_code == status
    handling = _app(**config)
    for code in (400, 403):
        handling.register_error_handler(code, _named("handled"))
    assert _text(handling, path).startswith("handled: ")


@pytest.mark.item("B4.10")
def test_a_trapped_error_propagates() -> None:
    """A trapped error leaves the application like any exception."""
    app = _app(TESTING=True, TRAP_HTTP_EXCEPTIONS=True)

    with pytest.raises(Forbidden):
        app.test_client().get("/forbidden")


@pytest.mark.item("B4.10")
@pytest.mark.parametrize(
    ("config", "is_shown"),
    [({}, False), ({"DEBUG": True}, True), ({"TRAP_BAD_REQUEST_ERRORS": True}, True)],
    ids=["plain", "debug", "trap"],
)
def test_a_missing_key_is_shown_to_authors(config: dict[str, Any], is_shown: bool) -> None:
    """Which key a request lacks is in the message in debug mode, and where it is trapped."""
    app = _app(**config)
    app.register_error_handler(400, str)

    assert ("'missing'" in _text(app, "/key")) is is_shown


# What goes with it


@pytest.mark.needs("sessions", "json")
@pytest.mark.item("B4.11")
@pytest.mark.parametrize("is_handled", [False, True], ids=["500", "handled"])
def test_the_session_is_saved_with_errors(is_handled: bool) -> None:
    """What the session was given before an error is there with the next request."""
    app = _app(SECRET_KEY="a key that is only for this test" * 2)

    @app.get("/write")
    def write() -> Any:
        session["who"] = "Ada"
        raise FaultError

    app.add_url_rule("/read", "read", lambda: session["who"])
    if is_handled:
        app.register_error_handler(FaultError, lambda error: "sorry")
    client = app.test_client()
    client.get("/write")

    assert client.get("/read").text == "Ada"


@pytest.mark.item("B4.12")
def test_a_fault_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The logger of the application has path, method and traceback of a fault."""
    app = _app()
    app.test_client().get("/fail")
    (record,) = caplog.records

    assert (record.name, record.levelno) == (app.logger.name, logging.ERROR)
    assert record.message == "Exception on /fail [GET]"
    assert record.exc_info is not None
    assert record.exc_info[0] is FaultError
