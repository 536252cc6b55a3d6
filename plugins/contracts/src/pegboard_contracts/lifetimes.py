"""The part of the suite of the slot ``sessions`` that is about when they end."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.http import parse_date

from pegboard_contracts.session_site import VisitsContract, attributes_of, log_in, stay

__all__ = ["Clock", "LifetimesContract"]

_HOUR = 3600


class Clock:
    """The time that the provider sees, which a test may move on.

    :param monkeypatch: puts it in place of ``time.time``.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = float(int(time.time()))
        monkeypatch.setattr(time, "time", lambda: self.now)


class LifetimesContract(VisitsContract):
    """How long the sessions of every provider of the slot ``sessions`` live."""

    def clock(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        """Give the provider's clock, with an attribute ``now`` in seconds since 1970."""
        return Clock(monkeypatch)

    def lifetimes(self, idle: int, absolute: int) -> Mapping[str, object]:
        """Give the settings for how long sessions live, in seconds."""
        return {
            "PERMANENT_SESSION_LIFETIME": timedelta(seconds=idle),
            "SESSION_ABSOLUTE_LIFETIME": timedelta(seconds=absolute),
        }

    def test_an_idle_session_ends(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A session that was not used for its idle lifetime is gone, by the server's clock."""
        clock = self.clock(monkeypatch)
        site = self.site(tmp_path, **self.lifetimes(_HOUR, 100 * _HOUR))
        cookie = site.begin()
        clock.now += _HOUR - 60
        before = site.read(cookie)
        fresh = site.begin()
        clock.now += _HOUR + 60

        assert before == {"user": "joe"}
        assert site.read(fresh) == {}
        assert site.is_new

    def test_a_session_in_use_ends(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A session ends after its absolute lifetime, however often it is used and changed."""
        clock = self.clock(monkeypatch)
        site = self.site(tmp_path, **self.lifetimes(_HOUR, 3 * _HOUR))
        client = site.app.test_client()
        held: list[bool] = []

        def use(session: Any) -> None:
            held.append("user" in session)
            session["uses"] = len(held)
            if len(held) == 1:
                session["user"] = "joe"

        site.action = use
        for _ in range(8):
            client.get("/")
            clock.now += _HOUR * 3 // 4

        assert held == [False, True, True, True, True, False, False, False]

    def test_a_permanent_session_outlives_the_browser(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The cookie of a permanent session has an end, within the idle lifetime."""
        clock = self.clock(monkeypatch)
        site = self.site(tmp_path, **self.lifetimes(_HOUR, 100 * _HOUR))
        passing, permanent = map(attributes_of, (site.visit(log_in), site.visit(stay)))
        end = parse_date(permanent.get("expires"))
        age = int(permanent.get("max-age", 0)) or (end.timestamp() - clock.now if end else 0)

        assert not {"expires", "max-age"} & passing.keys()
        assert 0 < age <= _HOUR
