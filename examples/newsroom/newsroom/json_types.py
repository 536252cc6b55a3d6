"""JSON types: a plugin that says how days, times and editions are written as JSON."""

from __future__ import annotations

from datetime import date

from newsroom.editions import Edition
from pegboard_hookspecs import hookimpl

__all__ = ["JSONTypes"]


class JSONTypes:
    """Goes before what Pegboard would do: dates of HTTP, and an object for an edition."""

    @hookimpl
    def json_default(self, value: object) -> str | None:
        """Write an edition as its slug, and a day or time by ISO 8601; leave others alone."""
        if isinstance(value, Edition):
            return value.slug
        return value.isoformat() if isinstance(value, date) else None
