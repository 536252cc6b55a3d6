"""The provider of the slot ``database``: one connection of SQLite per request or command."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from pegboard_database import TIMEOUT, URL, UnitOfWork
from pegboard_database.sqlite import PREFIX, complaint, error_of, file_of, findings, prepare
from pegboard_database_sqlite.connection import SQLiteConnection
from pegboard_hookspecs import Application, Finding, Setting, hookimpl

__all__ = ["SQLiteDatabase"]


def _complaint(value: object) -> str | None:
    if str(value).startswith(PREFIX):
        return complaint(value)
    kind = str(value).partition(":")[0]
    return (
        f"{kind!r} is no database that pegboard-database-sqlite can open; write "
        "sqlite:///file.sqlite, or run: pip install pegboard-database-sqlalchemy"
    )


class SQLiteDatabase(UnitOfWork):
    """Keeps data in one file, for all threads and processes of one machine."""

    settings: tuple[Setting, ...] = (replace(URL, check=_complaint), TIMEOUT)

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report a folder that is not there."""
        return findings(app)

    def connect(self, app: Application) -> SQLiteConnection:
        """Open a connection.

        :raises DatabaseUnavailableError: the file cannot be opened.
        :raises ConfigurationError: its folder is not there.
        """
        path, timeout = file_of(app), app.config["DATABASE_TIMEOUT"]
        try:
            # Without a level nothing is begun behind our back. A stream may be read on by another
            # thread, one at a time.
            native = sqlite3.connect(
                path, timeout=timeout, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise error_of(error, "", timeout) from error
        try:
            prepare(native, timeout)
        except sqlite3.Error as error:
            native.close()
            raise error_of(error, "", timeout) from error
        return SQLiteConnection(native, timeout)
