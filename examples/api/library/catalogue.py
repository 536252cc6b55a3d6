"""The books that the library has, and what may be written about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from library.database import connection, cut, writing
from library.isbn import thirteen_digits
from library.pages import Asked, Page
from library.reading import Draft

__all__ = [
    "Book",
    "BookDraft",
    "BookExistsError",
    "BookInUseError",
    "NewBook",
    "StaleError",
    "add",
    "all_books",
    "change",
    "copies_left",
    "find",
    "remove",
    "search",
    "take",
]

_LONGEST_TEXT = 200
_FIRST_YEAR, _LAST_YEAR = 1450, 2100
_MOST_COPIES = 1_000


class BookExistsError(Exception):
    """The library has a book of that ISBN already."""


class BookInUseError(Exception):
    """The book was lent at least once, so its loans would lose it."""


class StaleError(Exception):
    """Somebody else changed the book in the meantime."""


@dataclass(frozen=True, slots=True)
class Book:
    """A row of the table: a book, and of which version it is."""

    id: int
    isbn: str
    title: str
    author: str
    year: int
    copies: int
    version: int


@dataclass(frozen=True, kw_only=True)
class BookDraft(Draft):
    """What can be changed about a book."""

    title: str
    author: str
    year: int
    copies: int = 1

    def complaints(self) -> Iterator[tuple[str, str]]:
        """Say what is wrong, by field."""
        for name in ("title", "author"):
            if not 0 < len(getattr(self, name).strip()) <= _LONGEST_TEXT:
                yield name, f"Write 1 to {_LONGEST_TEXT} characters."
        if not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            yield "year", f"Give a year from {_FIRST_YEAR} to {_LAST_YEAR}."
        if not 0 <= self.copies <= _MOST_COPIES:
            yield "copies", f"Give a number from 0 to {_MOST_COPIES:,}."


@dataclass(frozen=True, kw_only=True)
class NewBook(BookDraft):
    """A book that the library has not had yet."""

    isbn: str

    def complaints(self) -> Iterator[tuple[str, str]]:
        """Say what is wrong, by field."""
        yield from super().complaints()
        try:
            thirteen_digits(self.isbn)
        except ValueError as error:
            yield "isbn", str(error)


def search(words: str, asked: Asked) -> Page[Book]:
    """Find books that have all of these words in title or author, by title."""
    patterns = [f"%{_escaped(word)}%" for word in words.split()]
    condition = " AND ".join([r"title || ' ' || author LIKE ? ESCAPE '\'"] * len(patterns))
    query = f"SELECT * FROM book WHERE {condition or 'TRUE'} ORDER BY title, isbn"  # noqa: S608 - no value is in it
    rows, total = cut(query, tuple(patterns), asked.size, asked.number)
    return Page([Book(*row) for row in rows], asked, total)


def find(isbn: str) -> Book | None:
    """Give one book, or None."""
    row = connection().execute("SELECT * FROM book WHERE isbn = ?", (isbn,)).fetchone()
    return None if row is None else Book(*row)


def all_books() -> Iterator[Book]:
    """Give every book, one by one as the database finds them."""
    for row in connection().execute("SELECT * FROM book ORDER BY isbn"):
        yield Book(*row)


def copies_left(book: Book) -> int:
    """Count the copies that nobody has at home."""
    lent: int = (
        connection()
        .execute("SELECT COUNT(*) FROM loan WHERE book_id = ? AND returned IS NULL", (book.id,))
        .fetchone()[0]
    )
    return max(0, book.copies - lent)


def add(draft: NewBook) -> Book:
    """Take a new book.

    :raises BookExistsError: it is no new one.
    """
    isbn = thirteen_digits(draft.isbn)
    try:
        with writing() as transaction:
            row = transaction.execute(
                """
                INSERT INTO book (isbn, title, author, year, copies) VALUES (?, ?, ?, ?, ?)
                RETURNING *
                """,
                (isbn, draft.title, draft.author, draft.year, draft.copies),
            ).fetchone()
    except sqlite3.IntegrityError:
        raise BookExistsError(f"There is a book {isbn} already.") from None
    return Book(*row)


def take(drafts: Iterable[NewBook]) -> None:
    """Take many books, all of them or none; known ones are changed."""
    with writing() as transaction:
        transaction.executemany(
            """
            INSERT INTO book (isbn, title, author, year, copies) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (isbn) DO UPDATE SET
                title = excluded.title, author = excluded.author, year = excluded.year,
                copies = excluded.copies, version = version + 1
            """,
            (
                (thirteen_digits(each.isbn), each.title, each.author, each.year, each.copies)
                for each in drafts
            ),
        )


def change(book: Book, draft: BookDraft) -> Book:
    """Write anew what can be changed.

    :raises StaleError: the book is of another version by now.
    """
    with writing() as transaction:
        row = transaction.execute(
            """
            UPDATE book SET title = ?, author = ?, year = ?, copies = ?, version = version + 1
            WHERE id = ? AND version = ? RETURNING *
            """,
            (draft.title, draft.author, draft.year, draft.copies, book.id, book.version),
        ).fetchone()
    if row is None:
        raise StaleError
    return Book(*row)


def remove(book: Book) -> None:
    """Take a book out of the catalogue.

    :raises BookInUseError: it was lent.
    :raises StaleError: the book is of another version by now.
    """
    try:
        with writing() as transaction:
            cursor = transaction.execute(
                "DELETE FROM book WHERE id = ? AND version = ?", (book.id, book.version)
            )
    except sqlite3.IntegrityError:
        message = f"The book {book.isbn} was lent. Set its copies to 0 instead."
        raise BookInUseError(message) from None
    if not cursor.rowcount:
        raise StaleError


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
