"""The provider of the slot ``errors``: one body per error, of the kind the client wants."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from pegboard_errors.bodies import CONTENT_TYPES, redirect_page, render, with_instance, with_members
from pegboard_errors.negotiation import Kind, Negotiator
from pegboard_hookspecs import Application, Request, Response, hookimpl
from pegboard_hookspecs.problems import (
    INTERNAL,
    headers_of,
    instance_of,
    internal_detail,
    members_of,
)

__all__ = ["NegotiatedErrors"]

#: How many bodies are kept that hold nothing of any request.
_KEPT = 128


class NegotiatedErrors:
    """Answers HTTP errors with a page, with problem+json (RFC 9457) or with plain text.

    A class of errors that makes a body of its own keeps it.
    """

    def __init__(self) -> None:
        self._negotiator = Negotiator()
        # Typed, because escaping tells a text from the same text as markup.
        self._standard_body = lru_cache(_KEPT, typed=True)(render)

    @hookimpl
    def render_error(self, app: Application, request: Request, error: HTTPException) -> Response:
        """Give the response for an HTTP error that no error handler answered."""
        code = error.code or INTERNAL
        if type(error).get_body is not HTTPException.get_body:
            return app.response_class(error.get_body(), code, error.get_headers())
        if isinstance(target := getattr(error, "new_url", None), str):
            return _redirect(app, error, code, target)
        kind = self._negotiator.kind(request)
        body = self._body(app, error, code, kind)
        if kind == "problem":
            body = with_instance(body, instance_of(request))
            if members := members_of(error):
                body = with_members(body, members, app.json_default)
        response = _response(app, body, CONTENT_TYPES[kind], code)
        headers = response.headers
        headers.add("Vary", "Accept")
        for name, value in headers_of(error):
            headers.add(name, value)
        return response

    def _body(self, app: Application, error: HTTPException, code: int, kind: Kind) -> bytes:
        detail = _detail(app, error, code)
        # Only what the class says is the same for everybody.
        is_standard = detail is type(error).description
        return (self._standard_body if is_standard else render)(kind, code, error.name, detail)


def _detail(app: Application, error: HTTPException, code: int) -> str:
    if code == INTERNAL:
        return internal_detail(app, error)
    if type(error).get_description is not HTTPException.get_description:
        # The class makes HTML of it, and answers for it.
        return Markup(error.get_description())  # noqa: S704
    return error.description or ""


def _redirect(app: Application, error: HTTPException, code: int, target: str) -> Response:
    """Answer an error of routing that knows the right URL."""
    body = redirect_page(code, error.name, target)
    response = _response(app, body, CONTENT_TYPES["html"], code)
    response.headers.add("Location", target)
    return response


def _response(app: Application, body: bytes, content_type: str, code: int) -> Response:
    make = app.response_class
    if not make.is_quick:
        return make(body, code, content_type=content_type)
    response = make.quick(body, content_type)
    response.status_code = code
    return response
