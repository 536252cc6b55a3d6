"""Words about the current request: what comes after it, and where else it goes on."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from pegboard.context import Context, current, current_request, enter, leave

__all__ = ["after_this_request", "copy_current_request_context"]

F = TypeVar("F", bound=Callable[..., Any])


def after_this_request(function: F) -> F:
    """Call a function with the response of the current request; it returns the response.

    :raises ContextError: there is no request.
    """
    context = _context_of_request("after_this_request")
    context.after_functions = [*(context.after_functions or ()), function]
    return function


def copy_current_request_context(function: F) -> F:
    """Let a function see the current request wherever it is called: in a thread or a greenlet.

    It is the same request with the same session and ``g``; what the request took is given back
    when the request ends, not when the function does.

    :param function: plain or ``async def``.
    :raises ContextError: there is no request.
    """
    context = _context_of_request("copy_current_request_context")

    @wraps(function)
    def copied(*args: Any, **kwargs: Any) -> Any:
        token = enter(context)
        try:
            return function(*args, **kwargs)
        finally:
            leave(token)

    @wraps(function)
    async def copied_async(*args: Any, **kwargs: Any) -> Any:
        token = enter(context)
        try:
            return await function(*args, **kwargs)
        finally:
            leave(token)

    return cast("F", copied_async if inspect.iscoroutinefunction(function) else copied)


def _context_of_request(word: str) -> Context:
    current_request(word)
    return current(word)
