"""How long a session lives, by the server's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pegboard_sessions_server.identifiers import key_of
from tests.plugins.sessions_server.site import Clock, Site, read

HOUR = 3600


def _begin(session: Any) -> None:
    session["a"] = 1


@pytest.mark.parametrize(
    ("seconds", "lives"),
    [
        pytest.param(0, True, id="at-once"),
        pytest.param(HOUR, True, id="to-the-second"),
        pytest.param(HOUR + 1, False, id="a-second-later"),
    ],
)
def test_an_idle_session_ends(
    sites: Callable[..., Site], clock: Clock, seconds: int, *, lives: bool
) -> None:
    """A session that was not used for PERMANENT_SESSION_LIFETIME is not found any more."""
    site = sites(PERMANENT_SESSION_LIFETIME=timedelta(hours=1))
    token = site.begin(_begin)

    clock.now += seconds

    assert bool(site.read(token)) is lives


def test_use_prolongs_a_session(sites: Callable[..., Site], clock: Clock) -> None:
    """A session that is only read lives on, permanent or not."""
    site = sites(PERMANENT_SESSION_LIFETIME=timedelta(hours=1))
    token = site.begin(_begin)

    for _ in range(5):
        clock.now += HOUR - 200
        site.visit(read, token)

    assert site.read(token) == {"a": 1}


def test_use_does_not_prolong_for_ever(sites: Callable[..., Site], clock: Clock) -> None:
    """A session ends when it is older than SESSION_ABSOLUTE_LIFETIME, though it is in use."""
    site = sites(PERMANENT_SESSION_LIFETIME=HOUR, SESSION_ABSOLUTE_LIFETIME=3 * HOUR)
    token = site.begin(_begin)

    lives: list[bool] = []
    for _ in range(5):
        clock.now += HOUR - 200
        lives.append(bool(site.read(token)))

    assert lives == [True, True, True, False, False]


def test_without_an_absolute_end_use_prolongs(sites: Callable[..., Site], clock: Clock) -> None:
    """With SESSION_ABSOLUTE_LIFETIME None there is no limit."""
    site = sites(PERMANENT_SESSION_LIFETIME=HOUR, SESSION_ABSOLUTE_LIFETIME=None)
    token = site.begin(_begin)

    for _ in range(5):
        clock.now += HOUR - 200
        site.visit(read, token)

    assert site.read(token) == {"a": 1}


def test_writing_does_not_move_the_absolute_end(sites: Callable[..., Site], clock: Clock) -> None:
    """A change of its values prolongs a session only within its absolute lifetime."""
    site = sites(SESSION_ABSOLUTE_LIFETIME=HOUR)
    token = site.begin(_begin)

    clock.now += HOUR
    site.visit(_begin, token)
    clock.now += 1

    assert site.read(token) == {}


def test_a_new_identifier_begins_a_new_life(sites: Callable[..., Site], clock: Clock) -> None:
    """``rotate`` lets the absolute lifetime begin anew."""
    site = sites(SESSION_ABSOLUTE_LIFETIME=HOUR)
    token = site.begin(_begin)

    clock.now += HOUR
    token = site.begin(lambda session: session.rotate(), token)
    clock.now += HOUR

    assert site.read(token) == {"a": 1}


def test_a_session_from_the_future_is_none(plain_site: Site, clock: Clock) -> None:
    """A record that was made in the future is refused."""
    token = plain_site.begin(_begin)

    clock.now -= 60

    assert plain_site.read(token) == {}


def test_use_is_noted_now_and_then(plain_site: Site, clock: Clock) -> None:
    """Reading a session writes to the store at most once a minute."""
    token = plain_site.begin(_begin)
    touched: list[int] = []
    touch = plain_site.store.touch

    def note(key: str, used: int, expires: int) -> bool:
        touched.append(int(used - begin))
        return bool(touch(key, used, expires))

    begin = clock.now
    plain_site.store.touch = note
    for _ in range(12):
        clock.now += 20
        plain_site.visit(read, token)

    assert touched == [60, 120, 180, 240]


def test_noting_use_moves_the_end(site: Site, clock: Clock) -> None:
    """In every store a noted use moves the end of the session, and leaves its values."""
    token = site.begin(lambda session: session.update(user_id=1, a=1))
    before = site.store.read(key_of(token))
    clock.now += 120

    seen = site.read(token)
    after = site.store.read(key_of(token))

    assert seen == {"user_id": 1, "a": 1}
    assert (after.used - before.used, after.expires - before.expires) == (120, 120)
    assert (after.created, after.content) == (before.created, before.content)


@pytest.mark.parametrize("permanent", [True, False])
def test_the_cookie_ends_with_the_session(
    sites: Callable[..., Site], clock: Clock, *, permanent: bool
) -> None:
    """A permanent session's cookie ends when the session does; another one with the browser."""
    site = sites(SESSION_ABSOLUTE_LIFETIME=HOUR)

    response = site.visit(lambda session: session.update(_permanent=permanent))

    assert ("Expires=" in response.headers["Set-Cookie"]) is permanent


def test_expired_sessions_are_swept(sites: Callable[..., Site], clock: Clock) -> None:
    """``sweep`` removes what has expired, and nothing else."""
    site = sites(PERMANENT_SESSION_LIFETIME=HOUR, SESSION_SWEEP_INTERVAL=None)
    for _ in range(3):
        site.visit(_begin)
    clock.now += HOUR + 2
    token = site.begin(_begin)

    before = site.provider.count()

    assert (before.alive, before.expired) == (1, 3)
    assert site.provider.sweep() == 3
    assert site.provider.count().expired == 0
    assert site.read(token) == {"a": 1}


@pytest.mark.parametrize("interval", [HOUR, timedelta(hours=1)], ids=["seconds", "timedelta"])
def test_sessions_that_begin_sweep(
    sites: Callable[..., Site], clock: Clock, interval: object
) -> None:
    """Each process sweeps by itself, once in SESSION_SWEEP_INTERVAL."""
    site = sites(PERMANENT_SESSION_LIFETIME=HOUR // 2, SESSION_SWEEP_INTERVAL=interval)
    site.visit(_begin)

    clock.now += HOUR - 1
    site.visit(_begin)
    waiting = site.provider.count().expired
    clock.now += 1
    site.visit(_begin)

    assert waiting == 1
    assert site.provider.count().expired == 0


def test_a_shorter_lifetime_holds_at_once(plain_site: Site, clock: Clock) -> None:
    """Lifetimes are those of the moment in which a session is read."""
    token = plain_site.begin(_begin)
    clock.now += 100
    plain_site.app.config["SESSION_ABSOLUTE_LIFETIME"] = 50

    assert plain_site.read(token) == {}
