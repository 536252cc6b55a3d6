"""Who may do what, by which token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

BOOK = {"isbn": "9780201896831", "title": "TAOCP", "author": "Knuth", "year": 1997}


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", "/v1/books"),
        ("DELETE", "/v1/books/9780141439518"),
        ("GET", "/v1/members/me"),
        ("GET", "/v1/loans"),
        ("POST", "/v1/loans"),
    ],
)
def test_some_doors_need_a_token(visitor: Any, method: str, url: str) -> None:
    """Who has none is told which kind to bring, as a problem and in the header for it."""
    answer = visitor.open(url, method=method, json=BOOK)

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="lending library"'


@pytest.mark.parametrize("given", ["Bearer wrong", "Bearer", "Basic YWRhOmxvdmVsYWNl"])
def test_a_token_must_be_somebodys(
    visitor: Any, given: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What is no token of anybody's is refused even where none is needed, and logged."""
    answer = visitor.get("/v1/books", headers={"Authorization": given})

    assert answer.status_code == 401
    assert answer.www_authenticate["error"] == "invalid_token"
    assert "A token that nobody has came from 127.0.0.1." in caplog.messages


def test_a_token_ends(app: Any, grace: Any, ada: Any) -> None:
    """The token of a member who left is refused."""
    number = grace.get("/v1/members/me").json["id"]
    ada.delete(f"/v1/members/{number}")

    assert grace.get("/v1/members/me").status_code == 401


def test_only_librarians_write_in_the_catalogue(grace: Any, ada: Any) -> None:
    """A member's token is not enough."""
    answers = [client.post("/v1/books", json=BOOK) for client in (grace, ada)]

    assert [answer.status_code for answer in answers] == [403, 201]


def test_members_see_themselves_only(ada: Any, grace: Any, join: Callable[..., Any]) -> None:
    """Of other members only librarians learn something."""
    other = join("Bob").get("/v1/members/me").json["url"]
    own = grace.get("/v1/members/me").json["url"]

    assert grace.get(own).json["email"] == "grace@example.org"
    assert [grace.get(url).status_code for url in (other, "/v1/members")] == [403, 403]
    assert ada.get(other).json["name"] == "Bob"
    assert ada.get("/v1/members").json["total"] == 3


def test_a_librarian_takes_members(ada: Any) -> None:
    """A new member is answered with 201; an address is taken once, in capitals too."""
    draft = {"name": "Alan", "email": "alan@example.org"}
    added = ada.post("/v1/members", json=draft)
    again = ada.post("/v1/members", json={**draft, "email": "ALAN@example.org"})

    assert added.status_code == 201
    assert ada.get(added.location).json["is_librarian"] is False
    assert (again.status_code, again.json["title"]) == (409, "Not new")


def test_who_has_a_book_cannot_be_forgotten(ada: Any, grace: Any) -> None:
    """A member with loans stays."""
    grace.post("/v1/loans", json={"isbn": "9780262510875"})

    answer = ada.delete(grace.get("/v1/members/me").json["url"])

    assert answer.status_code == 409
    assert answer.json["type"].endswith("/member-has-loans")
