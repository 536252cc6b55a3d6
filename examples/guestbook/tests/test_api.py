"""The same entries as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

ENTRY = {"title": "Hello", "body": "I was here."}


def test_an_entry_is_added_and_read(log_in: Callable[..., Any], client: Any) -> None:
    """A new entry is answered with 201 and its URL, where everybody reads it."""
    added = log_in().post("/api/entries", json=ENTRY)

    read = client.get(added.location)

    assert added.status_code == 201
    assert read.json["body"] == "I was here."
    assert read.json["author"] == "Ada"


def test_the_list_tells_how_many_pages_there_are(log_in: Callable[..., Any], client: Any) -> None:
    """Three entries are two pages here."""
    visitor = log_in()
    for _ in range(3):
        visitor.post("/api/entries", json=ENTRY)

    answer = client.get("/api/entries?page=2").json

    assert (answer["page"], answer["pages"], len(answer["entries"])) == (2, 2, 1)


@pytest.mark.parametrize(
    ("send", "code"),
    [
        pytest.param({"json": {"title": "", "body": "x"}}, 422, id="no title"),
        pytest.param({"json": ["a list"]}, 400, id="no object"),
        pytest.param({"data": b"{", "content_type": "application/json"}, 400, id="no JSON"),
        pytest.param({"data": b"title=x"}, 415, id="another type"),
    ],
)
def test_bad_bodies_are_errors_in_json(
    log_in: Callable[..., Any], send: dict[str, Any], code: int
) -> None:
    """Each error has its code, and a body with the reason."""
    answer = log_in().post("/api/entries", **send)

    assert answer.status_code == code
    assert answer.json["status"] == code


def test_half_a_character_is_refused(log_in: Callable[..., Any]) -> None:
    """What no database can hold is the client's mistake: in its JSON, or in what that says."""
    send = {"data": rb'{"title": "\ud800", "body": "x"}', "content_type": "application/json"}

    assert log_in().post("/api/entries", **send).status_code in {400, 422}


@pytest.mark.parametrize("number", [7, 2**63], ids=["unknown", "too large for the database"])
def test_an_unknown_entry_is_an_error_in_json(client: Any, number: int) -> None:
    """The blueprint's error handler answers for its own URLs."""
    answer = client.get(f"/api/entries/{number}")

    assert answer.status_code == 404
    assert answer.json["detail"] == f"There is no entry {number}."


def test_writing_needs_a_log_in(client: Any) -> None:
    """A visitor without an account gets 401."""
    assert client.post("/api/entries", json=ENTRY).status_code == 401
