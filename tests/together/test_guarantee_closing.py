"""What a view gives is closed exactly once, and so is its request (R5, R6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pegboard import Pegboard, stream_with_context
from pegboard_hookspecs import Response, hookimpl
from tests.together.wire import make_environ, quiet, start

pytestmark = pytest.mark.needs("routing", "json")

Server = Callable[[Pegboard, dict[str, Any]], None]


class Parts:
    """A view's iterable: it counts how often it is closed, and what was going on by then."""

    def __init__(self, log: list[str], *, count: int = 3) -> None:
        self._log = log
        self._left = count

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self._left:
            raise StopIteration
        self._left -= 1
        return b"part"

    def close(self) -> None:
        self._log.append("parts closed")


class Watch:
    """A plugin that notes its teardowns."""

    def __init__(self, log: list[str]) -> None:
        self._log = log

    @hookimpl
    def teardown(self, error: BaseException | None) -> None:
        self._log.append("torn down" if error is None else f"torn down by {error!r}")


# How servers treat an answer


def _read(app: Pegboard, environ: dict[str, Any]) -> None:
    _, body = start(app, environ)
    list(body)
    _close(body)


def _read_some(app: Pegboard, environ: dict[str, Any]) -> None:
    _, body = start(app, environ)
    next(iter(body), None)
    _close(body)


def _read_nothing(app: Pegboard, environ: dict[str, Any]) -> None:
    _close(start(app, environ)[1])


def _close_twice(app: Pegboard, environ: dict[str, Any]) -> None:
    _, body = start(app, environ)
    list(body)
    _close(body)
    _close(body)


def _forget(app: Pegboard, environ: dict[str, Any]) -> None:
    next(iter(start(app, environ)[1]), None)


def _head(app: Pegboard, environ: dict[str, Any]) -> None:
    _read(app, environ | {"REQUEST_METHOD": "HEAD"})


def _refuse(app: Pegboard, environ: dict[str, Any]) -> None:
    def start_response(*args: Any) -> Any:
        raise ConnectionError("the client is gone")

    with pytest.raises(ConnectionError, match="client is gone"):
        app(environ, start_response)


def _close(body: Any) -> None:
    if hasattr(body, "close"):
        body.close()


SERVERS = [_read, _read_some, _read_nothing, _close_twice, _forget, _head, _refuse]
all_servers = pytest.mark.parametrize("serve", SERVERS, ids=lambda serve: serve.__name__[1:])

# What views do with their parts


def _plain(parts: Parts) -> Any:
    return parts


def _kept(parts: Parts) -> Any:
    return stream_with_context(parts)


def _in_response(parts: Parts) -> Any:
    response = Response(parts)
    response.headers["X"] = "1"
    return response


def _kept_in_response(parts: Parts) -> Any:
    return Response(stream_with_context(parts), headers={"X": "1"})


def _in_tuple(parts: Parts) -> Any:
    return parts, 202, {"X": "1"}


def _passed(parts: Parts) -> Any:
    return Response(stream_with_context(parts), direct_passthrough=True)


def _no_content(parts: Parts) -> Any:
    return stream_with_context(parts), 204


VIEWS = [_plain, _kept, _in_response, _kept_in_response, _in_tuple, _passed, _no_content]
all_views = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__[1:])


def _app(log: list[str], view: Callable[[], Any]) -> Pegboard:
    app = Pegboard(__name__)
    app.register_plugin(Watch(log))
    app.add_url_rule("/", "index", view)
    return quiet(app)


@all_servers
@all_views
def test_parts_and_request_are_closed_once(view: Callable[[Parts], Any], serve: Server) -> None:
    """However the server treats the answer, parts are closed once and torn down is once."""
    log: list[str] = []
    app = _app(log, lambda: view(Parts(log)))
    serve(app, make_environ())

    assert sorted(log) == ["parts closed", "torn down"]


@all_servers
@pytest.mark.parametrize("view", [_kept, _kept_in_response, _no_content], ids=lambda v: v.__name__)
def test_a_kept_request_ends_after_its_parts(view: Callable[[Parts], Any], serve: Server) -> None:
    """A stream that keeps its request is closed before the request is torn down."""
    log: list[str] = []
    app = _app(log, lambda: view(Parts(log)))
    serve(app, make_environ())

    assert log == ["parts closed", "torn down"]


@all_servers
@pytest.mark.parametrize(
    "value", ["hello", {"a": 1}, ("hello", {"X": "1"}), ("", 204), None], ids=repr
)
def test_a_request_without_a_stream_is_torn_down_once(value: Any, serve: Server) -> None:
    """Also on the short path, and for faults, there is one teardown."""
    log: list[str] = []
    app = _app(log, lambda: value)
    serve(app, make_environ())

    assert [line[:9] for line in log] == ["torn down"]


@all_servers
@pytest.mark.parametrize("path", ["/missing", "/"], ids=["404", "405"])
def test_a_miss_is_torn_down_once(path: str, serve: Server) -> None:
    """A request that no view answers has its teardown like any other."""
    log: list[str] = []
    app = Pegboard(__name__)
    app.register_plugin(Watch(log))
    app.add_url_rule("/", "index", lambda: "hello", methods=["POST"])
    serve(app, make_environ(path))

    assert log == ["torn down"]


