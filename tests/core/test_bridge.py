"""``async def`` functions of an application behind WSGI."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from pegboard import Pegboard, abort, after_this_request, current_app, g, request
from pegboard_hookspecs import Request, Response, hookimpl
from pegboard_hookspecs.errors import SetupError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing")


async def _handle_in_thread(app: Pegboard, request: Request) -> Response:
    return await sync_to_async(app.handle)(request)


@pytest.fixture
def app() -> Pegboard:
    """An application with a view that is ``async def``."""
    app = make_app()

    @app.get("/hello/<name>")
    async def hello(name: str) -> str:
        await asyncio.sleep(0)
        return f"hello {name} of {request.path} by {current_app.name}"

    return app


def test_a_view_is_run_to_its_end(app: Pegboard) -> None:
    """What an asynchronous view returns is the answer; the request is current inside of it."""
    assert app.test_client().get("/hello/ada").text == f"hello ada of /hello/ada by {app.name}"


def test_functions_around_requests_may_be_asynchronous() -> None:
    """Functions before, after and at the end of a request are awaited in their order."""
    app, order = make_app(), list[str]()

    @app.before_request
    async def before() -> None:
        await asyncio.sleep(0)
        g.order = order
        order.append("before")

    @app.get("/")
    async def view() -> str:
        @after_this_request
        async def soon(response: Response) -> Response:
            g.order.append("after this")
            return response

        g.order.append("view")
        return "x"

    @app.after_request
    async def after(response: Response) -> Response:
        order.append("after")
        response.headers["X-After"] = "yes"
        return response

    @app.teardown_request
    async def end(error: BaseException | None) -> None:
        await asyncio.sleep(0)
        order.append(f"teardown {error}")

    @app.teardown_appcontext
    async def end_of_all(error: BaseException | None) -> None:
        order.append("teardown of the context")

    answer = app.test_client().get("/")

    assert answer.headers["X-After"] == "yes"
    assert order == [
        "before",
        "view",
        "after this",
        "after",
        "teardown None",
        "teardown of the context",
    ]


def test_what_is_raised_has_its_handler() -> None:
    """An error of an asynchronous view goes to its handler, which may be asynchronous too."""
    app = make_app()

    @app.get("/")
    async def view() -> str:
        await asyncio.sleep(0)
        abort(410)

    @app.errorhandler(410)
    async def gone(error: Exception) -> tuple[str, int]:
        await asyncio.sleep(0)
        return f"handled {error}", 410

    answer = app.test_client().get("/")

    assert (answer.status_code, answer.text[:11]) == (410, "handled 410")


def test_an_answer_before_the_view() -> None:
    """What an asynchronous function before the request returns, other than None, is the answer."""
    app = make_app()

    @app.before_request
    async def refuse() -> tuple[str, int] | None:
        return ("no", 403) if "no" in request.args else None

    @app.get("/")
    def view() -> str:
        return "yes"

    client = app.test_client()

    assert (client.get("/?no").status_code, client.get("/").text) == (403, "yes")


def test_teardown_functions_all_run_though_one_fails() -> None:
    """An asynchronous teardown function that raises hides no other, and is told."""
    app, ended = make_app(), list[str]()
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/")
    def view() -> str:
        return "x"

    @app.teardown_request
    async def second(error: BaseException | None) -> None:
        ended.append("second")

    @app.teardown_request
    async def first(error: BaseException | None) -> None:
        await asyncio.sleep(0)
        raise ValueError("late")

    assert app.test_client().get("/").status_code == 500
    assert ended == ["second"]


@pytest.mark.needs("templating")
def test_context_processors_may_be_asynchronous() -> None:
    """Values of templates may come from a coroutine."""
    from pegboard import render_template_string  # noqa: PLC0415 - needs the slot

    app = make_app()

    @app.context_processor
    async def values() -> dict[str, str]:
        await asyncio.sleep(0)
        return {"name": "Ada"}

    with app.app_context():
        assert render_template_string("{{ name }}") == "Ada"


def test_hooks_see_values(app: Pegboard) -> None:
    """A plugin's ``make_response`` sees what the coroutine returned, and is no coroutine itself."""
    seen: list[object] = []

    class Sees:
        @hookimpl(wrapper=True)
        def make_response(self, value: object) -> Generator[None, Response, Response]:
            seen.append(value)
            return (yield)

    app.register_plugin(Sees)
    app.test_client().get("/hello/bob")

    assert seen == [f"hello bob of /hello/bob by {app.name}"]


