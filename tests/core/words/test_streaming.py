"""Streams that keep their request; mixed and broken ones are in tests/together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pegboard import request, stream_with_context
from pegboard.context import current
from pegboard.words.streaming import ContextStream
from pegboard_hookspecs.errors import ContextError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing")


def _get(view: Any) -> str:
    app = make_app()
    app.add_url_rule("/path", "index", view)
    text: str = app.test_client().get("/path").text
    return text


def test_an_iterator_keeps_its_request() -> None:
    """The request is current while a generator runs that was made in the view."""

    def parts() -> Iterator[str]:
        yield request.path
        yield "!"

    assert _get(lambda: stream_with_context(parts())) == "/path!"


def test_a_list_may_be_streamed() -> None:
    """Whatever can be iterated over can be a stream."""
    assert _get(lambda: stream_with_context(["a", "b"])) == "ab"


def test_a_function_can_be_decorated() -> None:
    """A decorated generator function keeps the request of its call, arguments and name."""

    @stream_with_context
    def parts(greeting: str, *, end: str) -> Iterator[str]:
        yield f"{greeting} {request.path}{end}"

    assert parts.__name__ == "parts"
    assert _get(lambda: parts("at", end="!")) == "at /path!"


def test_there_must_be_a_request() -> None:
    """Outside of a request there is nothing to keep."""
    with make_app().app_context(), pytest.raises(ContextError, match="'stream_with_context'"):
        stream_with_context(["a"])


def test_an_iterable_is_closed_and_not_its_iterator() -> None:
    """What was given is what is closed."""

    class Parts:
        closed = 0

        def __iter__(self) -> Iterator[str]:
            return iter(["a"])

        def close(self) -> None:
            self.closed += 1

    given = Parts()

    assert _get(lambda: stream_with_context(given)) == "a"
    assert given.closed == 1


def test_what_a_stream_raises_late_is_not_kept() -> None:
    """A stream that is read although its request is over does not hold on to its errors."""

    def parts() -> Iterator[str]:
        yield "a"
        raise ValueError("late")

    with make_app().test_request_context():
        context = current("test")
        stream = ContextStream(parts(), context)
        next(stream)
    with pytest.raises(ValueError, match="late"):
        next(stream)

    assert context.error is None
