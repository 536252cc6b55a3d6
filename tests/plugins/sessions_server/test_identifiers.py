"""When a session gets a new identifier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pegboard_sessions_server import ServerSession
from tests.plugins.sessions_server.site import Site, has_cookie, log_in, log_out, token_of


def _begin(session: Any) -> None:
    session["cart"] = 1


def test_logging_in_changes_the_identifier(site: Site) -> None:
    """When the session becomes a user's it gets a new identifier, and the old one is worthless."""
    planted = site.begin(_begin)

    token = site.begin(log_in(5), planted)

    assert token != planted
    assert site.read(token) == {"cart": 1, "user_id": 5}
    assert site.read(planted) == {}


def test_another_user_changes_the_identifier(site: Site) -> None:
    """When the session becomes another user's it gets a new identifier."""
    first = site.begin(log_in("ada"))

    second = site.begin(log_in("bob"), first)

    assert site.read(first) == {}
    assert site.read(second) == {"user_id": "bob"}


def test_logging_out_changes_the_identifier(site: Site) -> None:
    """When the session becomes nobody's it gets a new identifier."""
    first = site.begin(lambda session: session.update(user_id=1, theme="dark"))

    second = site.begin(lambda session: session.pop("user_id"), first)

    assert site.read(first) == {}
    assert site.read(second) == {"theme": "dark"}


def test_the_same_user_keeps_the_identifier(plain_site: Site) -> None:
    """A session that stays a user's keeps its identifier, whatever else is changed."""
    token = plain_site.begin(log_in(5))

    assert (
        token_of(plain_site.visit(lambda session: session.update(user_id="5", a=1), token)) == token
    )


def test_rotation_changes_the_identifier(site: Site) -> None:
    """``session.rotate()`` gives a new identifier to the same values."""
    first = site.begin(_begin)

    second = site.begin(lambda session: session.rotate(), first)

    assert site.read(second) == {"cart": 1}
    assert site.read(first) == {}


def test_a_log_in_that_comes_after_a_log_out_is_kept(site: Site) -> None:
    """Who has just logged in needs no session from before, not even where his cookie is dead."""
    first = site.begin(_begin)
    held: list[str] = []

    def log_in_late(session: Any) -> None:
        session["user_id"] = 1
        site.provider.revoke(session.key)
        held.append(session.key)

    second = site.begin(log_in_late, first)

    assert site.read(second) == {"cart": 1, "user_id": 1}
    assert held


def test_rotation_of_a_revoked_session_does_not_bring_it_back(site: Site) -> None:
    """A session that was revoked while a request was answered stays dead, rotated or not."""
    token = site.begin(_begin)

    def rotate_late(session: Any) -> None:
        session.rotate()
        site.provider.revoke(session.key)

    response = site.visit(rotate_late, token)

    assert not has_cookie(response)
    assert site.read(token) == {}


def test_without_a_key_for_users_only_rotation_does(
    sites: Callable[..., Site], settings: dict[str, object]
) -> None:
    """With SESSION_USER_KEY None no value changes the identifier."""
    site = sites(**settings, SESSION_USER_KEY=None)
    token = site.begin(_begin)

    assert token_of(site.visit(log_in(5), token)) == token


def test_another_value_may_name_the_user(sites: Callable[..., Site]) -> None:
    """SESSION_USER_KEY says which value names the user."""
    site = sites(SESSION_USER_KEY="_user_id")
    token = site.begin(_begin)

    assert token_of(site.visit(lambda session: session.update(_user_id="7"), token)) != token
    assert site.provider.revoke_user(7) == 1


def test_a_session_knows_its_key(plain_site: Site) -> None:
    """``session.key`` is what the store knows it by, and nothing before it was kept."""
    keys: list[str | None] = []

    def log_in_and_look(session: Any) -> None:
        keys.append(session.key)
        session["user_id"] = 1

    token = plain_site.begin(log_in_and_look)
    plain_site.visit(lambda session: keys.append(session.key), token)

    assert keys == [None, plain_site.provider.sessions_of(1)[0][0]]


def test_logging_out_ends_the_session_everywhere(plain_site: Site) -> None:
    """After ``session.clear()`` no copy of the cookie works."""
    token = plain_site.begin(log_in(1))

    plain_site.visit(log_out, token)

    assert plain_site.read(token) == {}


def test_a_session_stands_by_itself() -> None:
    """A session can be made by hand, for tests of code that takes one."""
    session = ServerSession({"a": 1})

    session.rotate()

    assert session.is_rotated
    assert session.key is None
