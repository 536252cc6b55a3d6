"""What was raised in place of a value, and what is dropped because of it."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from traceback import walk_tb
from typing import Any, Protocol

from werkzeug.exceptions import BadRequest, BadRequestKeyError, HTTPException

from pegboard.bridge import BridgeOwner, awaited
from pegboard.logs import LogOwner, log_exception
from pegboard_hookspecs import Request

__all__ = [
    "Failure",
    "TrapOwner",
    "discard",
    "empty_frames",
    "is_answer",
    "is_trapped",
    "settled",
    "settled_here",
]

_INTERNAL, _LAST = 500, 599
_RESUMABLE = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR


class TrapOwner(Protocol):
    """An application that says which HTTP errors are no answers."""

    @property
    def config(self) -> Mapping[str, Any]:
        """The settings."""
        ...

    @property
    def debug(self) -> bool:
        """Debug mode."""
        ...


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


def settled_here(app: BridgeOwner, coroutine: object) -> object:
    """Run a coroutine to its end, without an event loop; what it raises becomes a failure."""
    try:
        return awaited(app, coroutine)
    except Exception as error:  # noqa: BLE001 - every exception becomes an answer
        return Failure(error)


def is_trapped(app: TrapOwner, error: HTTPException) -> bool:
    """Say whether an HTTP error is treated as an ordinary exception (the ``TRAP_…`` settings)."""
    if app.config["TRAP_HTTP_EXCEPTIONS"]:
        return True
    traps = app.config["TRAP_BAD_REQUEST_ERRORS"]
    if traps is None:
        return app.debug and isinstance(error, BadRequestKeyError)
    return bool(traps) and isinstance(error, BadRequest)


def is_answer(app: TrapOwner, error: Exception) -> bool:
    """Say whether what a step behind the view raised says by itself how it is answered.

    It does where it blames the server with another status than 500, as the 503 of a part that
    cannot reach what it needs. Any other HTTP error came too late to be one of the client.
    """
    return (
        isinstance(error, HTTPException)
        and _INTERNAL < (error.code or 0) <= _LAST
        and not is_trapped(app, error)
    )


def discard(app: LogOwner, request: Request | None, dropped: object) -> None:
    """Close a response or a body that will not be sent; what that raises is logged."""
    close = getattr(dropped, "close", None)
    if close is None:
        return
    try:
        close()
    except Exception as error:  # noqa: BLE001 - the answer is another one by now
        log_exception(app, request, error)


def empty_frames(error: BaseException) -> None:
    """Take the local variables out of the frames of an exception that was answered.

    A frame that has its own exception in a variable would keep both, and the request with them,
    until the garbage collector runs. The traceback stays; frames that still run are left alone,
    and so are those of generators and coroutines, which may go on.
    """
    for frame, _ in walk_tb(error.__traceback__):
        if frame.f_code.co_flags & _RESUMABLE:
            continue
        try:
            frame.clear()
        except RuntimeError:
            continue
        # Before Python 3.13 what a monitor has looked at is kept until the next look.
        _ = frame.f_locals
