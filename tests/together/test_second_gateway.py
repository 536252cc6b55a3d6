"""A gateway with an event loop and without an environ drives the very same lifecycle.

What is shown here is what an ASGI gateway will need: ``app.handle_async`` takes a request
through the hooks as they are, and awaits the view between ``dispatch`` and ``make_response``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Any

import pytest
from werkzeug.datastructures import Headers

from pegboard import Pegboard, abort, g, jsonify, request, session, stream_with_context, url_for
from pegboard_hookspecs import Lifecycle, Request, Response, hookimpl
from tests.together import memory_gateway
from tests.together.wire import Answer, ask

pytestmark = pytest.mark.needs("routing", "json")


def _ask(app: Pegboard, path: str = "/", method: str = "GET", **options: Any) -> Answer:
    return asyncio.run(memory_gateway.ask(app, path, method, **options))


async def _ask_two(app: Pegboard) -> list[Answer]:
    asked = (memory_gateway.ask(app, f"/{name}") for name in ("ada", "bob"))
    return list(await asyncio.gather(*asked))


class Sessions:
    @hookimpl
    def open_session(self, request: Request) -> dict[str, Any]:
        return {}

    @hookimpl
    def save_session(self, session: dict[str, Any], response: Response) -> None:
        response.headers["X-Session"] = repr(session)


class Diary:
    """Notes every hook of a request, and what each got."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @hookimpl
    def request_started(self) -> None:
        self.lines.append("request_started")

    @hookimpl
    def preprocess(self) -> None:
        self.lines.append("preprocess")

    @hookimpl(wrapper=True)
    def dispatch(self) -> Generator[None, object, object]:
        self.lines.append("dispatch")
        return (yield)

    @hookimpl
    def make_response(self, value: object) -> None:
        self.lines.append(f"make_response {value}")

    @hookimpl
    def process_response(self) -> None:
        self.lines.append("process_response")

    @hookimpl
    def request_finished(self) -> None:
        self.lines.append("request_finished")

    @hookimpl
    def teardown(self, error: BaseException | None) -> None:
        self.lines.append(f"teardown {error!r}")

    @hookimpl
    def handle_exception(self, error: Exception) -> None:
        self.lines.append(f"handle_exception {type(error).__name__}")


def _app(view: Callable[..., Any]) -> Pegboard:
    app = Pegboard(__name__, plugins={"sessions": Sessions})
    app.add_url_rule("/", "index", view)
    return app


def _plain() -> str:
    return "hello"


async def _awaited() -> str:
    await asyncio.sleep(0)
    return "hello"


class Later(Awaitable[str]):
    """Something to await that is no coroutine."""

    def __await__(self) -> Generator[Any, None, str]:
        return (yield from asyncio.sleep(0, "hello").__await__())


each_view = pytest.mark.parametrize("view", [_plain, _awaited, Later], ids=lambda v: v.__name__)


# Views


@each_view
def test_a_view_answers(view: Callable[[], Any]) -> None:
    """A view may be a plain function, a coroutine function, or give anything to await."""
    answer = _ask(_app(view))

    assert (answer.status, answer.body) == ("200 OK", b"hello")
    assert answer.headers == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", "5"),
    ]


@pytest.mark.parametrize(
    ("value", "code", "body"),
    [
        ({"a": 1}, 200, b'{"a":1}\n'),
        (("made", 201), 201, b"made"),
        (Response("own", status=202), 202, b"own"),
        (("", 204), 204, b""),
    ],
    ids=repr,
)
def test_an_awaited_value_becomes_a_response(value: Any, code: int, body: bytes) -> None:
    """What an awaited view gives is treated like any other value."""

    async def view() -> Any:
        return value

    answer = _ask(_app(view))

    assert (answer.code, answer.body) == (code, body)


