"""What was raised in place of a value, and what is dropped because of it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from werkzeug.exceptions import BadRequest, BadRequestKeyError, HTTPException

from pegboard.logs import LogOwner, log_exception
from pegboard_hookspecs import Application, Request

__all__ = ["Failure", "discard", "is_trapped", "settled"]


class Failure:
    """An exception on its way to an answer, where a value would be."""

    __slots__ = ("_errors",)

    def __init__(self, error: Exception) -> None:
        self._errors = [error]

    def take(self) -> Exception:
        """Give the exception, and let go of it.

        A frame that holds what its own exception holds would keep both, and the request with
        them, until the garbage collector runs.
        """
        return self._errors.pop()


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


def discard(app: LogOwner, request: Request | None, dropped: object) -> None:
    """Close a response or a body that will not be sent; what that raises is logged."""
    close = getattr(dropped, "close", None)
    if close is None:
        return
    try:
        close()
    except Exception as error:  # noqa: BLE001 - the answer is another one by now
        log_exception(app, request, error)
