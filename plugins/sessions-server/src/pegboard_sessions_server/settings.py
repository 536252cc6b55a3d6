"""What the plugin can be told."""

from __future__ import annotations

from datetime import timedelta
from types import NoneType

from pegboard_hookspecs import Setting
from pegboard_hookspecs.session_kit import COOKIE_SETTINGS

__all__ = ["SETTINGS"]


def _complaint_about_seconds(value: object) -> str | None:
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    if isinstance(seconds, (int, float)) and seconds <= 0:
        return "it must be more than nothing"
    return None


#: The settings; those of the cookie are the same for every provider.
SETTINGS: tuple[Setting, ...] = (
    *COOKIE_SETTINGS,
    Setting(
        "SESSION_STORE",
        (object,),
        None,
        "Where sessions are kept: a URL (sqlite:///file, redis://host), a client of Redis, a cache "
        "of cachelib or a Store; None: sessions.sqlite in the instance folder.",
        # A URL may have a password.
        is_secret=True,
    ),
    Setting(
        "SESSION_STORE_PREFIX",
        (str,),
        "pegboard:session:",
        "What the names of sessions start with in Redis or a cache; one for each application.",
    ),
    Setting(
        "SESSION_STORE_TIMEOUT",
        (int, float),
        2,
        "How many seconds a request waits for SQLite or Redis before it is answered with 503.",
        check=_complaint_about_seconds,
    ),
    Setting(
        "SESSION_USER_KEY",
        (str, NoneType),
        "user_id",
        "The session's value that says whose it is; when it changes the session gets a new "
        "identifier. None: only session.rotate() does that, and nobody's sessions are found.",
    ),
    Setting(
        "SESSION_SWEEP_INTERVAL",
        (timedelta, int, NoneType),
        timedelta(hours=1),
        "How often a process removes expired sessions: a timedelta or seconds; None: never.",
        check=_complaint_about_seconds,
    ),
)
