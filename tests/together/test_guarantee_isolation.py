"""Each request sees its own request, session and g, however requests are mixed (R32)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest

from pegboard import Pegboard, g, has_request_context, request, session, stream_with_context
from pegboard_hookspecs import Request, hookimpl
from tests.together.wire import ask, make_environ, start

pytestmark = pytest.mark.needs("routing", "json")

NAMES = ["ada", "bob", "cyd", "dan", "eve"]


class Sessions:
    """Sessions that know whose they are."""

    @hookimpl
    def open_session(self, request: Request) -> dict[str, str]:
        return {"path": request.path}

    @hookimpl
    def save_session(self) -> None:
        """Nothing is kept."""


def _seen() -> str:
    """Say what is current, by each of the ways to it."""
    return " ".join([request.path, session["path"], g.path, request.args["name"]])


def _expected(name: str) -> str:
    return f"/{name} /{name} /{name} {name}"


def _environ(name: str) -> dict[str, Any]:
    return make_environ(f"/{name}", QUERY_STRING=f"name={name}")


def _app(view: Callable[[], Any]) -> Pegboard:
    app = Pegboard(__name__, plugins={"sessions": Sessions})

    @app.before_request
    def remember() -> None:
        assert "path" not in g
        g.path = request.path

    for name in NAMES:
        app.add_url_rule(f"/{name}", name, view)
    return app


def _parts() -> Iterator[str]:
    for _ in range(3):
        yield _seen()


def _kept() -> Iterator[str]:
    return stream_with_context(_parts())


def _body(app: Pegboard, name: str) -> Any:
    answer, body = start(app, _environ(name))
    assert answer.code == 200
    return body


# Threads, greenlets, tasks


def test_threads() -> None:
    """Views that run at the same time in several threads each see their own request."""
    barrier = Barrier(len(NAMES), timeout=10)

    def view() -> dict[str, list[str]]:
        seen: list[str] = []
        for _ in range(3):
            barrier.wait()
            seen.append(_seen())
        return {"seen": seen}

    app = _app(view)
    app.start()
    with ThreadPoolExecutor(len(NAMES)) as pool:
        bodies = list(pool.map(partial(_read, app), NAMES))
    counts = {name: body.count(_expected(name)) for name, body in zip(NAMES, bodies, strict=True)}

    assert counts == dict.fromkeys(NAMES, 3)


def test_greenlets() -> None:
    """Views that switch to each other in the middle each see their own request."""
    greenlet = pytest.importorskip("greenlet")
    seen: dict[str, list[str]] = {name: [] for name in NAMES}

    def view() -> str:
        mine = seen[request.path[1:]]
        for _ in range(3):
            mine.append(_seen())
            hub.switch()
        return _seen()

    app = _app(view)
    hub = greenlet.getcurrent()
    workers = {name: greenlet.greenlet(partial(_read, app, name)) for name in NAMES}
    results: dict[str, Any] = {}
    while workers:
        for name, worker in list(workers.items()):
            results[name] = worker.switch()
            if worker.dead:
                del workers[name]

    assert seen == {name: [_expected(name)] * 3 for name in NAMES}
    assert results == {name: _expected(name) for name in NAMES}


def _read(app: Pegboard, name: str) -> str:
    return b"".join(_body(app, name)).decode()


def test_tasks() -> None:
    """Views that await in the middle each see their own request before and after."""

    async def view() -> str:
        before = _seen()
        for _ in range(3):
            await asyncio.sleep(0)
        assert _seen() == before
        return before

    app = _app(view)

    async def main() -> list[bytes]:
        requests = [Request(path=f"/{n}", query_string=f"name={n}".encode()) for n in NAMES]
        responses = await asyncio.gather(*map(app.handle_async, requests))
        return [response.get_data() for response in responses]

    assert asyncio.run(main()) == [_expected(name).encode() for name in NAMES]


def test_a_child_of_a_task_sees_the_request_of_its_parent() -> None:
    """A task that a view starts works for the view's request."""

    async def view() -> str:
        return await asyncio.create_task(_later())

    async def _later() -> str:
        await asyncio.sleep(0)
        return _seen()

    app = _app(view)
    response = asyncio.run(app.handle_async(Request(path="/ada", query_string=b"name=ada")))

    assert response.get_data(as_text=True) == _expected("ada")


