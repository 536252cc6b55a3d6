"""Error responses that need no plugin."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    TooManyRequests,
    Unauthorized,
)
from werkzeug.http import parse_date
from werkzeug.routing import RequestRedirect

from pegboard.steps.fallback import plain_error
from pegboard_hookspecs import Response


class TeapotError(HTTPException):
    code = 418
    description = "Short and stout."


class Own(Response):
    """A response class of an application's own."""


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (NotFound("No such page."), "404 NOT FOUND", "404 Not Found\n\nNo such page.\n"),
        (TeapotError(), "418 I'M A TEAPOT", "418 I'm a teapot\n\nShort and stout.\n"),
        (HTTPException(), "500 INTERNAL SERVER ERROR", "500 Unknown Error\n\n\n"),
    ],
    ids=repr,
)
def test_an_error_is_plain_text(error: HTTPException, status: str, text: str) -> None:
    """The body says the status and the description."""
    response = plain_error(Response, error)

    assert (response.status, response.get_data(as_text=True)) == (status, text)
    assert response.content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("error", "name", "value"),
    [
        (MethodNotAllowed(["GET", "HEAD"]), "Allow", "GET, HEAD"),
        (TooManyRequests(retry_after=60), "Retry-After", "60"),
        (Unauthorized(), "WWW-Authenticate", None),
        (RequestRedirect("http://example.org/a/"), "Location", "http://example.org/a/"),
    ],
    ids=repr,
)
def test_the_headers_of_an_error_are_kept(
    error: HTTPException, name: str, value: str | None
) -> None:
    """What belongs to the status is sent; type and length are those of the plain body."""
    response = plain_error(Response, error)

    assert response.headers.get(name) == value
    assert len(response.headers.getlist("Content-Type")) == 1
    assert parse_date(response.headers.get("Date")) is None


def test_the_response_is_of_the_given_class() -> None:
    """An application's own class of responses is used where it can be."""
    assert type(plain_error(Own, NotFound())) is Own
