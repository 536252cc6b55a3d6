"""The database: one SQLite connection per request or command."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import cast

from newsroom.migrations import migrate
from pegboard import Pegboard, current_app, g

__all__ = ["connect_to", "connection", "open_database"]


def connect_to(app: Pegboard) -> None:
    """Close connections when their contexts end; bring the tables up to date, if that is asked."""
    app.teardown_appcontext(_close)
    if app.config["MIGRATES_AT_START"]:
        migrate(Path(app.config["DATABASE"]))


def connection() -> sqlite3.Connection:
    """Give this context's connection; it is opened on first use."""
    if "connection" not in g:
        g.connection = open_database(current_app.config["DATABASE"])
    return cast("sqlite3.Connection", g.connection)


def open_database(file: str) -> sqlite3.Connection:
    """Open a connection that is not tied to a context."""
    # An async view runs in another thread than what surrounds it: one after the other, never both.
    opened = sqlite3.connect(file, timeout=10, check_same_thread=False)
    opened.row_factory = sqlite3.Row
    opened.execute("PRAGMA foreign_keys = ON")
    return opened


def _close(_error: BaseException | None) -> None:
    opened: sqlite3.Connection | None = g.pop("connection", None)
    if opened is not None:
        opened.close()