def test_a_function_without_coroutines_is_left_alone(app: Pegboard) -> None:
    """``ensure_sync`` gives plain functions as they are, and makes plain ones of others."""

    def plain(value: int) -> int:
        return value

    async def other(value: int) -> int:
        return value + 1

    assert app.ensure_sync(plain) is plain
    assert app.ensure_sync(other)(1) == 2
    assert app.ensure_sync(other).__name__ == "other"


def test_another_bridge_may_be_used() -> None:
    """A subclass decides how coroutines are run."""
    ran: list[str] = []

    class Own(Pegboard):
        def async_to_sync(
            self, function: Callable[..., Coroutine[Any, Any, Any]]
        ) -> Callable[..., Any]:
            ran.append(function.__name__)
            return lambda *args: asyncio.run(function(*args))

    app = Own(__name__)

    @app.get("/")
    async def view() -> str:
        return "own"

    assert app.test_client().get("/").text == "own"
    assert len(ran) == 1


def test_without_the_library(app: Pegboard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where asgiref is missing the error gives the line that installs it, and names the view."""
    monkeypatch.setitem(sys.modules, "asgiref.sync", None)
    app.testing = True

    with pytest.raises(SetupError, match=r"pip install 'pegboard\[async\]'") as caught:
        app.test_client().get("/hello/x")

    assert f"hello, at {__file__}:" in "".join(caught.value.__notes__)


def test_a_running_loop_is_not_waited_for(app: Pegboard) -> None:
    """In a thread with an event loop a coroutine would wait for itself; the error has the cure."""
    app.testing = True

    async def call() -> None:
        app.test_client().get("/hello/x")

    with pytest.raises(SetupError, match=r"await app.handle_async"):
        asyncio.run(call())


@pytest.mark.parametrize(
    "call", [Pegboard.handle_async, _handle_in_thread], ids=["handle_async", "a thread"]
)
def test_a_gateway_with_a_loop(
    call: Callable[[Pegboard, Request], Coroutine[Any, Any, Response]],
) -> None:
    """All of a request's coroutines run in the loop of the gateway, whichever way it takes."""
    app = make_app()
    loops: list[object] = []

    @app.before_request
    async def before() -> None:
        loops.append(asyncio.get_running_loop())

    @app.get("/")
    async def view() -> str:
        loops.append(asyncio.get_running_loop())
        return request.path

    async def serve() -> Response:
        loops.append(asyncio.get_running_loop())
        asked = Request(path="/")
        return await call(app, asked)

    response = asyncio.run(serve())

    assert response.get_data(as_text=True) == "/"
    assert len(set(map(id, loops))) == 1


def test_an_awaitable_that_is_no_coroutine_is_refused(app: Pegboard) -> None:
    """What else could be awaited is a mistake of the view, which the error names."""

    class Later:
        def __await__(self) -> Generator[None, None, str]:
            yield
            return "x"

    @app.get("/later")
    def later() -> Later:
        return Later()

    app.testing = True

    with pytest.raises(TypeError, match=r"'later' .*which nobody awaits here"):
        app.test_client().get("/later")


def test_a_gateway_with_a_loop_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where asgiref is missing, functions around views cannot be run by a loop either."""
    monkeypatch.setitem(sys.modules, "asgiref.sync", None)
    app = make_app()

    @app.before_request
    async def before() -> None:
        return None

    with pytest.raises(SetupError, match=r"pip install 'pegboard\[async\]'"):
        asyncio.run(app.handle_async(Request(path="/")))