def test_an_awaited_view_gets_the_values_of_the_url() -> None:
    """Routing is the same."""

    async def user(name: str) -> str:
        await asyncio.sleep(0)
        return f"{name} at {url_for('user', name='bob')} asked for {request.args['q']}"

    app = _app(_plain)
    app.add_url_rule("/users/<name>", "user", user)

    assert _ask(app, "/users/ada?q=1").body == b"ada at /users/bob asked for 1"


def test_there_is_no_environ() -> None:
    """Nothing on the way of a request asks for WSGI's environ."""
    assert _ask(_app(lambda: str(hasattr(request, "environ")))).body == b"False"


def test_a_body_in_memory_is_read() -> None:
    """The request's body needs no environ either."""
    app = _app(_plain)
    app.add_url_rule("/size", "size", lambda: str(len(request.get_data())), methods=["POST"])

    assert _ask(app, "/size", "POST", body=b"x" * 70_000).body == b"70000"


@pytest.mark.parametrize(("path", "method", "code"), [("/no", "GET", 404), ("/", "POST", 405)])
def test_a_miss_is_answered(path: str, method: str, code: int) -> None:
    """A URL that nobody answers is a 404 or 405, with its headers."""
    answer = _ask(_app(_awaited), path, method)

    assert answer.code == code
    assert (answer.header("Allow") is None) == (code == 404)


@each_view
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_other_methods(view: Callable[[], Any], method: str) -> None:
    """HEAD and OPTIONS are answered without a body."""
    answer = _ask(_app(view), "/", method)

    assert (answer.code, answer.body) == (200, b"")


def test_a_malformed_host_is_refused() -> None:
    """What is refused before any hook is refused here as well."""
    diary = Diary()
    app = _app(_awaited)
    app.register_plugin(diary)

    assert (_ask(app, Host="a b").code, diary.lines) == (400, [])


def test_functions_around_the_view_run() -> None:
    """``before_request``, ``after_request``, session and g are the same as elsewhere."""

    async def view() -> str:
        session["who"] = g.who
        await asyncio.sleep(0)
        return str(session["who"])

    def remember() -> None:
        g.who = "Ada"

    def sign(response: Response) -> Response:
        response.headers["X-Who"] = g.who
        return response

    app = _app(view)
    app.before_request(remember)
    app.after_request(sign)
    answer = _ask(app)

    assert (answer.body, answer.header("X-Who")) == (b"Ada", "Ada")
    assert answer.header("X-Session") == "{'who': 'Ada'}"


def test_an_answer_before_the_view() -> None:
    """A function before the view may answer in its place, and be awaited for it."""

    async def answer() -> str:
        await asyncio.sleep(0)
        return "before"

    app = _app(_plain)
    app.before_request(answer)

    assert _ask(app).body == b"before"


# Hooks


def test_the_hooks_are_those_of_any_gateway() -> None:
    """A plugin sees the same calls with the same values, whether the view is awaited or not."""
    diaries: list[list[str]] = []
    ways: list[tuple[Callable[[], Any], Callable[[Pegboard], Answer]]]
    ways = [(_plain, ask), (_plain, _ask), (_awaited, _ask)]
    for view, send in ways:
        app, diary = _app(view), Diary()
        app.register_plugin(diary)
        send(app)
        diaries.append(diary.lines)

    assert diaries[0] == diaries[1] == diaries[2]
    assert diaries[0] == [
        *("request_started", "preprocess", "dispatch", "make_response hello"),
        *("process_response", "request_finished", "teardown None"),
    ]


def test_what_a_wrapper_of_dispatch_sees() -> None:
    """It sees the awaitable and ends before the view does; ``make_response`` sees the value."""
    seen: list[str] = []

    class Timing:
        @hookimpl(wrapper=True)
        def dispatch(self) -> Generator[None, object, object]:
            value = yield
            seen.append(f"dispatch ends with {type(value).__name__}")
            return value

        @hookimpl(wrapper=True)
        def make_response(self, value: object) -> Generator[None, object, object]:
            seen.append(f"make_response of {value}")
            return (yield)

    async def view() -> str:
        seen.append("view runs")
        return "hello"

    app = _app(view)
    app.register_plugin(Timing())
    _ask(app)

    assert seen == ["dispatch ends with coroutine", "view runs", "make_response of hello"]


