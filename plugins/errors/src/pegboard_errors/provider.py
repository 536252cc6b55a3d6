"""The provider of the slot ``errors``: one body per error, of the kind the client wants."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from markupsafe import Markup
from werkzeug.exceptions import HTTPException, InternalServerError

from pegboard_errors.bodies import CONTENT_TYPES, redirect_page, render, with_instance
from pegboard_errors.negotiation import Kind, Negotiator
from pegboard_hookspecs import Application, Request, Response, hookimpl

__all__ = ["NegotiatedErrors"]

_INTERNAL = 500
_MOVED = 308
_OWN_FIELDS = frozenset({"content-type", "content-length"})
#: How many bodies are kept that hold nothing of any request.
_KEPT = 128


class NegotiatedErrors:
    """Answers HTTP errors with a page, with problem+json (RFC 9457) or with plain text.

    An error that brings a response or a body of its own keeps it.
    """

    def __init__(self) -> None:
        self._negotiator = Negotiator()
        self._standard_body = lru_cache(_KEPT)(render)

    @hookimpl
    def render_error(self, app: Application, request: Request, error: HTTPException) -> Response:
        """Give the response for an HTTP error that no error handler answered."""
        own = _own_response(app, error)
        if own is not None:
            return own
        if isinstance(target := getattr(error, "new_url", None), str):
            return _redirect(app, error, target)
        kind = self._negotiator.kind(request)
        body = self._body(app, request, error, kind)
        response = app.response_class.quick(body, CONTENT_TYPES[kind])
        response.status_code = error.code or _INTERNAL
        headers = response.headers
        headers.add("Vary", "Accept")
        headers.extend(_headers(error))
        return response

    def _body(self, app: Application, request: Request, error: HTTPException, kind: Kind) -> bytes:
        code, title, detail = error.code or _INTERNAL, error.name, _detail(app, error)
        # Only what the class says is the same for everybody.
        is_standard = detail is type(error).description
        body = (self._standard_body if is_standard else render)(kind, code, title, detail)
        return with_instance(body, request.root_path + request.path) if kind == "problem" else body


def _own_response(app: Application, error: HTTPException) -> Response | None:
    """Give what an error brings itself: a finished response, or a body of its class' making."""
    if error.response is not None:
        return _adopted(app, error.response)
    if type(error).get_body is HTTPException.get_body:
        return None
    return app.response_class(error.get_body(), error.code or _INTERNAL, error.get_headers())


def _adopted(app: Application, response: Any) -> Response:
    if isinstance(response, Response):
        return response
    return cast("Response", app.response_class.force_type(response))


def _detail(app: Application, error: HTTPException) -> str:
    if error.code == _INTERNAL:
        return _internal_detail(app, error)
    if type(error).get_description is not HTTPException.get_description:
        # The class makes HTML of it, and answers for it.
        return Markup(error.get_description())  # noqa: S704
    return error.description or ""


def _internal_detail(app: Application, error: HTTPException) -> str:
    """Say nothing of what went wrong inside, save to a developer."""
    detail = InternalServerError.description or ""
    cause = getattr(error, "original_exception", None)
    if app.debug and cause is not None:
        return f"{detail}\n\n{type(cause).__qualname__} was raised; the log has the traceback."
    return detail


def _headers(error: HTTPException) -> list[tuple[str, str]]:
    if type(error).get_headers is HTTPException.get_headers:
        return []
    return [pair for pair in error.get_headers() if pair[0].lower() not in _OWN_FIELDS]


def _redirect(app: Application, error: HTTPException, target: str) -> Response:
    """Answer an error of routing that knows the right URL."""
    code = error.code or _MOVED
    body = redirect_page(code, error.name, target)
    response = app.response_class.quick(body, CONTENT_TYPES["html"])
    response.status_code = code
    response.headers.add("Location", target)
    return response
