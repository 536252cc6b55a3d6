"""Which error handler answers an exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.exceptions import Forbidden, HTTPException, NotFound
from werkzeug.routing import RequestRedirect

from pegboard import Blueprint, Pegboard, abort, redirect, request
from pegboard_hookspecs import Request, Response, hookimpl
from tests.core.site import make_app, make_blueprint, say

pytestmark = pytest.mark.needs("routing")


def _raising(error: BaseException) -> Callable[[], Any]:
    def view() -> None:
        raise error

    return view


def _app(error: BaseException) -> Pegboard:
    app = make_app(config={"TESTING": False})
    app.add_url_rule("/raise", "raise", _raising(error))
    return app


def _answering(name: str) -> Callable[[Exception], tuple[str, int]]:
    return lambda error: (f"{name}: {type(error).__name__}", 418)


def _get(app: Pegboard, path: str = "/raise") -> str:
    text: str = app.test_client().get(path).text
    return text


@pytest.mark.parametrize(
    ("error", "kinds", "answer"),
    [
        (KeyError(), [LookupError], "LookupError"),
        (KeyError(), [Exception, LookupError], "LookupError"),
        (KeyError(), [KeyError, LookupError, Exception], "KeyError"),
        (Forbidden(), [403], "403"),
        (Forbidden(), [HTTPException, 403], "403"),
        (Forbidden(), [HTTPException, Exception], "HTTPException"),
        (Forbidden(), [Exception], "Exception"),
        (Forbidden(), [404, Forbidden], "Forbidden"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_the_nearest_kind_wins(error: Exception, kinds: list[Any], answer: str) -> None:
    """A code goes before a class, and a class before those that it derives from."""
    app = _app(error)
    for kind in kinds:
        name = kind.__name__ if isinstance(kind, type) else str(kind)
        app.register_error_handler(kind, _answering(name))

    assert _get(app) == f"{answer}: {type(error).__name__}"


def test_inner_blueprints_go_before_outer_ones() -> None:
    """A blueprint's handler answers for its own views, those of nested blueprints included."""
    app = make_app(config={"TESTING": False})
    outer = make_blueprint("outer", url_prefix="/outer")
    inner = make_blueprint("inner", url_prefix="/inner")
    places: list[tuple[Pegboard | Blueprint, str]] = [(app, "app"), (outer, "outer")]
    for scaffold, name in [*places, (inner, "inner")]:
        scaffold.add_url_rule("/raise", "raise", _raising(KeyError()))
        scaffold.register_error_handler(KeyError, _answering(name))
    outer.register_blueprint(inner)
    app.register_blueprint(outer)

    assert [_get(app, path) for path in ("/raise", "/outer/raise", "/outer/inner/raise")] == [
        "app: KeyError",
        "outer: KeyError",
        "inner: KeyError",
    ]


def test_a_class_nearby_goes_before_a_code_far_away() -> None:
    """The code is looked for everywhere first, then the classes."""
    app = make_app(config={"TESTING": False})
    shop = make_blueprint("shop", url_prefix="/shop")
    shop.add_url_rule("/raise", "raise", _raising(Forbidden()))
    shop.register_error_handler(HTTPException, _answering("shop"))
    app.register_error_handler(403, _answering("app"))
    app.register_blueprint(shop)

    assert _get(app, "/shop/raise") == "app: Forbidden"


def test_an_unhandled_exception_is_handled_as_a_500() -> None:
    """A handler for 500 gets the error that wraps the exception, which is its original."""
    app = _app(KeyError("who"))
    seen: list[Any] = []

    @app.errorhandler(500)
    def handle(error: Any) -> tuple[str, int]:
        seen.append(error.original_exception)
        return "our page", 500

    assert _get(app) == "our page"
    assert [type(error) for error in seen] == [KeyError]


def test_a_miss_is_handled() -> None:
    """The exception of routing is an exception like any other."""
    app = make_app()
    app.register_error_handler(NotFound, _answering("none"))

    assert _get(app, "/nowhere") == "none: NotFound"


