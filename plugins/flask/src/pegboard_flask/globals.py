"""What stands for the application, the request and their contexts wherever they are current."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from pegboard import current_app, g, request, session
from pegboard.context import CurrentProxy, current, current_request
from pegboard_hookspecs.errors import ContextError

__all__ = [
    "app_ctx",
    "current_app",
    "g",
    "request",
    "request_ctx",
    "session",
]

_RAISE: Any = object()


def _app_ctx() -> Any:
    context = current("app_ctx")
    return getattr(context, "app_ctx", context)


def _request_ctx() -> Any:
    current_request("request_ctx")
    context = current("request_ctx")
    return getattr(context, "request_ctx", context)


class _CurrentContext:
    """A context variable to look at: what others read of Flask's private ones."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find

    def get(self, default: Any = _RAISE) -> Any:
        """Give the context that is current, or the default.

        :raises LookupError: there is neither.
        """
        try:
            return self._find()
        except ContextError:
            if default is _RAISE:
                raise LookupError(self) from None
            return default


_cv_app = _CurrentContext(_app_ctx)
_cv_request = _CurrentContext(_request_ctx)
#: The application context: one object for as long as it is pushed.
app_ctx = cast("Any", CurrentProxy(_app_ctx, "app_ctx"))
#: The request context.
request_ctx = cast("Any", CurrentProxy(_request_ctx, "request_ctx"))
