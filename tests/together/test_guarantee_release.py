"""After close() nothing of a request is alive, without the garbage collector (R33)."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any, cast

import pytest

from pegboard import Pegboard, abort, g, request, session, stream_with_context
from pegboard.context import current
from pegboard.views import MethodView, View
from pegboard_hookspecs import Request, Response, hookimpl
from tests.together.wire import make_environ, quiet, start

pytestmark = pytest.mark.needs("routing", "json")


class Value:
    """Something that a request holds."""


class Sessions:
    @hookimpl
    def open_session(self, request: Request) -> dict[str, Any]:
        return {}

    @hookimpl
    def save_session(self, response: Response) -> None:
        response.set_cookie("session", "1")


class Watched:
    """An application whose requests leave weak references behind."""

    def __init__(self) -> None:
        self.left: list[weakref.ref[Any]] = []
        self.app = quiet(Pegboard(__name__, plugins={"sessions": Sessions}))
        self.app.before_request(self._watch)
        self.app.after_request(self._watch_response)

    def _watch(self) -> None:
        g.value = Value()
        context = current("test")
        for thing in (g.value, context, context.g, cast("Any", request)._get_current_object()):
            self.left.append(weakref.ref(thing))

    def _watch_response(self, response: Response) -> Response:
        self.left.append(weakref.ref(response))
        return response

    def ask(self, **values: Any) -> int:
        answer, body = start(self.app, make_environ(**values))
        list(body)
        if hasattr(body, "close"):
            body.close()
        return answer.code


@pytest.fixture
def watched() -> Iterator[Watched]:
    """A watched application; the collector is off, so that only reference counts free things."""
    gc.disable()
    try:
        yield Watched()
    finally:
        gc.enable()


class FaultError(Exception):
    """What goes wrong."""


def _hello() -> str:
    return "hello"


def _session() -> str:
    session["who"] = "Ada"
    return "hello"


def _touched() -> Response:
    return Response("hello", headers={"X": "1"})


def _all_read() -> str:
    _ = request.args, request.cookies, request.headers, request.url, request.state, request.host
    return "hello"


def _form() -> object:
    return dict(request.form) | {name: file.filename for name, file in request.files.items()}


def _stream() -> Any:
    value = Value()

    def parts() -> Iterator[str]:
        yield str(value)
        yield request.path

    return stream_with_context(parts())


def _plain_stream() -> Iterator[str]:
    yield "a"
    yield "b"


def _fault() -> str:
    raise FaultError


def _chained() -> str:
    try:
        _fault()
    except FaultError as error:
        raise KeyError("x") from error
    return "unreachable"


def _forbidden() -> None:
    abort(403)


def _bad_value() -> None:
    return None


def _bad_head() -> Response:
    return Response("hello", status=99)


def _teapot() -> None:
    abort(Response("teapot", 418))


class _Views(MethodView):
    def get(self) -> str:
        self.value = Value()
        return "hello"


class _FailingView(View):
    def dispatch_request(self) -> None:
        self.value = Value()
        _fault()


VIEWS = [
    (_hello, 200),
    (lambda: {"a": 1}, 200),
    (lambda: ("hello", 201, {"X": "1"}), 201),
    (_session, 200),
    (_touched, 200),
    (_all_read, 200),
    (_stream, 200),
    (_plain_stream, 200),
    (_fault, 500),
    (_chained, 500),
    (_forbidden, 403),
    (_teapot, 418),
    (_bad_value, 500),
    (_bad_head, 500),
    (_Views.as_view("view"), 200),
    (_FailingView.as_view("failing_view"), 500),
]


def _alive(watched: Watched) -> list[str]:
    return [repr(reference()) for reference in watched.left if reference() is not None]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("view", "code"), VIEWS, ids=lambda view: getattr(view, "__name__", ""))
def test_nothing_is_left(watched: Watched, view: Callable[[], Any], code: int, method: str) -> None:
    """Context, request, response and what they hold are freed when the body is closed."""
    watched.app.add_url_rule("/", "index", view)

    assert watched.ask(method=method) == code
    assert len(watched.left) >= 4
    assert _alive(watched) == []


@pytest.mark.parametrize(("path", "method", "code"), [("/no", "GET", 404), ("/", "PUT", 405)])
def test_nothing_is_left_of_a_miss(watched: Watched, path: str, method: str, code: int) -> None:
    """The exception of routing does not keep its request."""
    watched.app.add_url_rule("/", "index", _hello)

    assert watched.ask(path=path, method=method) == code
    assert _alive(watched) == []


def test_nothing_is_left_of_a_refusal(watched: Watched) -> None:
    """A request that is refused before any hook is freed as well."""
    seen: list[weakref.ref[Any]] = []

    class Own(watched.app.request_class):  # type: ignore[name-defined, misc]  # that of the application
        def __init__(self, environ: dict[str, Any]) -> None:
            super().__init__(environ)
            seen.append(weakref.ref(self))

    watched.app.request_class = Own

    assert watched.ask(HTTP_HOST="a b") == 400
    assert [reference() for reference in seen] == [None]


def test_nothing_is_left_of_a_form(watched: Watched) -> None:
    """Fields and uploads are freed with their request."""
    watched.app.add_url_rule("/", "index", _form, methods=["POST"])
    body = (
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n2\r\n--b--\r\n'
    )
    kind = "multipart/form-data; boundary=b"

    assert watched.ask(method="POST", body=body, CONTENT_TYPE=kind) == 200
    assert _alive(watched) == []


# Errors


def _handle_by_raising(error: Exception) -> None:
    raise error


def _handle_by_raising_another(error: Exception) -> None:
    raise KeyError


def _handle(error: Exception) -> tuple[str, int]:
    return "sorry", 500


def _handle_by_forgetting(error: Exception) -> None:
    """Answer nothing."""


@pytest.mark.parametrize(
    "handler",
    [_handle, _handle_by_raising, _handle_by_raising_another, _handle_by_forgetting],
)
@pytest.mark.parametrize("kind", [FaultError, 500, 404, Exception], ids=str)
@pytest.mark.parametrize("path", ["/", "/no"])
def test_nothing_is_left_of_what_a_handler_saw(
    watched: Watched, path: str, kind: Any, handler: Callable[[Exception], Any]
) -> None:
    """Whatever an error handler does with an exception, its request is freed."""
    watched.app.add_url_rule("/", "index", _fault)
    watched.app.register_error_handler(kind, handler)

    assert watched.ask(path=path) in {404, 500}
    assert _alive(watched) == []


STEPS = ["request_started", "preprocess", "process_response", "request_finished", "teardown"]


@pytest.mark.parametrize("hook", STEPS)
def test_nothing_is_left_of_a_plugin_that_failed(watched: Watched, hook: str) -> None:
    """An exception of a plugin does not keep the request that it came from."""

    def fail(request: Request) -> None:
        watched.left.append(weakref.ref(request))
        raise FaultError

    watched.app.hookimpl(hook)(fail)
    watched.app.add_url_rule("/", "index", _hello)

    assert watched.ask() == 500
    assert _alive(watched) == []


@pytest.mark.parametrize("hook", ["dispatch", "make_response", "teardown"])
def test_nothing_is_left_behind_wrappers(watched: Watched, hook: str) -> None:
    """Wrappers that an exception passes do not keep it."""

    def wrap(request: Request) -> Generator[None, Any, Any]:
        watched.left.append(weakref.ref(request))
        return (yield)

    watched.app.hookimpl(hook, wrapper=True)(wrap)
    watched.app.add_url_rule("/", "index", _fault)

    assert watched.ask() == 500
    assert _alive(watched) == []


@pytest.mark.parametrize("count", [1, 3])
def test_nothing_is_left_of_teardown_functions_that_failed(watched: Watched, count: int) -> None:
    """Teardown functions may all fail, and nothing is kept."""
    for _ in range(count):
        watched.app.teardown_request(_handle_by_raising_another)
    watched.app.add_url_rule("/", "index", _fault)

    assert watched.ask() == 500
    assert _alive(watched) == []


# Streams


def _failing_stream() -> Any:
    def parts() -> Iterator[bytes]:
        yield b"a"
        raise FaultError(request.path)

    return stream_with_context(parts())


def test_nothing_is_left_of_a_stream_that_failed(watched: Watched) -> None:
    """The exception that ended a stream does not keep its request."""
    watched.app.add_url_rule("/", "index", _failing_stream)
    _, body = start(watched.app, make_environ())
    with suppress(FaultError):
        list(body)
    body.close()
    del body

    assert _alive(watched) == []


@pytest.mark.parametrize("view", [_stream, _plain_stream, _failing_stream])
def test_nothing_is_left_of_a_stream_that_nobody_closed(
    watched: Watched, view: Callable[[], Any]
) -> None:
    """A server that forgets to close frees the request by letting go of the body."""
    watched.app.add_url_rule("/", "index", view)
    _, body = start(watched.app, make_environ())
    next(iter(body))
    is_alive_before = bool(_alive(watched))
    del body

    assert (is_alive_before, _alive(watched)) == (True, [])


def test_a_context_in_a_block_is_freed(watched: Watched) -> None:
    """A context that a test pushed is freed with its block."""
    with watched.app.test_request_context() as context:
        watched.left += [weakref.ref(context), weakref.ref(context.g)]
    del context

    assert _alive(watched) == []
