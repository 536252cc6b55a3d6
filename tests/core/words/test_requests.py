"""Words about the current request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    Response,
    after_this_request,
    copy_current_request_context,
    g,
    has_request_context,
    request,
)
from pegboard_hookspecs.errors import ContextError
from tests.core.site import make_app, say


def _noting(order: list[str], name: str) -> Callable[[Response], Response]:
    def note(response: Response) -> Response:
        order.append(name)
        return response

    return note


def test_a_function_changes_the_response_of_this_request() -> None:
    """Functions run in the order registered, for this request only, before ``after_request``."""
    app = make_app()
    order: list[str] = []

    @app.before_request
    def answer() -> str:
        if request.args:
            after_this_request(_noting(order, "first"))
            after_this_request(_noting(order, "second"))
        return "answer"

    app.after_request(_noting(order, "always"))
    app.test_client().get("/?with")
    app.test_client().get("/")

    assert order == ["first", "second", "always", "always"]


def test_the_function_is_given_back() -> None:
    """The word is a decorator that leaves the function as it is."""
    with make_app().test_request_context():
        assert after_this_request(say) is say


@pytest.mark.parametrize("word", [after_this_request, copy_current_request_context])
def test_a_word_needs_a_request(word: Any) -> None:
    """Outside of a request, with or without an application, the word's name is in the error."""
    message = f"outside of request context: '{word.__name__}'"

    with pytest.raises(ContextError, match=message):
        word(say)
    with make_app().app_context(), pytest.raises(ContextError, match=message):
        word(say)


@pytest.fixture
def seen() -> list[str]:
    """Give a list of what functions saw."""
    return []


def _app(seen: list[str], work: Any) -> Pegboard:
    app = make_app()

    @app.before_request
    def answer() -> str:
        g.user = "Ada"
        work()
        return "answer"

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        seen.append("end")

    return app


def test_a_thread_sees_the_request(seen: list[str]) -> None:
    """A copied function sees request and ``g`` in a thread, and the request still ends once."""

    def work() -> None:
        @copy_current_request_context
        def see(greeting: str) -> None:
            seen.append(f"{greeting} {g.user} {request.path}")

        thread = Thread(target=see, args=("Hello",))
        thread.start()
        thread.join()

    _app(seen, work).test_client().get("/x")

    assert seen == ["Hello Ada /x", "end"]


def test_a_task_sees_the_request(seen: list[str]) -> None:
    """A copied coroutine function sees the request while it is awaited, and not beyond."""
    copies: list[Any] = []

    async def see() -> str:
        await asyncio.sleep(0)
        return request.path

    app = _app(seen, lambda: copies.append(copy_current_request_context(see)))
    app.test_client().get("/x")

    assert asyncio.run(copies[0]()) == "/x"
    assert not has_request_context()


def test_a_copy_looks_like_its_function(seen: list[str]) -> None:
    """A copy has the name of its function, and gives back what it gives."""
    with make_app().test_request_context():
        copied = copy_current_request_context(say)

    assert (copied.__name__, copied()) == ("say", "said")