def test_the_context_lasts_until_the_stream_is_closed() -> None:
    """While parts are left there was no teardown, although the view returned long ago."""
    log: list[str] = []
    app = _app(log, lambda: stream_with_context(Parts(log)))
    _, body = start(app, make_environ())
    list(body)
    before = list(log)
    body.close()

    assert (before, log) == ([], ["parts closed", "torn down"])


# Streams that nobody gets to send


def _replace(response: Response) -> Response:
    return Response("other")


def _fail(response: Response) -> Response:
    raise ValueError("after")


def _spoil(response: Response) -> Response:
    response.status = "nonsense"
    return response


@pytest.mark.parametrize("after", [_fail, _spoil], ids=["fails", "spoils"])
@all_views
def test_a_stream_is_closed_though_a_later_step_fails(
    view: Callable[[Parts], Any], after: Callable[[Response], Response]
) -> None:
    """Parts that are replaced by a 500 are closed once, and so is their request."""
    log: list[str] = []
    app = _app(log, lambda: view(Parts(log)))
    app.after_request(after)
    answer, body = start(app, make_environ())
    _close(body)

    assert answer.code == 500
    assert [line[:9] for line in sorted(log)] == ["parts clo", "torn down"]


@pytest.mark.parametrize(
    "rest", [("nonsense",), (200, "nonsense"), ({"X": "1\n"},), (1.5,)], ids=repr
)
def test_a_stream_is_closed_though_its_tuple_is_nonsense(rest: tuple[Any, ...]) -> None:
    """Parts in a tuple that makes no response are closed once."""
    log: list[str] = []
    app = _app(log, lambda: (Parts(log), *rest))
    answer, body = start(app, make_environ())
    _close(body)

    assert (answer.code, log.count("parts closed")) == (500, 1)


def test_a_request_is_torn_down_though_its_stream_was_replaced() -> None:
    """A kept stream that another response replaces keeps nothing."""
    log: list[str] = []
    app = _app(log, lambda: stream_with_context(Parts(log)))
    app.after_request(_replace)
    _read(app, make_environ())

    assert log == ["torn down"]


# Errors while closing


class Clumsy(Parts):
    """Parts whose closing fails."""

    def close(self) -> None:
        super().close()
        raise OSError("cannot close")


@pytest.mark.parametrize("view", [_kept, _kept_in_response], ids=lambda view: view.__name__)
def test_a_request_is_torn_down_though_closing_its_stream_fails(
    view: Callable[[Parts], Any],
) -> None:
    """The error of closing reaches the server and the teardown, and nothing is closed twice."""
    log: list[str] = []
    app = _app(log, lambda: view(Clumsy(log)))
    _, body = start(app, make_environ())
    with pytest.raises(OSError, match="cannot close"):
        body.close()

    body.close()
    assert log == ["parts closed", "torn down by OSError('cannot close')"]


def test_an_error_of_the_server_is_not_hidden_by_one_of_closing() -> None:
    """What ``start_response`` raises reaches the server, though closing the parts fails as well."""
    log: list[str] = []
    app = _app(log, lambda: Clumsy(log))
    _refuse(app, make_environ())

    assert log == ["torn down", "parts closed"]


# Teardown functions


def test_all_teardown_functions_run_though_one_raises(caplog: pytest.LogCaptureFixture) -> None:
    """Functions of the application and hooks of plugins all run; the answer becomes a 500."""
    log: list[str] = []
    app = Pegboard(__name__)
    app.register_plugin(Watch(log))
    app.add_url_rule("/", "index", lambda: "hello")

    def note(name: str) -> Callable[[Any], None]:
        def function(error: BaseException | None) -> None:
            log.append(name)
            raise ValueError(name)

        return function

    for name in "abc":
        app.teardown_request(note(f"request {name}"))
        app.teardown_appcontext(note(f"context {name}"))
    answer, _ = start(app, make_environ())

    assert answer.code == 500
    assert log == [
        *("request c", "request b", "request a"),
        *("context c", "context b", "context a"),
        "torn down",
    ]
    assert "ValueError: request c" in caplog.text
    assert "ValueError: context a" in caplog.text


def test_a_plugin_that_fails_in_teardown_does_not_stop_the_others() -> None:
    """Each plugin gives back what it took, whichever comes first."""
    log: list[str] = []

    class Failing:
        @hookimpl
        def teardown(self) -> None:
            log.append("failing")
            raise SystemExit(3)

    app = _app(log, lambda: "hello")
    app.register_plugin(Failing())

    @app.teardown_request
    def note(error: BaseException | None) -> None:
        log.append("function")

    with pytest.raises(SystemExit):
        start(app, make_environ())

    assert sorted(log) == ["failing", "function", "torn down"]


def test_a_late_teardown_that_fails_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """When the answer has left, the server need not hear of a teardown that fails; the log does."""
    app = Pegboard(__name__)
    app.add_url_rule("/", "index", lambda: stream_with_context(iter([b"a"])))

    @app.teardown_request
    def fail(error: BaseException | None) -> None:
        raise ValueError("too late")

    _, body = start(app, make_environ())
    parts = list(body)
    body.close()

    assert parts == [b"a"]
    assert "ValueError: too late" in caplog.text


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_interrupted_request_is_torn_down(error: type[BaseException]) -> None:
    """What ends the process passes the application, and the request is torn down first."""
    log: list[str] = []

    def view() -> str:
        raise error

    with pytest.raises(error):
        start(_app(log, view), make_environ())

    assert log == [f"torn down by {error()!r}"]
