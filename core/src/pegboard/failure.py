"""What was raised in place of a value."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import BadRequest, BadRequestKeyError, HTTPException

from pegboard_hookspecs import Application

__all__ = ["Failure", "is_trapped", "settled"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception on its way to an answer, where a value would be."""

    error: Exception


async def settled(value: Any) -> object:
    """Await a value; what it raises becomes a :class:`Failure`."""
    awaitable: Awaitable[object] = value
    try:
        return await awaitable
    except Exception as error:  # noqa: BLE001 - every exception becomes an answer
        return Failure(error)


def is_trapped(app: Application, error: HTTPException) -> bool:
    """Say whether an HTTP error is treated as an ordinary exception (the ``TRAP_…`` settings)."""
    if app.config["TRAP_HTTP_EXCEPTIONS"]:
        return True
    traps = app.config["TRAP_BAD_REQUEST_ERRORS"]
    if traps is None:
        return app.debug and isinstance(error, BadRequestKeyError)
    return bool(traps) and isinstance(error, BadRequest)
