"""Which error handler of the application answers an exception."""

from __future__ import annotations

from typing import Any, Protocol

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from pegboard.bridge import BridgeOwner, awaited
from pegboard.registration import ErrorHandler
from pegboard.steps.request_functions import scopes
from pegboard_hookspecs import Application, Request, hookimpl

__all__ = ["ErrorHandlers", "HandlerOwner", "find_handler"]


class HandlerOwner(Application, BridgeOwner, Protocol):
    """An application with the registry that ``errorhandler`` fills."""

    error_handler_spec: dict[str | None, dict[int | None, dict[type[Exception], ErrorHandler]]]


class ErrorHandlers:
    """The application's own implementation of ``handle_exception``; plugins' come first."""

    @hookimpl(trylast=True)
    def handle_exception(self, app: HandlerOwner, request: Request, error: Exception) -> Any:
        """Call the nearest handler: by code before by class, inner blueprint before outer.

        Redirects of routing, and HTTP errors that are a finished response, have no handler.
        """
        if not app.error_handler_spec or _is_final(error):
            return None
        handler = find_handler(app, request, error)
        return None if handler is None else awaited(app, handler(error))


def find_handler(app: HandlerOwner, request: Request, error: Exception) -> ErrorHandler | None:
    """Find the handler for an exception, or None."""
    code = error.code if isinstance(error, HTTPException) else None
    for wanted in (code, None) if code is not None else (None,):
        for scope in scopes(request):
            handlers = app.error_handler_spec.get(scope, {}).get(wanted, {})
            for kind in type(error).__mro__:
                if kind in handlers:
                    return handlers[kind]
    return None


def _is_final(error: Exception) -> bool:
    if isinstance(error, RoutingException):
        return True
    # abort(response) raises an HTTPException without a code that carries the response.
    return isinstance(error, HTTPException) and error.code is None
