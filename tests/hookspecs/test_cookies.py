"""Cookies that a response sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pegboard_hookspecs import Response
from pegboard_hookspecs.errors import CookieTooLargeError, UnsafeHeaderError


def _cookie(response: Response) -> str:
    return response.headers["Set-Cookie"]


def test_all_attributes() -> None:
    """Each argument becomes the attribute of the same name (RFC 6265, section 4.1)."""
    response = Response()
    response.set_cookie(
        "id",
        "1",
        max_age=timedelta(minutes=1),
        expires=datetime(2030, 1, 2, tzinfo=UTC),
        path="/a",
        domain="example.org",
        secure=True,
        httponly=True,
        samesite="lax",
        partitioned=True,
    )

    assert set(_cookie(response).split("; ")) == {
        "id=1",
        "Domain=example.org",
        "Expires=Wed, 02 Jan 2030 00:00:00 GMT",
        "Max-Age=60",
        "Secure",
        "HttpOnly",
        "Path=/a",
        "SameSite=Lax",
        "Partitioned",
    }


def test_several_cookies() -> None:
    """A second cookie is added, it does not replace the first."""
    response = Response()
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")

    assert response.headers.getlist("Set-Cookie") == ["a=1; Path=/", "b=2; Path=/"]


def test_a_cookie_is_deleted_by_an_old_date() -> None:
    """Deleting a cookie sets one that has expired."""
    response = Response()
    response.delete_cookie("id")

    assert _cookie(response).startswith("id=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0")


@pytest.mark.parametrize(("name", "value"), [("id", "x" * 4094), ("i" * 96, "x" * 4000)])
def test_the_largest_cookie(name: str, value: str) -> None:
    """Name and value of 4,096 bytes together are what browsers keep (RFC 6265, section 6.1)."""
    response = Response()
    response.set_cookie(name, value)

    assert value in _cookie(response)


@pytest.mark.parametrize(("name", "value"), [("id", "x" * 4095), ("id", "ä" * 600)])
def test_a_larger_cookie_is_an_error(name: str, value: str) -> None:
    """A cookie that browsers would drop is refused, with size and limit, as it is on the wire."""
    response = Response()

    with pytest.raises(CookieTooLargeError, match=r"'id' has 4,\d+ bytes .* 4,096"):
        response.set_cookie(name, value)

    assert "Set-Cookie" not in response.headers


def test_another_limit() -> None:
    """A response class may have another limit; 0 is none."""

    class Unlimited(Response):
        max_cookie_size = 0

    response = Unlimited()
    response.set_cookie("id", "x" * 10_000)

    assert len(_cookie(response)) > 10_000


def test_a_name_with_a_separator_is_refused() -> None:
    """The name of a cookie cannot bring attributes with it."""
    with pytest.raises(UnsafeHeaderError, match="name of a cookie"):
        Response().set_cookie("id; Domain=evil.example", "1")


def test_an_unknown_samesite_is_refused() -> None:
    """Browsers know three policies, and nothing else is sent."""
    with pytest.raises(ValueError, match="SameSite"):
        Response().set_cookie("id", "1", samesite="x; Secure")
