"""What is written in the book, and what may be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from guestbook.database import connection

__all__ = ["Draft", "Page", "add", "all_entries", "delete", "find", "page"]

_LONGEST_TITLE = 80
_LONGEST_BODY = 2_000
# The last number that SQLite gives to a row.
_LAST_NUMBER = 2**63 - 1
_SELECT = """
SELECT entry.id, title, body, picture, written, account_id, account.name AS author
FROM entry JOIN account ON account.id = account_id
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to write."""

    title: str
    body: str

    def complaints(self) -> dict[str, str]:
        """Say what is wrong, by field."""
        wrong: dict[str, str] = {}
        if not 0 < len(self.title) <= _LONGEST_TITLE:
            wrong["title"] = f"Give it a title of 1 to {_LONGEST_TITLE} characters."
        if not 0 < len(self.body) <= _LONGEST_BODY:
            wrong["body"] = f"Write 1 to {_LONGEST_BODY:,} characters."
        for name, text in (("title", self.title), ("body", self.body)):
            if any("\ud800" <= character <= "\udfff" for character in text):
                wrong[name] = "A character is cut in half."
        return wrong


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first.

    :param number: counted from 1.
    :param count: how many pages there are, at least 1.
    """

    entries: list[sqlite3.Row]
    number: int
    count: int


def page(number: int, size: int) -> Page:
    """Give one page of the book; a number past the end gives the last one."""
    total: int = connection().execute("SELECT COUNT(*) FROM entry").fetchone()[0]
    count = max(1, -(-total // size))
    number = min(max(1, number), count)
    rows = connection().execute(
        f"{_SELECT} ORDER BY entry.id DESC LIMIT ? OFFSET ?", (size, (number - 1) * size)
    )
    return Page(rows.fetchall(), number, count)


def find(entry_id: int) -> sqlite3.Row | None:
    """Give one entry, or None."""
    row: sqlite3.Row | None
    if entry_id > _LAST_NUMBER:
        return None
    row = connection().execute(f"{_SELECT} WHERE entry.id = ?", (entry_id,)).fetchone()
    return row


def all_entries() -> Iterator[sqlite3.Row]:
    """Give every entry, the oldest first, one by one as the database finds them."""
    yield from connection().execute(f"{_SELECT} ORDER BY entry.id")


def add(draft: Draft, account_id: int, picture: str | None = None) -> int:
    """Write an entry and give its number."""
    with connection() as transaction:
        cursor = transaction.execute(
            "INSERT INTO entry (account_id, title, body, picture) VALUES (?, ?, ?, ?)",
            (account_id, draft.title, draft.body, picture),
        )
    return cursor.lastrowid or 0


def delete(entry_id: int) -> None:
    """Take an entry out of the book."""
    with connection() as transaction:
        transaction.execute("DELETE FROM entry WHERE id = ?", (entry_id,))
