"""From coroutines to values where no event loop waits for them, as behind WSGI.

Only an application with ``async def`` functions comes here: what its views, error handlers and
functions around requests return is looked at only where it is not what was expected.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import iscoroutinefunction
from types import CoroutineType
from typing import Any, Protocol, TypeVar

from pegboard_hookspecs.errors import SetupError

__all__ = ["BridgeOwner", "awaited", "bridge", "in_thread", "plain_function"]

T = TypeVar("T")


class BridgeOwner(Protocol):
    """An application that says how its coroutines are run."""

    def async_to_sync(self, function: Callable[..., Coroutine[Any, Any, T]]) -> Callable[..., T]:
        """Make a plain function of a coroutine function."""
        ...


def awaited(app: BridgeOwner, value: Any) -> Any:
    """Give what a coroutine returns when it is run to its end; any other value as it is.

    :raises SetupError: there is no bridge, or an event loop runs in this thread.
    """
    if type(value) is not CoroutineType:
        return value  # pyright: ignore[reportUnknownVariableType]  # it is anything else
    try:
        run: Callable[..., Any] = app.async_to_sync(_await)
    except BaseException as error:
        # Otherwise the interpreter warns that it was never awaited.
        value.close()
        code = value.cr_code
        error.add_note(f"It is {value.__qualname__}, at {code.co_filename}:{code.co_firstlineno}.")
        raise
    return run(value)


def plain_function(app: BridgeOwner, function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a plain function that does what a coroutine function does; any other as it is."""
    if not iscoroutinefunction(function):
        return function
    run = app.async_to_sync(function)

    @wraps(function)
    def plain(*args: Any, **kwargs: Any) -> Any:
        return run(*args, **kwargs)

    return plain


def bridge(function: Callable[..., Coroutine[Any, Any, T]]) -> Callable[..., T]:
    """Make a plain function of a coroutine function, by asgiref.

    It runs in an event loop of its own, with the context variables of its caller; behind a
    gateway that calls the application by asgiref's ``sync_to_async``, in the gateway's loop.

    :raises SetupError: asgiref is not installed, or an event loop runs in this thread, which
        would have to wait for itself.
    """
    try:
        # Only an application with coroutines needs it, and what it imports.
        from asgiref.sync import async_to_sync  # noqa: PLC0415
    except ImportError:
        raise _not_installed() from None
    _refuse_running_loop()
    return async_to_sync(function)


async def _await(coroutine: Coroutine[Any, Any, T]) -> T:
    return await coroutine


async def in_thread(function: Callable[..., T], *args: object) -> T:
    """Call a plain function in another thread; coroutines that it bridges run in this loop.

    :raises SetupError: asgiref is not installed.
    """
    try:
        # Only a gateway with an event loop needs it, for an application with coroutines.
        from asgiref.sync import sync_to_async  # noqa: PLC0415
    except ImportError:
        raise _not_installed() from None
    return await sync_to_async(function, thread_sensitive=False)(*args)


def _not_installed() -> SetupError:
    return SetupError(
        "A function is async def, and nothing is installed that can run it here. Run: "
        "pip install 'pegboard[async]'"
    )


def _refuse_running_loop() -> None:
    # asgiref has it imported by now.
    from asyncio import get_running_loop  # noqa: PLC0415 - not without asgiref

    try:
        get_running_loop()
    except RuntimeError:
        return
    raise SetupError(
        "A function is async def, and an event loop runs in this thread, which cannot wait for "
        "it. Call the application by 'await app.handle_async(request)', or in another thread; "
        "inside of a request make the function a plain one, or register it before the start."
    )
