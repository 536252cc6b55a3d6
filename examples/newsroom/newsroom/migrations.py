"""Migrations: numbered SQL files, each of which is run once, in their order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

__all__ = ["FILES", "migrate", "pending"]

#: All of them; their number is the version of a database.
FILES = sorted(Path(__file__).with_name("schema").glob("*.sql"))


def pending(database: Path) -> list[str]:
    """Name the migrations that a database has not seen; all of them where there is none."""
    if not database.exists():
        return [file.name for file in FILES]
    with closing(sqlite3.connect(database, timeout=10)) as opened:
        return [file.name for file in FILES[_version(opened) :]]


def migrate(database: Path) -> list[str]:
    """Bring a database up to date, and name the migrations that it took.

    Several processes may do it at the same time: the first does it, the others wait.
    """
    if not pending(database):
        return []
    database.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(database, timeout=10, isolation_level=None)) as opened:
        # Write-ahead logging lets several workers read while one writes.
        opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("BEGIN IMMEDIATE")
        with opened:
            files = FILES[_version(opened) :]
            for file in files:
                for statement in _statements(file.read_text(encoding="utf-8")):
                    opened.execute(statement)
            opened.execute(f"PRAGMA user_version = {len(FILES)}")
    return [file.name for file in files]


def _version(opened: sqlite3.Connection) -> int:
    """Say how many migrations a database has seen; SQLite keeps the number for us."""
    version: int = opened.execute("PRAGMA user_version").fetchone()[0]
    return version


def _statements(script: str) -> Iterator[str]:
    # The module's own executescript() would end the transaction first.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
