"""The provider of the slot ``errors``: one problem per error, whatever the client accepts."""

from __future__ import annotations

import json

from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from pegboard_hookspecs import Application, Request, Response, hookimpl
from pegboard_hookspecs.problems import (
    INTERNAL,
    headers_of,
    instance_of,
    internal_detail,
    members_of,
)

__all__ = ["ProblemErrors"]

_CONTENT_TYPE = "application/problem+json"


class ProblemErrors:
    """Answers HTTP errors with problem+json (RFC 9457).

    A class of errors that makes a body of its own keeps it.
    """

    @hookimpl
    def render_error(self, app: Application, request: Request, error: HTTPException) -> Response:
        """Give the response for an HTTP error that no error handler answered."""
        code = error.code or INTERNAL
        if type(error).get_body is not HTTPException.get_body:
            return app.response_class(error.get_body(), code, error.get_headers())
        problem = _problem(app, request, error, code)
        response = app.response_class(_encoded(app, problem), code, content_type=_CONTENT_TYPE)
        for name, value in headers_of(error):
            response.headers.add(name, value)
        if isinstance(target := getattr(error, "new_url", None), str):
            # Routing knows the right URL.
            response.headers.add("Location", target)
        return response


def _problem(
    app: Application, request: Request, error: HTTPException, code: int
) -> dict[str, object]:
    # With the type about:blank the title is the status' own (RFC 9457, section 4.2.1).
    problem: dict[str, object] = {"type": "about:blank", "title": error.name, "status": code}
    if detail := _detail(app, error, code):
        problem["detail"] = detail
    return {**problem, "instance": instance_of(request), **members_of(error), "status": code}


def _detail(app: Application, error: HTTPException, code: int) -> str:
    if code == INTERNAL:
        return internal_detail(app, error)
    detail = error.description or ""
    if type(error).get_description is not HTTPException.get_description:
        # The class makes HTML of it.
        detail = Markup(error.get_description())  # noqa: S704 - of which the tags are taken
    return detail.striptags() if isinstance(detail, Markup) else str(detail)


def _encoded(app: Application, problem: dict[str, object]) -> bytes:
    # By the standard library: an application may have nothing in the slot json.
    text = json.dumps(
        problem,
        ensure_ascii=False,
        separators=(",", ":"),
        default=app.json_default,
        allow_nan=False,
    )
    return text.encode("utf-8", "replace")
