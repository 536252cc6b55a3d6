"""How long a session lives, by the server's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.http import parse_date

from pegboard_hookspecs.errors import ConfigurationError
from tests.plugins.sessions.site import Site, cookie_of

NOW = 1_790_000_000
DAY = 24 * 60 * 60


class Clock:
    """The time that the process sees."""

    def __init__(self) -> None:
        self.now: float = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a clock that stands still until a test moves it."""
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


def _log_in(session: Any) -> None:
    session["user"] = "joe"


def _stay(session: Any) -> None:
    session["user"] = "joe"
    session.permanent = True


def _rotate(session: Any) -> None:
    session.rotate()


@pytest.mark.item("A8.8")
@pytest.mark.parametrize(
    ("seconds", "lives"),
    [
        pytest.param(0, True, id="at-once"),
        pytest.param(3600, True, id="to-the-second"),
        pytest.param(3601, False, id="a-second-later"),
    ],
)
def test_an_idle_session_ends(clock: Clock, seconds: int, *, lives: bool) -> None:
    """A session that was not written for PERMANENT_SESSION_LIFETIME is not read any more."""
    site = Site(PERMANENT_SESSION_LIFETIME=timedelta(hours=1))
    cookie = cookie_of(site.visit(_log_in))

    clock.now += seconds

    assert bool(site.read(cookie)) is lives
    assert site.is_new is not lives


@pytest.mark.parametrize(
    ("lifetime", "seconds", "lives"),
    [
        pytest.param(100, 100, True, id="seconds"),
        pytest.param(100, 101, False, id="seconds-over"),
        pytest.param(timedelta(minutes=1), 60, True, id="timedelta"),
        pytest.param(timedelta(minutes=1), 61, False, id="timedelta-over"),
        pytest.param(None, 100 * DAY, True, id="no-limit"),
    ],
)
def test_a_session_in_use_ends(
    clock: Clock, lifetime: object, seconds: int, *, lives: bool
) -> None:
    """A session ends after SESSION_ABSOLUTE_LIFETIME, however often it is used."""
    site = Site(SESSION_ABSOLUTE_LIFETIME=lifetime, PERMANENT_SESSION_LIFETIME=11 * DAY)
    cookie = cookie_of(site.visit(_stay))

    for step in range(1, 10):
        clock.now = NOW + seconds * step // 10
        cookie = cookie_of(site.visit(len, cookie=cookie))
    clock.now = NOW + seconds

    assert bool(site.read(cookie)) is lives


def test_both_limits_are_on_by_default(clock: Clock) -> None:
    """Without any setting a session ends after 31 days without use, and after 90 in any case."""
    site = Site()

    assert site.read(site.signed({"a": 1}, NOW - 31 * DAY)) == {"a": 1}
    assert site.read(site.signed({"a": 1}, NOW - 31 * DAY - 1)) == {}
    assert site.read(site.signed({"a": 1, "_pegboard": NOW - 90 * DAY}, NOW)) == {"a": 1}
    assert site.read(site.signed({"a": 1, "_pegboard": NOW - 90 * DAY - 1}, NOW)) == {}


@pytest.mark.parametrize(
    ("ahead", "lives"),
    [pytest.param(10, True, id="clocks-differ"), pytest.param(11, False, id="future")],
)
def test_the_future_is_refused(clock: Clock, ahead: int, *, lives: bool) -> None:
    """A session is not read that was signed, or begun, later than now; ten seconds are forgiven."""
    site = Site()
    signed = site.signed({"a": 1}, NOW + ahead)
    begun = site.signed({"a": 1, "_pegboard": NOW + ahead}, NOW)

    assert bool(site.read(signed)) is lives
    assert bool(site.read(begun)) is lives


@pytest.mark.parametrize(
    "beginning",
    [None, True, 1.5, "1", [], -1],
    ids=["null", "true", "fraction", "text", "list", "long-ago"],
)
def test_a_beginning_is_a_time(clock: Clock, beginning: object) -> None:
    """A signed session whose beginning is no time, or long ago, is not read."""
    site = Site()

    assert site.read(site.signed({"a": 1, "_pegboard": beginning}, NOW)) == {}


def test_the_beginning_is_kept(clock: Clock) -> None:
    """The beginning stays with the session when it is written again, and shows to nobody."""
    site = Site(SESSION_ABSOLUTE_LIFETIME=100)
    cookie = cookie_of(site.visit(_log_in))

    clock.now += 60
    cookie = cookie_of(site.visit(_log_in, cookie=cookie))
    clock.now += 40

    assert site.read(cookie) == {"user": "joe"}
    clock.now += 1
    assert site.read(cookie) == {}


def test_rotation_begins_anew(clock: Clock) -> None:
    """After ``rotate`` the absolute lifetime begins again."""
    site = Site(SESSION_ABSOLUTE_LIFETIME=100)
    cookie = cookie_of(site.visit(_log_in))

    clock.now += 60
    cookie = cookie_of(site.visit(_rotate, cookie=cookie))
    clock.now += 100

    assert site.read(cookie) == {"user": "joe"}


def _end(header: str) -> datetime | None:
    return parse_date(header.partition("Expires=")[2].partition(";")[0])


@pytest.mark.parametrize(
    ("absolute", "end"),
    [
        pytest.param(100 * DAY, NOW + 31 * DAY, id="idle-first"),
        pytest.param(10 * DAY, NOW + 10 * DAY, id="absolute-first"),
        pytest.param(None, NOW + 31 * DAY, id="idle-only"),
    ],
)
def test_the_browser_forgets_in_time(clock: Clock, absolute: int | None, end: int) -> None:
    """The cookie of a permanent session ends with whichever lifetime ends first."""
    response = Site(SESSION_ABSOLUTE_LIFETIME=absolute).visit(_stay)

    assert _end(response.headers["Set-Cookie"]) == datetime.fromtimestamp(end, UTC)


@pytest.mark.parametrize("lifetime", [0, -1, timedelta(0), True, 1.5, "90 days"])
def test_an_absolute_lifetime_is_a_length_of_time(lifetime: object) -> None:
    """SESSION_ABSOLUTE_LIFETIME is a positive number of seconds or timedelta, or None."""
    site = Site()
    site.read(None)

    with pytest.raises(ConfigurationError, match="SESSION_ABSOLUTE_LIFETIME"):
        site.app.config["SESSION_ABSOLUTE_LIFETIME"] = lifetime