def test_the_specification_says_so() -> None:
    """What a wrapper sees is documented where the hook is specified."""
    words = " ".join((Lifecycle.dispatch.__doc__ or "").split())

    assert "a wrapper then sees the awaitable, not its value" in words


def test_a_wrapper_may_await_around_the_view() -> None:
    """A plugin that wants to be there until the view ends wraps the awaitable."""
    seen: list[str] = []

    async def around(value: Awaitable[Any]) -> Any:
        seen.append("before")
        result = await value
        seen.append("after")
        return result

    class Timing:
        @hookimpl(wrapper=True)
        def dispatch(self) -> Generator[None, Any, Any]:
            return around((yield))

    async def view() -> str:
        seen.append("view")
        return "hello"

    app = _app(view)
    app.register_plugin(Timing())

    assert (_ask(app).body, seen) == (b"hello", ["before", "view", "after"])


# Errors


@pytest.mark.parametrize("is_late", [False, True], ids=["at once", "after an await"])
def test_an_error_of_an_awaited_view_reaches_its_handler(is_late: bool) -> None:
    """What an awaited view raises goes to the error handlers, like any other exception."""

    async def view() -> str:
        if is_late:
            await asyncio.sleep(0)
        raise KeyError("who")

    app = _app(view)
    app.register_error_handler(KeyError, lambda error: (f"no {error.args[0]}", 409))
    answer = _ask(app)

    assert (answer.code, answer.body) == (409, b"no who")


def test_an_awaited_view_may_abort() -> None:
    """An HTTP error in an awaited view is answered by its page."""

    async def view() -> None:
        await asyncio.sleep(0)
        abort(403)

    assert _ask(_app(view)).code == 403


def test_an_unhandled_error_of_an_awaited_view(caplog: pytest.LogCaptureFixture) -> None:
    """It is a 500, it is logged, and teardown is told."""

    async def view() -> str:
        await asyncio.sleep(0)
        raise KeyError("secret")

    app, diary = _app(view), Diary()
    app.register_plugin(diary)
    answer = _ask(app)

    assert (answer.code, b"secret" in answer.body) == (500, False)
    assert "KeyError: 'secret'" in caplog.text
    assert diary.lines[-1] == "teardown KeyError('secret')"
    assert diary.lines.count("teardown KeyError('secret')") == 1


def test_errors_propagate_where_they_are_asked_to() -> None:
    """In test mode the exception of an awaited view reaches the test."""

    async def view() -> str:
        await asyncio.sleep(0)
        raise KeyError("who")

    app = _app(view)
    app.testing = True

    with pytest.raises(KeyError, match="who"):
        _ask(app)


def test_an_awaited_error_handler() -> None:
    """An asynchronous error handler answers an asynchronous view."""

    async def handler(error: Exception) -> str:
        await asyncio.sleep(0)
        return "handled"

    async def view() -> None:
        raise KeyError

    app = _app(view)
    app.register_error_handler(KeyError, handler)

    assert _ask(app).body == b"handled"


def test_a_gateway_without_a_loop_says_so(caplog: pytest.LogCaptureFixture) -> None:
    """Behind WSGI what only a loop can await is a 500, and the log names view, place and cure."""
    assert ask(_app(Later)).code == 500
    assert "The view for the endpoint 'index' (" in caplog.text
    assert "Await it inside of the view, which may be async def" in caplog.text


# Time


def test_the_end_of_the_context_is_told() -> None:
    """When an awaited view is answered and torn down, plugins are told that its context is gone."""
    seen: list[str] = []

    async def view() -> str:
        await asyncio.sleep(0)
        seen.append("view ends")
        return "hello"

    app = _app(view)

    @app.hookimpl
    def context_popped(request: Request) -> None:
        seen.append(f"popped {request.path}")

    _ask(app)

    assert seen == ["view ends", "popped /"]


