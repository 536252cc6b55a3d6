"""The types beyond JSON's own that are written as JSON where nobody says otherwise."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

__all__ = ["http_date", "plain"]

# Not by strftime: the names must not follow the locale (RFC 9110, section 5.6.7).
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plain(value: Any) -> object:
    """Give what stands for a value in JSON.

    :raises TypeError: nothing does.
    """
    if isinstance(value, date):
        return http_date(value)
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if not isinstance(value, type):
        if is_dataclass(value):
            return {field.name: getattr(value, field.name) for field in fields(value)}
        if hasattr(value, "__html__"):
            return str(value.__html__())
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def http_date(value: date) -> str:
    """Give a date as HTTP writes it, in GMT; midnight of a plain date, and naive times are GMT."""
    hour = minute = second = 0
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.astimezone(UTC)
        hour, minute, second = value.hour, value.minute, value.second
    day = f"{_DAYS[value.weekday()]}, {value.day:02} {_MONTHS[value.month - 1]} {value.year:04}"
    return f"{day} {hour:02}:{minute:02}:{second:02} GMT"
