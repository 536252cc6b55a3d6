"""What every provider can be told."""

from __future__ import annotations

from pegboard_hookspecs import Setting

__all__ = ["SETTINGS", "TIMEOUT", "URL"]


def _complaint_about_seconds(value: object) -> str | None:
    if isinstance(value, (int, float)) and value < 0:
        return f"{value!r} seconds are less than none; write a number of seconds, as in 10"
    return None


#: Where the database is.
URL = Setting(
    "DATABASE_URL",
    (str,),
    "sqlite:///database.sqlite",
    "Where the database is; a relative path after `sqlite:///` lies below the instance folder.",
    is_secret=True,
)
#: How long somebody else may hold things up.
TIMEOUT = Setting(
    "DATABASE_TIMEOUT",
    (int, float),
    10,
    "How many seconds to wait for a connection, or for somebody else who writes.",
    check=_complaint_about_seconds,
)
SETTINGS = (URL, TIMEOUT)
