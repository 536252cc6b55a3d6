"""The guestbook's database: whatever fills the slot ``database`` keeps it."""

from __future__ import annotations

from pathlib import Path

from pegboard import Pegboard, current_app
from pegboard_database import Database

__all__ = ["connect_to", "create_tables", "database"]

_TABLES = """
CREATE TABLE IF NOT EXISTS account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    password TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    picture TEXT,
    written TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
"""
_NO_TABLES = """
DROP TABLE IF EXISTS entry;
DROP TABLE IF EXISTS account;
"""

#: The database of the application that is at work.
database = Database(current_app)


def connect_to(app: Pegboard) -> None:
    """Say where the database is, and bring the command ``init-db``."""
    app.config["DATABASE_URL"] = f"sqlite:///{Path(app.config['DATABASE']).absolute()}"

    @app.cli.command("init-db")
    def init_db() -> None:
        """Empty the database and make its tables."""
        database.script(_NO_TABLES)
        database.script(_TABLES)
        print(f"Made the tables in {current_app.config['DATABASE']}.")


def create_tables(app: Pegboard) -> None:
    """Make the tables that are not there yet; of several workers one makes them."""
    Path(app.config["DATABASE"]).parent.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        database.script(_TABLES)
