"""Borrowing, renewing and bringing back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

SICP, AUSTEN, C = "9780262510875", "9780141439518", "9780131103627"


def day(distance: int) -> str:
    """Write the day that is so many days from today, as the API does."""
    return (datetime.now(UTC).date() + timedelta(days=distance)).isoformat()


@pytest.fixture
def wait(app: Any) -> Callable[[int], None]:
    """A function that makes all loans so many days older."""

    def older(days: int) -> None:
        with sqlite3.connect(app.config["DATABASE"]) as database:
            database.execute("UPDATE loan SET due = date(due, ?)", (f"-{days} days",))
        database.close()

    return older


def test_a_member_borrows_a_book(grace: Any, visitor: Any) -> None:
    """The loan says until when, and where to go from there; a copy less is available."""
    loan = grace.post("/v1/loans", json={"isbn": SICP})

    assert loan.status_code == 201
    assert loan.json == {
        "id": 1,
        "title": "SICP",
        "book": f"/v1/books/{SICP}",
        "member": grace.get("/v1/members/me").json["url"],
        "taken": day(0),
        "due": day(21),
        "renewals": 0,
        "returned": None,
        "fine": None,
        "url": loan.location,
        "renewal": f"{loan.location}/renewal",
        "return": f"{loan.location}/return",
    }
    available = visitor.get(visitor.get(loan.json["book"]).json["availability"]).json
    assert available == {"copies": 2, "available": 1}


def test_a_book_comes_back(grace: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The loan is over, and no longer among the open ones; the log tells of both."""
    loan = grace.post("/v1/loans", json={"isbn": SICP}).json

    back = grace.post(loan["return"])

    assert back.json["returned"] == day(0)
    assert back.json["fine"] is None
    assert "return" not in back.json
    assert [grace.get(f"/v1/loans{query}").json["total"] for query in ("", "?open=1")] == [1, 0]
    assert caplog.messages == [
        f"Member 1 borrowed {SICP}: loan 1.",
        "Loan 1 ended; the fine is none.",
    ]


def test_a_late_book_costs_money(grace: Any, wait: Callable[[int], None]) -> None:
    """Each day costs 0.20 EUR; money is exact, and written with its currency."""
    loan = grace.post("/v1/loans", json={"isbn": SICP}).json
    wait(21 + 3)

    assert grace.post(loan["renewal"]).json["type"].endswith("/not-renewable")
    assert grace.post(loan["return"]).json["fine"] == "0.60 EUR"


def test_a_loan_is_renewed_twice(grace: Any, wait: Callable[[int], None]) -> None:
    """A renewal counts from today; the third is against the rules."""
    loan = grace.post("/v1/loans", json={"isbn": SICP}).json
    wait(10)

    renewed = [grace.post(loan["renewal"]) for _ in range(3)]

    assert [answer.status_code for answer in renewed] == [200, 200, 409]
    assert (renewed[0].json["due"], renewed[1].json["renewals"]) == (day(21), 2)


@pytest.mark.parametrize("action", ["renewal", "return"])
def test_what_is_back_is_back(grace: Any, action: str) -> None:
    """A loan that is over is neither renewed nor ended again."""
    loan = grace.post("/v1/loans", json={"isbn": SICP}).json
    grace.post(loan["return"])

    answer = grace.post(loan[action])

    assert answer.status_code == 409
    assert answer.json["type"].endswith("/returned")


def test_the_last_copy_is_lent_once(grace: Any, join: Callable[..., Any]) -> None:
    """Who comes second is told, until the book is back."""
    bob = join("Bob")
    loan = grace.post("/v1/loans", json={"isbn": AUSTEN}).json

    refused = bob.post("/v1/loans", json={"isbn": AUSTEN})
    grace.post(loan["return"])

    assert refused.status_code == 409
    assert refused.json["type"].endswith("/no-copy-left")
    assert bob.post("/v1/loans", json={"isbn": AUSTEN}).status_code == 201


def test_nobody_has_too_many_books(grace: Any) -> None:
    """Two at a time is the rule here."""
    answers = [grace.post("/v1/loans", json={"isbn": isbn}) for isbn in (SICP, AUSTEN, C)]

    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert answers[2].json["detail"] == "You have 2 books. Bring one back first."


def test_loans_are_ones_own_business(grace: Any, ada: Any, join: Callable[..., Any]) -> None:
    """Others do not even learn that there is such a loan; librarians see all."""
    bob = join("Bob")
    loan = grace.post("/v1/loans", json={"isbn": SICP}).json

    assert [bob.get(loan["url"]).status_code, bob.post(loan["return"]).status_code] == [404, 404]
    assert [client.get("/v1/loans").json["total"] for client in (bob, ada)] == [0, 1]
    assert ada.post(loan["return"]).status_code == 200


@pytest.mark.parametrize("isbn", ["9780201896831", "9780201896832", ""])
def test_only_books_of_the_catalogue_are_lent(grace: Any, isbn: str) -> None:
    """What is no book of the library is a mistake in the field that names it."""
    answer = grace.post("/v1/loans", json={"isbn": isbn})

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == ["#/isbn"]
