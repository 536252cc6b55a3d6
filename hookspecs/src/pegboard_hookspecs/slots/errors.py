"""The slot ``errors``: the bodies of error responses."""

from __future__ import annotations

from typing import Protocol

from werkzeug.exceptions import HTTPException

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.markers import hookspec
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response

__all__ = ["Errors", "ErrorsProvider"]


class Errors:
    """Hooks of the slot ``errors``."""

    @hookspec("first")
    def render_error(self, app: Application, request: Request, error: HTTPException) -> Response:  # type: ignore[empty-body]
        """Give the response for an HTTP error that no error handler answered.

        Called for errors raised with ``abort``, by routing, or made of an unhandled exception;
        not for one that carries a finished response (``abort(response)``), which is sent.
        Keeps the headers that the error brings (Allow, Location, Retry-After,
        WWW-Authenticate …), each as often as it is there. A body that depends on a field of the
        request names it in ``Vary``. Everything taken from the request is escaped; a 500 never
        shows detail. Where the body is a problem (RFC 9457) it has the members that the error
        brings in an attribute ``problem``, a mapping; ``pegboard_hookspecs.problems`` gives them,
        and what else an error response tells. Each call gives a response of its own, which others
        may change. Without a provider the kernel answers in plain text. Since contract 1.0.
        """


class ErrorsProvider(Protocol):
    """What fills the slot ``errors``."""

    def render_error(self, app: Application, request: Request, error: HTTPException) -> Response:
        """See :meth:`Errors.render_error`."""
        ...
