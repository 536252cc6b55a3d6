"""An answer that cannot go on is aborted, so that the client sees it (R37)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pegboard import Pegboard, request, stream_with_context
from pegboard_hookspecs import Response, hookimpl
from tests.together.wire import ask, make_environ, start

pytestmark = pytest.mark.needs("routing")


class Watch:
    def __init__(self) -> None:
        self.errors: list[BaseException | None] = []

    @hookimpl
    def teardown(self, error: BaseException | None) -> None:
        self.errors.append(error)


def _failing(error: Exception | None = None) -> Iterator[bytes]:
    yield b"one"
    yield b"two"
    raise error or ValueError("the disk is gone")


def _wrong() -> Iterator[Any]:
    yield b"one"
    yield 2


VIEWS: dict[str, Callable[[], Any]] = {
    "plain": _failing,
    "kept": lambda: stream_with_context(_failing()),
    "response": lambda: Response(_failing(), headers={"X": "1"}),
    "passed": lambda: Response(_failing(), direct_passthrough=True),
}


def _app(view: Callable[[], Any]) -> tuple[Pegboard, Watch]:
    app, watch = Pegboard(__name__), Watch()
    app.register_plugin(watch)
    app.add_url_rule("/", "index", view)
    return app, watch


@pytest.mark.parametrize("name", VIEWS)
def test_an_error_between_parts_reaches_the_server(name: str) -> None:
    """The server learns of the error and aborts: a cut answer never looks like a whole one."""
    app, _ = _app(VIEWS[name])
    answer, body = start(app, make_environ())
    parts = iter(body)
    sent = [next(parts), next(parts)]

    assert (answer.code, sent) == (200, [b"one", b"two"])
    with pytest.raises(ValueError, match="disk is gone"):
        next(parts)


def test_a_part_that_cannot_be_sent_reaches_the_server() -> None:
    """A part that is neither text nor bytes aborts the answer, and says so."""
    app, _ = _app(_wrong)
    parts = iter(start(app, make_environ())[1])
    next(parts)

    with pytest.raises(TypeError, match="A part of the response's body is 2, of type int"):
        next(parts)


def test_a_kept_request_learns_of_the_error() -> None:
    """The teardown of a request that waits for its stream is told why it ended."""
    error = ValueError("the disk is gone")
    app, watch = _app(lambda: stream_with_context(_failing(error)))
    body = start(app, make_environ())[1]
    with pytest.raises(ValueError, match="disk is gone"):
        list(body)
    body.close()

    assert watch.errors == [error]


def test_other_requests_go_on() -> None:
    """An answer that is aborted leaves nothing behind for the next one."""
    app, watch = _app(lambda: stream_with_context(_failing()))
    app.add_url_rule("/path", view_func=lambda: request.path, endpoint="path")
    aborted = start(app, make_environ())[1]
    next(iter(aborted))
    between = ask(app, path="/path").body
    aborted.close()

    assert (between, ask(app, path="/path").body) == (b"/path", b"/path")
    assert watch.errors == [None, None, None]


@pytest.mark.parametrize("error", [ConnectionError, ValueError, KeyboardInterrupt])
@pytest.mark.parametrize("name", [*VIEWS, "short"])
def test_an_error_of_the_server_passes(name: str, error: type[BaseException]) -> None:
    """What ``start_response`` raises is the server's own: it goes back as it came."""
    app, watch = _app(VIEWS.get(name, lambda: "hello"))
    raised = error("the server's")

    def start_response(*args: object) -> Any:
        raise raised

    with pytest.raises(error) as caught:
        app(make_environ(), start_response)

    assert caught.value is raised
    assert watch.errors == [None]


@pytest.mark.parametrize("environ", [{"HTTP_HOST": "a b"}, {"REQUEST_METHOD": ""}], ids=str)
def test_an_error_of_the_server_passes_for_a_refusal(environ: dict[str, str]) -> None:
    """So it is where the request was refused before any hook."""
    app, watch = _app(lambda: "hello")

    def start_response(*args: object) -> Any:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        app(make_environ() | environ, start_response)

    assert watch.errors == []


def test_the_first_part_is_made_when_the_server_asks() -> None:
    """A stream starts when the head has left, so that a slow one does not hold the head up."""
    made: list[str] = []

    def parts() -> Iterator[bytes]:
        made.append("first")
        yield b"first"

    app, _ = _app(parts)
    body = start(app, make_environ())[1]
    before = list(made)
    list(body)

    assert (before, made) == ([], ["first"])
