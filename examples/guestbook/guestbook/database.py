"""One SQLite connection per request or command."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from pegboard import Pegboard, current_app, g

__all__ = ["connect_to", "connection", "create_tables"]

_TABLES = """
DROP TABLE IF EXISTS entry;
DROP TABLE IF EXISTS account;

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    password TEXT NOT NULL
);

CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    picture TEXT,
    written TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
"""


def connect_to(app: Pegboard) -> None:
    """Close connections when their requests end, and bring the command ``init-db``."""
    app.teardown_appcontext(_close)

    @app.cli.command("init-db")
    def init_db() -> None:
        """Empty the database and make its tables."""
        create_tables(Path(current_app.config["DATABASE"]))
        print(f"Made the tables in {current_app.config['DATABASE']}.")


def connection() -> sqlite3.Connection:
    """Give this request's connection; it is opened on first use."""
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["DATABASE"], timeout=10)
        g.connection.row_factory = sqlite3.Row
        g.connection.execute("PRAGMA foreign_keys = ON")
    return cast("sqlite3.Connection", g.connection)


def create_tables(file: Path) -> None:
    """Make the tables in a database, after dropping those that are there."""
    with closing(sqlite3.connect(file, timeout=10)) as made:
        # Write-ahead logging lets several workers read while one writes.
        made.execute("PRAGMA journal_mode = WAL")
        made.executescript(_TABLES)


def _close(_error: BaseException | None) -> None:
    opened: sqlite3.Connection | None = g.pop("connection", None)
    if opened is not None:
        opened.close()
