"""Methods that an application puts in place of Flask's, in a subclass or on the instance."""

# Functions around requests are written as applications write them: without types.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.test import EnvironBuilder

from pegboard_flask import Flask, Response, request

Seen = list[str]


def _application(kind: type[Flask] = Flask) -> Flask:
    app = kind(__name__)

    @app.route("/")
    def index() -> str:
        return "index"

    @app.get("/fails")
    def fails() -> str:
        raise ZeroDivisionError

    @app.errorhandler(404)
    def missing(error: NotFound) -> tuple[str, int]:
        return "missing", 404

    return app


def _wrapped(app: Flask, name: str, seen: Seen) -> Callable[..., Any]:
    original = getattr(app, name)

    def method(*args: Any, **kwargs: Any) -> Any:
        seen.append(name)
        return original(*args, **kwargs)

    return method


STEPS: dict[str, set[str]] = {
    "/": {
        "full_dispatch_request",
        "preprocess_request",
        "dispatch_request",
        "finalize_request",
        "make_response",
        "process_response",
        "do_teardown_request",
        "do_teardown_appcontext",
    },
    "/fails": {"handle_user_exception", "handle_exception", "log_exception"},
    "/nowhere": {"raise_routing_exception", "handle_user_exception", "handle_http_exception"},
}


@pytest.mark.parametrize(
    ("path", "name"), [(path, name) for path, names in STEPS.items() for name in sorted(names)]
)
def test_a_method_that_is_assigned_is_called(path: str, name: str) -> None:
    """What is put in place of a step on the instance is called once, and the answer is the same."""
    expected = _application().test_client().get(path)
    app, seen = _application(), Seen()
    setattr(app, name, _wrapped(app, name, seen))

    given = app.test_client().get(path)

    assert seen == [name]
    assert (given.status, given.data) == (expected.status, expected.data)


def test_a_subclass_is_honoured() -> None:
    """A step that a subclass overrides is called, and so is that of a mix-in."""

    class Mixin:
        def make_response(self, rv: Any) -> Any:
            return super().make_response(f"<{rv}>")  # type: ignore[misc]  # it is mixed in

    class Own(Mixin, Flask):  # type: ignore[misc]  # its commands are of click
        def dispatch_request(self) -> Any:
            return f"[{super().dispatch_request()}]"

    assert _application(Own).test_client().get("/").text == "<[index]>"


def test_without_any_the_compiled_path_is_taken() -> None:
    """An application that overrides nothing calls none of Flask's methods."""
    app = _application()
    with patch.object(Flask, "full_dispatch_request", side_effect=AssertionError):
        assert app.test_client().get("/").text == "index"


def test_what_is_taken_back_is_not_called() -> None:
    """A method that a test had put in place and took away leaves the application as it was."""
    app, seen = _application(), Seen()
    with patch.object(app, "dispatch_request", _wrapped(app, "dispatch_request", seen)):
        app.test_client().get("/")
    app.test_client().get("/")

    assert seen == ["dispatch_request"]
    assert not app.overrides("dispatch_request")


def test_errors_can_be_routed() -> None:
    """An extension wraps both error methods, as those for APIs do, and answers what it knows."""
    app = _application()
    original = app.handle_exception

    def handle(error: Exception) -> Any:
        known = isinstance(error, ZeroDivisionError)
        return app.make_response(("by the API", 400)) if known else original(error)

    setattr(app, "handle_exception", handle)  # noqa: B010 - as extensions do, whatever the types
    setattr(app, "handle_user_exception", handle)  # noqa: B010

    answer = app.test_client().get("/fails")

    assert (answer.status_code, answer.text) == (400, "by the API")


def test_functions_and_hooks_are_called_on_both_ways() -> None:
    """Functions before, behind and at the end of a request are called whatever is overridden."""

    def story(app: Flask) -> Seen:
        seen = Seen()
        app.before_request(lambda: seen.append("before"))
        app.teardown_request(lambda error: seen.append("teardown"))
        app.teardown_appcontext(lambda error: seen.append("context"))

        @app.after_request
        def after(response: Response) -> Response:
            seen.append(f"after {response.status_code} {request.path}")
            return response

        app.hookimpl("request_finished")(lambda response: seen.append("finished"))
        app.test_client().get("/")
        return seen

    class Own(Flask):
        def full_dispatch_request(self) -> Any:
            return super().full_dispatch_request()

    expected = ["before", "after 200 /", "finished", "teardown", "context"]

    assert story(_application()) == expected
    assert story(_application(Own)) == expected


def test_options_are_answered_by_the_method() -> None:
    """The answer to OPTIONS may be made by the application."""

    class Own(Flask):
        def make_default_options_response(self) -> Any:
            response = super().make_default_options_response()
            response.headers["X-Own"] = "1"
            return response

    answer = _application(Own).test_client().options("/")

    assert (answer.headers["X-Own"], sorted(answer.allow)) == ("1", ["GET", "HEAD", "OPTIONS"])


def test_urls_may_be_matched_and_built_by_an_adapter() -> None:
    """An application that makes its own adapter matches and builds by it."""

    class Own(Flask):
        def create_url_adapter(self, request: Any) -> Any:
            adapter = super().create_url_adapter(request)
            if adapter is not None:
                adapter.script_name = "/mounted/"
            return adapter

    app = _application(Own)

    @app.route("/built")
    def built() -> str:
        return app.url_for("index")

    assert app.test_client().get("/built").text == "/mounted/"


def test_a_stream_keeps_its_teardown() -> None:
    """On the way by methods, too, teardown waits for the end of a stream that keeps its context."""
    from pegboard_flask import stream_with_context  # noqa: PLC0415 - only here

    class Own(Flask):
        def dispatch_request(self) -> Any:
            return super().dispatch_request()

    app, seen = Own(__name__), Seen()
    app.teardown_request(lambda error: seen.append("teardown"))

    @app.route("/")
    def index() -> Response:
        def parts() -> Any:
            seen.append(request.path)
            yield "part"

        return Response(stream_with_context(parts()))

    with app.test_client().get("/") as answer:
        assert answer.text == "part"

    assert seen == ["/", "teardown"]


@pytest.mark.parametrize("is_own", [True, False], ids=["overridden", "not"])
def test_a_gateway_with_a_loop_is_answered(is_own: bool) -> None:
    """Behind an event loop methods are honoured as well, and views may be ``async def``."""

    class Own(Flask):
        def dispatch_request(self) -> Any:
            return f"[{super().dispatch_request()}]"

    app = (Own if is_own else Flask)(__name__)

    @app.get("/")
    async def index() -> str:
        return "index"

    sent = app.request_class(EnvironBuilder("/").get_environ())
    answer = asyncio.run(app.handle_async(sent))

    assert answer.get_data(as_text=True) == ("[index]" if is_own else "index")


def test_every_teardown_function_is_called() -> None:
    """Where one of them raises, the others are called, by an overridden method too."""

    class Own(Flask):
        def do_teardown_request(self, exc: Any = None) -> None:
            super().do_teardown_request(exc)

    def fail(error: Any) -> None:
        raise ZeroDivisionError

    def called(app: Flask) -> Seen:
        seen = Seen()
        app.teardown_request(lambda error: seen.append("request"))
        app.teardown_request(fail)
        app.teardown_appcontext(lambda error: seen.append("context"))
        app.test_client().get("/")
        return seen

    assert called(Flask(__name__)) == called(Own(__name__)) == ["request", "context"]
