"""Converters: what a part of a URL, or of a host, stands for."""

from __future__ import annotations

from datetime import date

from werkzeug.routing import BaseConverter, ValidationError

from newsroom.editions import EDITIONS, Edition
from pegboard import Pegboard

__all__ = ["DayConverter", "EditionConverter", "add_converters"]


def add_converters(app: Pegboard) -> None:
    """Let rules say ``<edition:…>`` and ``<day:…>``."""
    app.add_converter("edition", EditionConverter)
    app.add_converter("day", DayConverter)


class EditionConverter(BaseConverter):
    """An edition, as in ``berlin``. Others do not match, so that they are a 404 by themselves."""

    regex = f"(?:{'|'.join(EDITIONS)})"

    def to_python(self, value: str) -> Edition:
        """Look the edition up."""
        return EDITIONS[value]

    def to_url(self, value: Edition | str) -> str:
        """Give the edition's slug."""
        return super().to_url(str(value))


class DayConverter(BaseConverter):
    """A day of the calendar, as in ``2026-05-04`` (ISO 8601)."""

    regex = r"\d{4}-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        """Read the day; there is no 31st of April."""
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: date) -> str:
        """Write the day."""
        return value.isoformat()
