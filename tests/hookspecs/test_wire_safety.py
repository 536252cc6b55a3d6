"""Nothing that would break the HTTP message leaves a response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from pegboard_hookspecs import Response
from pegboard_hookspecs.errors import UnsafeHeaderError
from pegboard_hookspecs.safety import check_headers, check_status


class Raw(Headers):
    """One header that no library looked at."""

    def __init__(self, name: Any, value: Any) -> None:
        super().__init__()
        self.raw = [(name, value)]

    def to_wsgi_list(self) -> list[tuple[str, str]]:
        return self.raw


def _with_header(name: Any, value: Any) -> Response:
    response = Response.quick(b"")
    response.headers = Raw(name, value)
    return response


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "response",
    [
        _with_header("A\r\nB", "1"),
        _with_header("A", "1\r\nB: 2"),
        _with_header("A", "1\0"),
        _with_header("Content-Disposition", 'attachment; filename="a\n"'),
        _with_header("Set-Cookie", "a=b\r\nX: 1"),
        _with_header(5, "1"),
        Response(status="200 OK\r\nX: 1"),
        Response(status="abc"),
        Response(status=99),
        Response(status=600),
    ],
    ids=["name", "value", "NUL", "file name", "cookie", "number", "line", "word", "99", "600"],
)
def test_a_bad_head_is_refused(response: Response, method: str) -> None:
    """A response whose head would break the message raises instead of going out."""
    with pytest.raises(UnsafeHeaderError):
        response.to_wire(method)


def test_a_location_cannot_break_the_message() -> None:
    """Control characters in a location are quoted like any other character that a URI has not."""
    response = _with_header("Location", "/a\r\nX: 1\0")
    head = response.to_wire("GET")[1]

    assert "\r" not in dict(head)["Location"]
    assert "\0" not in dict(head)["Location"]


def _set(response: Response, text: str) -> None:
    response.headers["X"] = text


def _name(response: Response, text: str) -> None:
    response.headers[text] = "x"


def _cookie_name(response: Response, text: str) -> None:
    response.set_cookie(text)


def _cookie_value(response: Response, text: str) -> None:
    response.set_cookie("a", text)


def _cookie_path(response: Response, text: str) -> None:
    response.set_cookie("a", path=text)


def _cookie_domain(response: Response, text: str) -> None:
    response.set_cookie("a", domain=text)


def _status(response: Response, text: str) -> None:
    response.status = text


def _location(response: Response, text: str) -> None:
    response.location = text


DOORS = [_set, _name, _cookie_name, _cookie_value, _cookie_path, _cookie_domain, _status, _location]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@given(text=st.text(max_size=20))
def test_no_text_breaks_the_message(door: Callable[[Response, str], None], text: str) -> None:
    """Whatever text comes in by whatever door, a head goes out clean or not at all."""
    response = Response.quick(b"")
    try:
        door(response, text)
        status, head, _ = response.to_wire("GET")
    except (ValueError, UnicodeError):
        return

    check_status(status)
    check_headers(head)


@pytest.mark.parametrize("door", [_cookie_name, _cookie_value, _cookie_path, _cookie_domain])
@given(text=st.text(st.sampled_from("ab; =,\"'\\\t\r\n\0ä；"), max_size=8))  # noqa: RUF001
def test_no_text_adds_an_attribute_to_a_cookie(
    door: Callable[[Response, str], None], text: str
) -> None:
    """No part of a cookie brings in an attribute that nobody set."""
    response = Response.quick(b"")
    try:
        door(response, text)
    except (ValueError, UnicodeError):
        return
    _, *attributes = response.headers["Set-Cookie"].split(";")

    assert {attribute.partition("=")[0].strip() for attribute in attributes} <= {"Path", "Domain"}
