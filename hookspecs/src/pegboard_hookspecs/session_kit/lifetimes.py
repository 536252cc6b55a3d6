"""How long a session lives, by the server's clock."""

from __future__ import annotations

from datetime import timedelta

from pegboard_hookspecs.application import Application

__all__ = ["absolute_lifetime", "is_alive"]

#: By how many seconds the clocks of two servers may differ.
_SKEW = 10


def absolute_lifetime(app: Application) -> float | None:
    """Give the longest life of a session in seconds, or None for no limit."""
    value: timedelta | int | None = app.config["SESSION_ABSOLUTE_LIFETIME"]
    return value.total_seconds() if isinstance(value, timedelta) else value


def is_alive(app: Application, *, used: int, created: int, now: int) -> bool:
    """Say whether a session may still be used, and was not made in the future.

    :param used: when it was last used, as ``created`` and ``now`` in seconds since 1970.
    """
    longest = absolute_lifetime(app)
    return (
        max(used, created) <= now + _SKEW
        and now - used <= app.permanent_session_lifetime.total_seconds()
        and (longest is None or now - created <= longest)
    )
