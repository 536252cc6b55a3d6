"""What is written in the book, and what may be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guestbook.database import database
from pegboard_database import Row

__all__ = ["Draft", "Page", "add", "all_entries", "delete", "find", "page"]

_LONGEST_TITLE = 80
_LONGEST_BODY = 2_000
# The last number that a row may have.
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

    entries: list[Row]
    number: int
    count: int


def page(number: int, size: int) -> Page:
    """Give one page of the book; a number past the end gives the last one."""
    total: int = database.value("SELECT COUNT(*) FROM entry")
    count = max(1, -(-total // size))
    number = min(max(1, number), count)
    rows = database.rows(
        f"{_SELECT} ORDER BY entry.id DESC LIMIT :size OFFSET :start",
        size=size,
        start=(number - 1) * size,
    )
    return Page(list(rows), number, count)


def find(entry_id: int) -> Row | None:
    """Give one entry, or None."""
    if entry_id > _LAST_NUMBER:
        return None
    return database.first(f"{_SELECT} WHERE entry.id = :id", id=entry_id)


def all_entries() -> Iterator[Row]:
    """Give every entry, the oldest first, one by one as the database finds them."""
    yield from database.rows(f"{_SELECT} ORDER BY entry.id")


def add(draft: Draft, account_id: int, picture: str | None = None) -> int:
    """Write an entry and give its number."""
    number: int = database.value(
        """
        INSERT INTO entry (account_id, title, body, picture)
        VALUES (:account_id, :title, :body, :picture) RETURNING id
        """,
        account_id=account_id,
        title=draft.title,
        body=draft.body,
        picture=picture,
    )
    return number


def delete(entry_id: int) -> None:
    """Take an entry out of the book."""
    database.execute("DELETE FROM entry WHERE id = :id", id=entry_id)
