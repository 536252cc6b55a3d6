"""Sessions that a test changes."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard import Pegboard, g, has_request_context, hookimpl, request, session
from pegboard.testing import Client
from pegboard_hookspecs.errors import SetupError, SlotEmptyError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing", "json", "sessions")

KEY = "a key of no less than 32 bytes is needed"


class Forgetful:
    """A plugin whose sessions are none."""

    @hookimpl
    def open_session(self) -> None:
        """Open nothing."""

    @hookimpl
    def save_session(self) -> None:
        """Save nothing."""


@pytest.fixture
def app() -> Pegboard:
    """Give an application that shows its session."""
    app = make_app(config={"SECRET_KEY": KEY})

    @app.route("/")
    def show() -> dict[str, Any]:
        return dict(session)

    return app


@pytest.fixture
def client(app: Pegboard) -> Client:
    """Give a visitor."""
    client: Client = app.test_client()
    return client


def test_a_session_is_planted(client: Client) -> None:
    """What a block puts into the session is there for the next request, and the next block."""
    with client.session_transaction() as planted:
        planted["user"] = "Ada"

    assert client.get("/").json == {"user": "Ada"}
    with client.session_transaction() as planted:
        assert planted["user"] == "Ada"


def test_a_session_is_emptied(client: Client) -> None:
    """A block may empty the session, and the visitor forgets the cookie."""
    with client.session_transaction() as planted:
        planted["user"] = "Ada"
    with client.session_transaction() as planted:
        planted.clear()

    assert client.get("/").json == {}
    assert client.get_cookie("session") is None


def test_a_failed_block_changes_nothing(app: Pegboard, client: Client) -> None:
    """A block that raises leaves the session as it was, and its request ends all the same."""
    ended: list[object] = []
    app.teardown_request(ended.append)

    with pytest.raises(KeyError), client.session_transaction() as planted:
        planted["user"] = planted["nobody"]

    assert ended == [None]
    assert client.get("/").json == {}


def test_a_block_is_outside_of_its_request(app: Pegboard, client: Client) -> None:
    """In the block nothing is current but what was before."""
    with client.session_transaction():
        assert not has_request_context()
    with app.test_request_context("/outer"), client.session_transaction():
        assert request.path == "/outer"


def test_a_block_may_make_requests(client: Client) -> None:
    """In the block the same visitor may make requests."""
    with client.session_transaction() as planted:
        assert client.get("/").json == {}
        planted["user"] = "Ada"

    assert client.get("/").json == {"user": "Ada"}


def test_a_request_that_stays_is_not_disturbed(app: Pegboard, client: Client) -> None:
    """The request that a client keeps current stays so around a transaction."""
    app.before_request(lambda: setattr(g, "user", "Ada"))

    with client:
        client.get("/")
        with client.session_transaction() as planted:
            planted["user"] = "Grace"
        assert (request.path, g.user) == ("/", "Ada")


def test_a_request_may_be_described(app: Pegboard, client: Client) -> None:
    """The session may be one of another host or path."""
    app.config["SESSION_COOKIE_PATH"] = "/shop"
    app.add_url_rule("/shop/", "shop", app.view_functions["show"])

    with client.session_transaction("/shop/", base_url="https://example.org") as planted:
        planted["user"] = "Ada"

    assert client.get("/shop/").json == {}
    assert client.get("https://example.org/shop/").json == {"user": "Ada"}


def test_a_transaction_starts_the_application(app: Pegboard, client: Client) -> None:
    """Plugins are ready before the first session is opened."""
    order: list[str] = []
    app.hookimpl("app_ready")(lambda: order.append("ready"))

    with client.session_transaction():
        assert order == ["ready"]


def test_cookies_are_needed(app: Pegboard) -> None:
    """A client that keeps no cookies has no session to change."""
    client = app.test_client(use_cookies=False)

    with (
        pytest.raises(TypeError, match=r"Cookies are disabled\. Make the client with use_cookies"),
        client.session_transaction(),
    ):
        pass


def test_a_session_is_needed() -> None:
    """A provider that opens no session is told of, not its None."""
    client = make_app(plugins={"sessions": Forgetful()}).test_client()

    with pytest.raises(SetupError, match="did not open a session"), client.session_transaction():
        pass


def test_sessions_are_needed() -> None:
    """Without sessions the error names the empty slot."""
    client = make_app(plugins={"sessions": False}).test_client()

    with pytest.raises(SlotEmptyError, match="slot 'sessions'"), client.session_transaction():
        pass