def test_a_redirect_of_routing_is_not_handled() -> None:
    """A redirect to the canonical URL is no error, though werkzeug raises it."""
    app = make_app()
    app.add_url_rule("/folder/", "folder", say)
    app.register_error_handler(HTTPException, _answering("wrong"))
    app.register_error_handler(RequestRedirect, _answering("wrong"))

    assert app.test_client().get("/folder").status_code == 308


def test_a_finished_response_is_not_handled() -> None:
    """What ``abort(response)`` raises carries its answer."""
    app = make_app()
    app.add_url_rule("/", "index", lambda: abort(redirect("/other")))
    app.register_error_handler(Exception, _answering("wrong"))

    assert app.test_client().get("/").location == "/other"


def test_a_handler_must_answer() -> None:
    """A handler that forgets its return statement is a fault of its own, and is named."""

    def forgetful(_error: Exception) -> None:
        """Forget."""

    app = _app(Forbidden("No."))
    app.testing = True
    app.register_error_handler(403, forgetful)

    with pytest.raises(TypeError, match=rf"'forgetful' \({__file__}:\d+\) returned None") as caught:
        _get(app)
    assert isinstance(caught.value.__cause__, Forbidden)


def test_a_handler_may_return_the_error() -> None:
    """A handler that only looks at an HTTP error returns it, and its page is sent."""
    app = _app(Forbidden())
    app.register_error_handler(403, lambda error: error)
    plain = _app(Forbidden()).test_client().get("/raise")
    answer = app.test_client().get("/raise")

    assert answer.status_code == 403
    assert (answer.mimetype, answer.data) == (plain.mimetype, plain.data)


@pytest.mark.needs("errors")
def test_an_error_that_is_returned_has_the_form_that_the_client_wants() -> None:
    """A returned HTTP error is rendered by the slot ``errors``, as one that nobody handles."""
    app = _app(Forbidden("Members only."))
    app.register_error_handler(HTTPException, lambda error: error)
    answer = app.test_client().get("/raise", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert b"Members only." in answer.data


def test_a_handler_for_another_error_is_not_called() -> None:
    """An exception without a handler is an error page."""
    app = _app(Forbidden())
    app.register_error_handler(404, _answering("wrong"))

    assert app.test_client().get("/raise").status_code == 403


def test_a_plugin_comes_before_the_handlers() -> None:
    """A plugin may answer an exception; None leaves it to the application's handlers."""

    class Answering:
        @hookimpl
        def handle_exception(self, request: Request, error: Exception) -> Response | None:
            return Response(request.path) if isinstance(error, KeyError) else None

    app = _app(KeyError())
    app.register_plugin(Answering)
    app.register_error_handler(Exception, _answering("app"))

    assert _get(app) == "/raise"
    assert _get(app, "/nowhere") == "app: NotFound"


# Traps


@pytest.mark.parametrize(
    ("settings", "name", "code"),
    [
        ({}, "forbidden", 403),
        ({"TRAP_HTTP_EXCEPTIONS": True}, "forbidden", 500),
        ({"TRAP_BAD_REQUEST_ERRORS": True}, "forbidden", 403),
        ({"TRAP_BAD_REQUEST_ERRORS": True}, "key", 500),
        ({"TRAP_BAD_REQUEST_ERRORS": False, "DEBUG": True}, "key", 400),
        ({"DEBUG": True}, "key", 500),
        ({"DEBUG": True}, "bad", 400),
        ({}, "key", 400),
    ],
    ids=str,
)
def test_http_errors_may_be_treated_as_faults(
    settings: dict[str, Any], name: str, code: int
) -> None:
    """The settings ``TRAP_…`` make faults of HTTP errors, to be seen while developing."""
    app = make_app(config={"TESTING": False, "PROPAGATE_EXCEPTIONS": False, **settings})
    app.add_url_rule("/forbidden", "forbidden", lambda: abort(403))
    app.add_url_rule("/bad", "bad", lambda: abort(400))
    app.add_url_rule("/key", "key", _missing_key)

    assert app.test_client().get(f"/{name}").status_code == code


def _missing_key() -> str:
    return request.args["missing"]
