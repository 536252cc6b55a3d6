"""Who is told: receivers of one application, plain or asynchronous, or nobody."""

from __future__ import annotations

import asyncio
from typing import Any

import blinker
import pytest

import pegboard_signals
from pegboard import Pegboard, Request, current_app, flash, session
from pegboard_hookspecs.errors import SetupError
from pegboard_signals import Namespace, Signals, request_started
from tests.plugins.signals.site import SIGNALS, Diary, make_app


@pytest.mark.item("A15.8")
def test_the_sender_is_the_application_itself() -> None:
    """Receivers get the application, not what stands for it."""
    app = make_app()
    senders: list[object] = []

    def note(sender: object) -> None:
        senders.extend([sender, sender is current_app])

    with request_started.connected_to(note):
        app.test_client().get("/")

    assert senders == [app, False]
    assert type(senders[0]) is Pegboard


@pytest.mark.item("A15.8")
def test_receivers_are_connected_to_one_application() -> None:
    """What happens in one application is not told to the receivers of another."""
    app, other = make_app(), make_app()
    diary = Diary(app)

    other.test_client().get("/")

    assert diary.lines == []


@pytest.mark.item("A15.9")
@pytest.mark.parametrize(
    "name",
    ["appcontext_pushed", "request_started", "request_finished", "request_tearing_down"],
)
def test_receivers_may_be_asynchronous(name: str) -> None:
    """A receiver that is ``async def`` has run to its end before the request goes on."""
    app = make_app(TESTING=True)
    seen: list[object] = []

    async def receive(sender: object, **values: Any) -> None:
        await asyncio.sleep(0)
        seen.append(sender)

    with SIGNALS[name].connected_to(receive, app):
        app.test_client().get("/")

    assert seen == [app]


@pytest.mark.item("A15.9")
def test_the_application_runs_asynchronous_receivers() -> None:
    """How a coroutine is run is for the application to say, by ``async_to_sync``."""

    class Own(Pegboard):
        def async_to_sync(self, function: Any) -> Any:
            def run(*args: Any, **kwargs: Any) -> Any:
                seen.append("mine")
                return asyncio.run(function(*args, **kwargs))

            return run

    seen: list[str] = []
    app = Own(__name__, plugins={"app:signals": Signals})

    async def receive(sender: object) -> None:
        seen.append("received")

    with request_started.connected_to(receive, app):
        app.test_client().get("/")

    assert seen == ["mine", "received"]


def test_an_event_loop_takes_plain_receivers() -> None:
    """Behind a gateway with an event loop, the error of an asynchronous receiver says so."""
    app = make_app(TESTING=True)

    async def receive(sender: object) -> None:
        """Never called."""

    async def handle() -> None:
        await app.handle_async(Request())

    with request_started.connected_to(receive, app), pytest.raises(SetupError, match="event loop"):
        asyncio.run(handle())


@pytest.mark.needs("sessions")
def test_nobody_has_to_listen() -> None:
    """Where nobody is connected, an application answers as it would without the plugin."""
    app = make_app()

    @app.get("/")
    def view() -> str:
        flash("seen")
        return str(len(session))

    @app.get("/fail")
    def fail() -> str:
        raise ValueError("broken")

    client = app.test_client()

    assert client.get("/").text == "1"
    assert client.get("/fail").status_code == 500


def test_an_application_without_the_plugin_sends_nothing() -> None:
    """Only where the plugin is registered are signals sent."""
    app = Pegboard(__name__)
    diary = Diary(app)

    app.test_client().get("/")

    assert diary.lines == []


def test_the_usual_names() -> None:
    """The signals bear the names under which they are known elsewhere."""
    assert {name: signal.name for name, signal in SIGNALS.items()} == {
        "appcontext_popped": "appcontext-popped",
        "appcontext_pushed": "appcontext-pushed",
        "appcontext_tearing_down": "appcontext-tearing-down",
        "before_render_template": "before-render-template",
        "got_request_exception": "got-request-exception",
        "message_flashed": "message-flashed",
        "request_finished": "request-finished",
        "request_started": "request-started",
        "request_tearing_down": "request-tearing-down",
        "template_rendered": "template-rendered",
    }


def test_signals_of_one_s_own() -> None:
    """``Namespace`` is Blinker's: signals of one's own do not meet those of others."""
    mine = Namespace().signal("request-started")

    assert pegboard_signals.Namespace is blinker.Namespace
    assert mine is not request_started