def test_teardown_comes_after_the_await() -> None:
    """The request is not over before its view is."""
    seen: list[str] = []

    async def view() -> str:
        await asyncio.sleep(0)
        seen.append("view ends")
        return "hello"

    app = _app(view)

    @app.teardown_request
    def teardown(error: BaseException | None) -> None:
        seen.append(f"teardown of {request.path}")

    _ask(app)

    assert seen == ["view ends", "teardown of /"]


def test_requests_on_one_loop_see_themselves() -> None:
    """Two requests that take turns each see their own request, session and g, all the way."""
    turns: list[str] = []

    async def view(name: str) -> Any:
        g.name = session["name"] = name
        for _ in range(3):
            turns.append(name)
            await asyncio.sleep(0)
        return jsonify([request.path, g.name, session["name"]])

    app = _app(_plain)
    app.add_url_rule("/<name>", "named", view)
    answers = asyncio.run(_ask_two(app))

    assert turns == ["ada", "bob"] * 3
    assert [answer.body for answer in answers] == [
        b'["/ada","ada","ada"]\n',
        b'["/bob","bob","bob"]\n',
    ]


def test_nothing_is_current_between_requests() -> None:
    """The gateway's own code, and its other tasks, are outside of every request."""

    async def main(app: Pegboard) -> None:
        task = asyncio.create_task(memory_gateway.ask(app))
        while not task.done():
            assert not request, "a request is current for the gateway"
            await asyncio.sleep(0)

    asyncio.run(main(_app(_awaited)))


def test_a_cancelled_request_is_torn_down() -> None:
    """A client that goes away ends its view, and the request is torn down once."""

    async def view() -> str:
        await asyncio.sleep(3600)
        return "never"

    async def main(app: Pegboard) -> None:
        task = asyncio.create_task(memory_gateway.ask(app))
        await asyncio.sleep(0)
        task.cancel()
        await task

    app, diary = _app(view), Diary()
    app.register_plugin(diary)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main(app))

    assert diary.lines == [
        *("request_started", "preprocess", "dispatch"),
        "teardown CancelledError()",
    ]


# Streams


def _parts() -> Iterator[str]:
    for number in range(3):
        yield f"{request.path} {number};"


def test_streams_on_one_loop_see_themselves() -> None:
    """Streams that take turns each keep their own request, and tear it down at their end."""
    torn_down: list[str] = []

    async def view(name: str) -> Any:
        await asyncio.sleep(0)
        return stream_with_context(_parts())

    app = _app(_plain)
    app.add_url_rule("/<name>", "named", view)

    @app.teardown_request
    def teardown(error: BaseException | None) -> None:
        torn_down.append(request.path)

    answers = asyncio.run(_ask_two(app))

    assert [answer.body for answer in answers] == [
        b"/ada 0;/ada 1;/ada 2;",
        b"/bob 0;/bob 1;/bob 2;",
    ]
    assert sorted(torn_down) == ["/ada", "/bob"]


def test_an_asynchronous_stream_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    """Streams are plain iterators: one with ``async`` is a 500 whose message names the view."""

    async def view() -> AsyncIterator[str]:
        yield "never"

    assert _ask(_app(view)).code == 500
    assert "The view for the endpoint 'index'" in caplog.text


def test_another_application_needs_an_environ(caplog: pytest.LogCaptureFixture) -> None:
    """A WSGI callable cannot be called without an environ, and the message names the view."""

    def other(environ: Any, start_response: Any) -> list[bytes]:
        return []

    assert _ask(_app(lambda: other)).code == 500
    assert "which cannot be a response" in caplog.text


def test_the_plain_way_works_without_an_environ_too() -> None:
    """A gateway without an event loop calls ``app.handle`` with what it received."""
    request = Request(path="/", headers=Headers({"Host": "memory"}))
    status, _, body = _app(_plain).handle(request).to_wire("GET")

    assert (status, list(body)) == ("200 OK", [b"hello"])