# Streams


def test_interleaved_streams() -> None:
    """Streams that one thread reads in turns each see their own request."""
    app = _app(_kept)
    bodies = [_body(app, name) for name in NAMES]
    rounds = [[part.decode() for part in parts] for parts in zip(*bodies, strict=True)]
    for body in reversed(bodies):
        body.close()

    assert rounds == [[_expected(name) for name in NAMES]] * 3


def test_a_stream_that_is_read_beside_another_request() -> None:
    """A request that is answered in the middle of a stream does not disturb it."""
    app = _app(_kept)
    app.add_url_rule("/plain", view_func=lambda: request.path, endpoint="plain")
    body = _body(app, "ada")
    seen = [next(body), ask(app, path="/plain").body, next(body), ask(app, path="/plain").body]
    body.close()

    assert [part.decode() for part in seen] == [_expected("ada"), "/plain"] * 2


def test_a_stream_inside_of_a_view() -> None:
    """A view may read a stream of its own application, and still sees its own request."""

    def view() -> str:
        body = _body(inner, "bob")
        seen = [part.decode() for part in body]
        body.close()
        return " | ".join([*seen, _seen()])

    inner, app = _app(_kept), _app(view)

    assert _read(app, "ada") == " | ".join([*[_expected("bob")] * 3, _expected("ada")])


def test_a_stream_that_is_handed_over() -> None:
    """Each part may be made, and the stream be closed, by another thread."""
    closed: list[str] = []

    def parts() -> Iterator[str]:
        try:
            yield from _parts()
        finally:
            closed.append(_seen())

    app = _app(lambda: stream_with_context(parts()))

    @app.teardown_request
    def note(error: BaseException | None) -> None:
        closed.append(_seen())

    body = _body(app, "ada")
    seen = [_in_thread(lambda: next(body).decode()) for _ in range(2)]
    _in_thread(body.close)

    assert seen == [_expected("ada")] * 2
    assert closed == [_expected("ada")] * 2


def _in_thread(function: Callable[[], Any]) -> Any:
    results: list[Any] = []
    thread = Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]


def test_a_stream_leaves_nothing_current() -> None:
    """Between parts, and when it is closed, a stream's request is not current for the server."""
    app = _app(_kept)
    body = _body(app, "ada")
    is_current = [has_request_context(), *(has_request_context() for _ in body)]
    body.close()

    assert [*is_current, has_request_context()] == [False] * 5


@pytest.mark.parametrize("read", [0, 1], ids=["unread", "begun"])
def test_a_forgotten_stream_hands_nothing_on(read: int) -> None:
    """A stream that is never closed does not hand its g to the next request."""
    app = _app(_kept)
    leaked = _body(app, "ada")
    for _ in range(read):
        next(leaked)
    second = _body(app, "bob")
    seen = [part.decode() for part in second]
    second.close()

    assert seen == [_expected("bob")] * 3


def test_a_stream_without_context_has_no_request() -> None:
    """A plain stream is made when its request is over: asking for one is an error."""
    app = _app(_parts)

    with pytest.raises(RuntimeError, match="Working outside of request context"):
        list(_body(app, "ada"))


# Nesting


def test_an_application_inside_of_an_application() -> None:
    """A view may call another application, or its own, and still sees its own request."""

    def view() -> str:
        inner = b"".join(_body(app, "bob")).decode() if request.path == "/ada" else ""
        return f"{inner}|{_seen()}"

    app = _app(view)

    assert _read(app, "ada") == f"|{_expected('bob')}|{_expected('ada')}"


def test_a_fault_in_an_inner_request_leaves_the_outer_one_current() -> None:
    """When an inner request fails, the outer one goes on as itself."""

    def view() -> str:
        if request.path == "/bob":
            raise ValueError
        inner = start(app, _environ("bob"))[0].code
        return f"{inner} {_seen()}"

    app = _app(view)

    assert _read(app, "ada") == f"500 {_expected('ada')}"
