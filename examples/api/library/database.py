"""One SQLite connection per request or command."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from pegboard import Pegboard, current_app, g
from pegboard_hookspecs.errors import CommandError

__all__ = ["NotReadyError", "connect_to", "connection", "create_tables", "cut", "writing"]

# In one transaction, so that nobody ever finds half of them.
_TABLES = """
BEGIN IMMEDIATE;

DROP TABLE IF EXISTS loan;
DROP TABLE IF EXISTS token;
DROP TABLE IF EXISTS member;
DROP TABLE IF EXISTS book;

CREATE TABLE book (
    -- Never given twice, so that no tag of a book that is gone fits another.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    isbn TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    year INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    is_librarian INTEGER NOT NULL,
    joined TEXT NOT NULL
);

CREATE TABLE token (
    digest TEXT PRIMARY KEY,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    expires TEXT NOT NULL
);

CREATE TABLE loan (
    id INTEGER PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES book (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    taken TEXT NOT NULL,
    due TEXT NOT NULL,
    renewals INTEGER NOT NULL DEFAULT 0,
    returned TEXT,
    fine TEXT
);

CREATE INDEX loan_of_book ON loan (book_id, returned);
CREATE INDEX loan_of_member ON loan (member_id, returned);

COMMIT;
"""


class NotReadyError(CommandError):
    """There is no database yet; a command that needs one ends with this sentence."""


def connect_to(app: Pegboard) -> None:
    """Close connections when their requests end, and bring the command ``init-db``."""
    app.teardown_appcontext(_close)

    @app.cli.command("init-db")
    def init_db() -> None:
        """Empty the database and make its tables."""
        create_tables(_file())
        print(f"Made the tables in {_file()}.")


def connection() -> sqlite3.Connection:
    """Give this request's connection; it is opened on first use.

    :raises NotReadyError: there is no database.
    """
    if "connection" not in g:
        if not _file().exists():
            raise NotReadyError("There is no database yet. Run: pegboard init-db")
        g.connection = sqlite3.connect(_file(), timeout=10)
        g.connection.row_factory = sqlite3.Row
        g.connection.execute("PRAGMA foreign_keys = ON")
    return cast("sqlite3.Connection", g.connection)


@contextmanager
def writing() -> Generator[sqlite3.Connection]:
    """Give the connection in a transaction: what is read in it stays true until its end.

    An exception undoes it.
    """
    opened = connection()
    # At once, not with the first change: no other worker may write after what is read here.
    opened.execute("BEGIN IMMEDIATE")
    with opened:
        yield opened


def cut(
    query: str, values: tuple[object, ...], size: int, number: int
) -> tuple[list[sqlite3.Row], int]:
    """Give one page of what a query finds, and how much it finds on all pages."""
    found = connection()
    total: int = found.execute(f"SELECT COUNT(*) FROM ({query})", values).fetchone()[0]  # noqa: S608 - a query of ours
    rows = found.execute(f"{query} LIMIT ? OFFSET ?", (*values, size, (number - 1) * size))
    return rows.fetchall(), total


def create_tables(file: Path) -> None:
    """Make the tables in a database, after dropping those that are there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=10)) as made:
        # Write-ahead logging lets several workers read while one writes.
        made.execute("PRAGMA journal_mode = WAL")
        made.executescript(_TABLES)


def _file() -> Path:
    return Path(current_app.instance_path, current_app.config["DATABASE"])


def _close(_error: BaseException | None) -> None:
    opened: sqlite3.Connection | None = g.pop("connection", None)
    if opened is not None:
        opened.close()
