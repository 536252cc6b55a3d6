"""Who has which book, until when, and what a late one costs."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from library import catalogue
from library.catalogue import Book
from library.database import connection, cut, writing
from library.money import Money
from library.pages import Asked, Page
from library.people import Member

__all__ = ["LendingError", "Loan", "borrow", "find", "give_back", "loans", "renew"]

_SELECT = """
SELECT loan.id, isbn, title, member_id, taken, due, renewals, returned, fine
FROM loan JOIN book ON book.id = book_id
"""


class LendingError(Exception):
    """What is asked for is against the rules of the library."""

    kind: ClassVar[str] = "not-lent"


class NoCopyLeftError(LendingError):
    """All copies are lent."""

    kind = "no-copy-left"


class TooManyLoansError(LendingError):
    """The member has as many books as anybody may have."""

    kind = "too-many-loans"


class NotRenewableError(LendingError):
    """The loan is late, or was renewed as often as it may be."""

    kind = "not-renewable"


class ReturnedError(LendingError):
    """The book is back already."""

    kind = "returned"


@dataclass(frozen=True, slots=True)
class Loan:
    """One book at one member's home; ``returned`` and ``fine`` are None until it is back."""

    id: int
    isbn: str
    title: str
    member_id: int
    taken: date
    due: date
    renewals: int
    returned: date | None
    fine: Money | None


def loans(asked: Asked, member: Member | None, *, is_open: bool) -> Page[Loan]:
    """Give a page of the loans, the newest first.

    :param member: only this one's; None: everybody's.
    :param is_open: only books that are not back.
    """
    query = f"""
    {_SELECT} WHERE (? IS NULL OR member_id = ?) AND (returned IS NULL OR NOT ?)
    ORDER BY loan.id DESC
    """
    member_id = None if member is None else member.id
    rows, total = cut(query, (member_id, member_id, is_open), asked.size, asked.number)
    return Page([_loan(row) for row in rows], asked, total)


def find(loan_id: int) -> Loan | None:
    """Give one loan, or None."""
    row = connection().execute(f"{_SELECT} WHERE loan.id = ?", (loan_id,)).fetchone()
    return None if row is None else _loan(row)


def borrow(book: Book, member: Member, rules: Mapping[str, Any]) -> int:
    """Let a member take a book home, and give the number of the loan.

    :param rules: the settings.
    :raises LendingError: the member has too many, or no copy is left.
    """
    today = _today()
    due = today + timedelta(days=rules["LOAN_DAYS"])
    with writing() as transaction:
        if _count_of(member) >= rules["MOST_LOANS"]:
            raise TooManyLoansError(f"You have {rules['MOST_LOANS']} books. Bring one back first.")
        if not catalogue.copies_left(book):
            raise NoCopyLeftError(f"All copies of {book.title!r} are lent.")
        cursor = transaction.execute(
            "INSERT INTO loan (book_id, member_id, taken, due) VALUES (?, ?, ?, ?)",
            (book.id, member.id, today.isoformat(), due.isoformat()),
        )
    return cursor.lastrowid or 0


def renew(loan: Loan, rules: Mapping[str, Any]) -> None:
    """Let a member keep a book for longer.

    :raises LendingError: it is back, or late, or was renewed too often.
    """
    today = _today()
    if loan.returned is not None:
        raise ReturnedError(f"{loan.title!r} is back since {loan.returned}.")
    if loan.due < today:
        raise NotRenewableError(f"{loan.title!r} was due on {loan.due}. Bring it back.")
    due = today + timedelta(days=rules["LOAN_DAYS"])
    with writing() as transaction:
        cursor = transaction.execute(
            """
            UPDATE loan SET due = ?, renewals = renewals + 1
            WHERE id = ? AND returned IS NULL AND renewals < ?
            """,
            (due.isoformat(), loan.id, rules["MOST_RENEWALS"]),
        )
    if not cursor.rowcount:
        raise NotRenewableError(f"A loan is renewed {rules['MOST_RENEWALS']} times at most.")


def give_back(loan: Loan, rules: Mapping[str, Any]) -> Money | None:
    """Take a book back, and give what it costs that it is late; None where it is not.

    :raises LendingError: it is back already.
    """
    today = _today()
    late = max(0, (today - loan.due).days)
    fine = Money.read(rules["FINE_PER_DAY"]) * late if late else None
    with writing() as transaction:
        cursor = transaction.execute(
            "UPDATE loan SET returned = ?, fine = ? WHERE id = ? AND returned IS NULL",
            (today.isoformat(), fine and str(fine), loan.id),
        )
    if not cursor.rowcount:
        raise ReturnedError(f"{loan.title!r} is back already.")
    return fine


def _count_of(member: Member) -> int:
    count: int = (
        connection()
        .execute("SELECT COUNT(*) FROM loan WHERE member_id = ? AND returned IS NULL", (member.id,))
        .fetchone()[0]
    )
    return count


def _loan(row: sqlite3.Row) -> Loan:
    return Loan(
        id=row["id"],
        isbn=row["isbn"],
        title=row["title"],
        member_id=row["member_id"],
        taken=date.fromisoformat(row["taken"]),
        due=date.fromisoformat(row["due"]),
        renewals=row["renewals"],
        returned=row["returned"] and date.fromisoformat(row["returned"]),
        fine=row["fine"] and Money.read(row["fine"]),
    )


def _today() -> date:
    return datetime.now(UTC).date()
