"""What is easy to miss about contexts and streams."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextvars import copy_context
from threading import Thread
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    g,
    has_app_context,
    hookimpl,
    request,
    session,
    stream_with_context,
)
from tests.core.site import make_app, say

pytestmark = pytest.mark.needs("routing", "sessions")


@pytest.fixture
def ended() -> list[str]:
    """Give the paths of requests that were torn down."""
    return []


@pytest.fixture
def app(ended: list[str]) -> Pegboard:
    """Give an application with two views that stream what is in the session."""
    app = make_app(config={"SECRET_KEY": "k" * 32})

    def parts() -> Iterator[str]:
        yield f"{session['name']} "
        yield request.path

    @app.get("/plain")
    def plain() -> Any:
        session["name"] = "ada"
        return stream_with_context(parts())

    @app.get("/later")
    async def later() -> Any:
        await asyncio.sleep(0)
        session["name"] = "bob"
        return stream_with_context(parts())

    @app.teardown_request
    def note(error: BaseException | None) -> None:
        ended.append(request.path)

    return app


@pytest.mark.item("B12.1")
@pytest.mark.parametrize(("path", "text"), [("/plain", "ada /plain"), ("/later", "bob /later")])
def test_a_stream_has_its_session(app: Pegboard, ended: list[str], path: str, text: str) -> None:
    """What a view put into the session is there while its stream is read."""
    with app.test_client() as client:
        answer = client.get(path)

        assert answer.text == text
        answer.close()
        assert ended == [path]
        assert answer.headers["Set-Cookie"].startswith("session=")


@pytest.mark.item("B12.1")
def test_teardown_waits_for_the_end_of_a_stream(app: Pegboard, ended: list[str]) -> None:
    """Teardown functions run once: not before the stream is read, but when it has ended."""
    answer = app.test_client().get("/plain", buffered=False)
    parts = answer.iter_encoded()

    assert (next(parts), ended) == (b"ada ", [])
    assert (list(parts), ended) == ([b"/plain"], [])
    answer.close()
    assert ended == ["/plain"]


@pytest.mark.item("B12.1")
def test_a_stream_that_nobody_reads_ends_too(app: Pegboard, ended: list[str]) -> None:
    """Closing an answer unread is the end of its request."""
    app.test_client().get("/plain", buffered=False).close()

    assert ended == ["/plain"]


@pytest.mark.item("B12.2")
def test_a_request_is_not_in_its_environ(app: Pegboard) -> None:
    """The environ does not lead back to the request, so that neither keeps the other alive."""
    found: list[str] = []

    def view() -> str:
        here = request.environ.items()
        found.extend(key for key, value in here if value is app.current_request())
        return "said"

    app.add_url_rule("/", "index", view)
    answer = app.test_client().get("/")

    assert (answer.text, found) == ("said", [])


@pytest.mark.item("B12.3")
def test_threads_and_tasks_are_apart(app: Pegboard) -> None:
    """A thread starts with nothing current, and tasks that take turns each see their own."""
    seen: list[object] = []

    async def work(name: str) -> None:
        with app.test_request_context(f"/{name}"):
            g.name = name
            await asyncio.sleep(0)
            seen.append((request.path, g.name))

    async def both() -> None:
        await asyncio.gather(work("ada"), work("bob"))

    with app.app_context():
        thread = Thread(target=lambda: seen.append(has_app_context()))
        thread.start()
        thread.join()
    asyncio.run(both())

    assert seen == [False, ("/ada", "ada"), ("/bob", "bob")]


@pytest.mark.item("B12.3")
def test_what_is_current_is_a_context_variable(app: Pegboard) -> None:
    """A copy of the context variables keeps what was current when it was made."""
    with app.app_context():
        variables = copy_context()

    assert (has_app_context(), variables.run(has_app_context)) == (False, True)


@pytest.mark.item("B12.4")
def test_a_copy_does_not_open_the_session_again() -> None:
    """The session is opened once, and both contexts have it."""
    opened: list[object] = []

    class Sessions:
        """Counts the sessions that it opens."""

        @hookimpl
        def open_session(self) -> dict[str, object]:
            opened.append({})
            return {}

        @hookimpl
        def save_session(self) -> None: ...

    app = make_app(plugins={"sessions": Sessions})
    app.add_url_rule("/", "index", say)
    with app.test_request_context() as context:
        first = context.session
        with context.copy() as copy:
            session["name"] = "ada"
            assert copy.session is first

    assert first == {"name": "ada"}
    assert len(opened) == 1
