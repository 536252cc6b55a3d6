"""What stands for the application, the request and their contexts wherever they are current."""

from __future__ import annotations

from typing import Any, cast

from pegboard import current_app, g, request, session
from pegboard.context import CurrentProxy, current, current_request

__all__ = ["app_ctx", "current_app", "g", "request", "request_ctx", "session"]


def _app_ctx() -> Any:
    context = current("app_ctx")
    return getattr(context, "app_ctx", context)


def _request_ctx() -> Any:
    current_request("request_ctx")
    context = current("request_ctx")
    return getattr(context, "request_ctx", context)


#: The application context: one object for as long as it is pushed.
app_ctx = cast("Any", CurrentProxy(_app_ctx, "app_ctx"))
#: The request context.
request_ctx = cast("Any", CurrentProxy(_request_ctx, "request_ctx"))
