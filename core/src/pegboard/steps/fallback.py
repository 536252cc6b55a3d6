"""An error response that needs no plugin."""

from __future__ import annotations

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from pegboard_hookspecs import Response

__all__ = ["plain_error"]

_BODY_HEADERS = frozenset({"content-type", "content-length"})


def plain_error(make: type[Response], error: HTTPException) -> Response:
    """Answer an HTTP error in plain text, with the headers that it brings.

    The body says the status and the description; a 500 says nothing of its cause.
    """
    code = error.code or 500
    text = f"{code} {error.name}\n\n{error.description or ''}\n"
    response = make(text, status=code, mimetype="text/plain")
    for name, value in error.get_headers():
        if name.lower() not in _BODY_HEADERS:
            response.headers.add(name, value)
    if isinstance(error, RequestRedirect):
        response.headers["Location"] = error.new_url
    return response
