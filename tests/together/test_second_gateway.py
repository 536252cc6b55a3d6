"""The seam for other gateways: an event loop drives the very same life, hooks unchanged."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from pegboard import Pegboard, g, request, stream_with_context
from pegboard_hookspecs import Response, hookimpl
from tests.together.memory_gateway import ask

pytestmark = pytest.mark.needs("routing")


class Witness:
    """Writes down every step, and what a wrapper around ``dispatch`` sees."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.dispatched: list[Any] = []
        self.values: list[Any] = []

    @hookimpl
    def request_started(self) -> None:
        self.steps.append("request_started")

    @hookimpl(wrapper=True)
    def match_request(self) -> Generator[None, Any, Any]:
        self.steps.append("match_request")
        return (yield)

    @hookimpl
    def preprocess(self) -> None:
        self.steps.append("preprocess")

    @hookimpl(wrapper=True)
    def dispatch(self) -> Generator[None, Any, Any]:
        self.steps.append("dispatch")
        value = yield
        self.dispatched.append(value)
        return value

    @hookimpl
    def make_response(self, value: object) -> None:
        self.steps.append("make_response")
        self.values.append(value)

    @hookimpl
    def process_response(self, response: Response) -> None:
        self.steps.append("process_response")

    @hookimpl
    def request_finished(self) -> None:
        self.steps.append("request_finished")

    @hookimpl
    def teardown(self, error: BaseException | None) -> None:
        self.steps.append(f"teardown {type(error).__name__}")


STEPS = [
    "request_started", "match_request", "preprocess", "dispatch",
    "make_response", "process_response", "request_finished", "teardown NoneType",
]  # fmt: skip


@pytest.fixture
def witness() -> Witness:
    """What writes the steps down."""
    return Witness()


@pytest.fixture
def app(witness: Witness) -> Pegboard:
    """An application with a plain and an asynchronous view."""
    app = Pegboard(__name__, static_folder=None, plugins={"app:witness": witness})
    app.add_url_rule("/plain", "plain", lambda: f"plain {request.path}")
    app.add_url_rule("/async", "async", awaited)
    app.add_url_rule("/fails", "fails", fails)
    return app


async def awaited() -> str:
    """Give the loop away in between, and still see the same request."""
    await asyncio.sleep(0)
    return f"awaited {request.path}"


async def fails() -> str:
    """Fail after giving the loop away."""
    await asyncio.sleep(0)
    raise LookupError("after the await")


@pytest.mark.parametrize("path", ["/plain", "/async"])
def test_the_steps_are_the_same(app: Pegboard, witness: Witness, path: str) -> None:
    """Plain and asynchronous views pass the same hooks in the same order."""
    answer = asyncio.run(ask(app, "GET", path))

    assert witness.steps == STEPS
    assert answer.status == 200


def test_the_steps_are_those_of_wsgi(app: Pegboard, witness: Witness) -> None:
    """The gateway that ships makes the same calls."""
    app.test_client().get("/plain")

    assert witness.steps == STEPS


def test_a_view_is_awaited_before_its_value_is_turned_into_a_response(
    app: Pegboard, witness: Witness
) -> None:
    """A wrapper around dispatch sees the awaitable; make_response sees the value."""
    answer = asyncio.run(ask(app, "GET", "/async"))

    assert inspect.iscoroutine(witness.dispatched[0])
    assert witness.values == ["awaited /async"]
    assert answer.body == b"awaited /async"


def test_an_error_of_an_awaited_view_reaches_its_handler(app: Pegboard, witness: Witness) -> None:
    """An error handler answers what an asynchronous view raises, and teardown sees no error."""
    app.register_error_handler(LookupError, lambda error: (f"handled: {error.args[0]}", 418))

    answer = asyncio.run(ask(app, "GET", "/fails"))

    assert (answer.status, answer.body) == (418, b"handled: after the await")
    assert witness.steps[-1] == "teardown NoneType"


def test_an_unhandled_error_is_a_500(
    app: Pegboard, witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and teardown is told."""
    answer = asyncio.run(ask(app, "GET", "/fails"))

    assert answer.status == 500
    assert "after the await" in caplog.text
    assert witness.steps[-1] == "teardown LookupError"


def test_a_cancelled_request_is_torn_down(app: Pegboard, witness: Witness) -> None:
    """When the client goes away during the await, step 10 still runs, once."""

    async def cancel() -> None:
        task = asyncio.ensure_future(ask(app, "GET", "/async"))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())

    assert [step for step in witness.steps if step.startswith("teardown")] == [
        "teardown CancelledError"
    ]


def test_requests_that_take_turns_see_their_own(app: Pegboard) -> None:
    """Many requests on one loop, each given away in the middle, never meet."""

    async def echo(number: int) -> str:
        g.number = number
        await asyncio.sleep(0)
        return f"{g.number} {request.path}"

    async def all_at_once() -> list[bytes]:
        asked = (ask(app, "GET", f"/echo/{number}") for number in range(50))
        return [answer.body for answer in await asyncio.gather(*asked)]

    app.add_url_rule("/echo/<int:number>", "echo", echo)

    bodies = asyncio.run(all_at_once())

    assert bodies == [f"{number} /echo/{number}".encode() for number in range(50)]


def test_a_stream_keeps_its_request(app: Pegboard, witness: Witness) -> None:
    """A stream made by an asynchronous view is read with its request, and torn down at its end."""

    async def view() -> Iterator[str]:
        await asyncio.sleep(0)
        return stream_with_context(part for part in ("at ", request.path))

    app.add_url_rule("/stream", "stream", view)

    answer = asyncio.run(ask(app, "GET", "/stream"))

    assert answer.body == b"at /stream"
    assert witness.steps[-1] == "teardown NoneType"


def test_a_body_in_memory_is_read(app: Pegboard) -> None:
    """The request's body needs no environ either."""
    app.add_url_rule("/size", "size", lambda: str(len(request.get_data())), methods=["POST"])

    assert asyncio.run(ask(app, "POST", "/size", b"x" * 70_000)).body == b"70000"


def test_a_request_without_environ_says_so(app: Pegboard) -> None:
    """What belongs to WSGI alone is missing, not made up."""
    app.add_url_rule("/environ", "environ", lambda: str(hasattr(request, "environ")))

    assert asyncio.run(ask(app, "GET", "/environ")).body == b"False"


def test_wsgi_refuses_an_asynchronous_view(app: Pegboard, caplog: pytest.LogCaptureFixture) -> None:
    """A gateway without a loop cannot await: a 500 whose message names the view, and no warning."""
    answer = app.test_client().get("/async")

    assert answer.status_code == 500
    assert "'async'" in caplog.text
    assert "asynchronous" in caplog.text
