"""Which error handler of the application answers an exception."""

from __future__ import annotations

from typing import Any, Protocol

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from pegboard.bridge import BridgeOwner, awaited
from pegboard.places import place_of_function
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

        :raises TypeError: the handler returned None, which is no answer; the message names it.
        """
        if not app.error_handler_spec or _is_final(error):
            return None
        handler = find_handler(app, request, error)
        if handler is None:
            return None
        value = awaited(app, handler(error))
        if value is None:
            raise _none_error(handler, error) from error
        return value


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


def _none_error(handler: ErrorHandler, error: Exception) -> TypeError:
    name = getattr(handler, "__name__", repr(handler))
    return TypeError(
        f"The error handler {name!r} ({place_of_function(handler)}) returned None, or ended "
        f"without a return statement, for {error!r:.80}. Return what a view may return; an "
        "HTTP error may be returned itself."
    )


def _is_final(error: Exception) -> bool:
    if isinstance(error, RequestRedirect):
        return True
    # abort(response) raises an HTTPException without a code that carries the response.
    return isinstance(error, HTTPException) and error.code is None
