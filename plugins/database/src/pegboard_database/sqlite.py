"""What providers share that open SQLite: where the file is, its shape, its locks and its errors."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from pegboard_database.errors import (
    DatabaseError,
    DatabaseUnavailableError,
    IntegrityError,
    StatementError,
)
from pegboard_hookspecs import Application, Finding
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["BEGIN", "PREFIX", "complaint", "error_of", "file_of", "findings", "prepare", "writes"]

#: What the URL of a file starts with.
PREFIX = "sqlite:///"
#: Begins a transaction by waiting for whoever writes. One that begins by reading could not wait
#: later: what it has read would be out of date.
BEGIN = "BEGIN IMMEDIATE"

_MEMORY = frozenset({"", ":memory:"})
#: Result codes of a file that cannot be used at the moment.
_UNAVAILABLE = frozenset({
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
})  # fmt: skip
#: Seconds between two tries to prepare a file that another process is about to prepare.
_PAUSE = 0.01
_READS = re.compile(
    r"(?>\s+|--[^\n]*|/\*.*?\*/)*+(?:(SELECT|VALUES|EXPLAIN|PRAGMA)|WITH)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHANGES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_LONGEST = 200


def complaint(value: object) -> str | None:
    """Say what is wrong with a URL of a SQLite file, and the cure."""
    url = str(value)
    if not url.startswith(PREFIX):
        return "it must be written sqlite:///file.sqlite, or sqlite:////folder/file.sqlite"
    if url.removeprefix(PREFIX) in _MEMORY:
        return "a database in memory would be empty for each request; name a file"
    if "?" in url:
        return "it has a '?', and a file of SQLite has no options; remove what is behind it"
    return None


def file_of(app: Application) -> Path:
    """Give the file of the database; the instance folder is made where it lies in there.

    :raises ConfigurationError: its folder is not there.
    """
    path = _path(app)
    if not path.parent.is_dir():
        if not path.is_relative_to(app.instance_path):
            raise ConfigurationError(_folder_is_missing(path))
        path.parent.mkdir(parents=True, exist_ok=True)
    return path


def findings(app: Application) -> Sequence[Finding]:
    """Report a folder that is not there."""
    path = _path(app)
    if path.parent.is_dir() or path.is_relative_to(app.instance_path):
        return []
    message, _, cure = _folder_is_missing(path).partition(". ")
    return [Finding("database.no-folder", "error", f"{message}.", "DATABASE_URL", cure)]


def prepare(connection: sqlite3.Connection, timeout: float) -> None:
    """Bring a connection and its file into shape.

    Write-ahead logging lets others read while one writes; SQLite does not wait while another
    process switches it on. References are checked, which SQLite does for who asks only.

    :param timeout: how many seconds to wait.
    """
    end = time.monotonic() + timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(_PAUSE)
        else:
            break
    connection.execute("PRAGMA synchronous = NORMAL").close()
    connection.execute("PRAGMA foreign_keys = ON").close()


def writes(sql: str) -> bool:
    """Say whether a statement may change something: only one that clearly reads does not."""
    found = _READS.match(sql)
    return found is None or (not found[1] and _CHANGES.search(sql) is not None)


def error_of(error: Exception, sql: str, timeout: float) -> DatabaseError:
    """Make the error that everybody knows of one of SQLite's.

    :param sql: the statement, or "" where the database was to be opened.
    :param timeout: how many seconds it waited.
    """
    if isinstance(error, sqlite3.IntegrityError):
        return IntegrityError(
            f"A rule of the tables does not allow it: {error}. Send other values; or catch "
            "IntegrityError and tell whoever sent them."
        )
    code = _code(error)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return DatabaseUnavailableError(
            f"The database is locked: somebody else has been writing for {timeout} seconds. "
            "Write in less time, or raise DATABASE_TIMEOUT."
        )
    if code in _UNAVAILABLE:
        return DatabaseUnavailableError(
            f"The database cannot be used: {error}. See that DATABASE_URL names a database of "
            "SQLite which this process may write, in a folder that has room."
        )
    return StatementError(
        f"The database refuses the statement {sql.strip()[:_LONGEST]!r}: {str(error).rstrip('.')}. "
        "Correct it."
    )


def _path(app: Application) -> Path:
    return Path(app.instance_path, str(app.config["DATABASE_URL"]).removeprefix(PREFIX))


def _folder_is_missing(path: Path) -> str:
    return (
        f"The database {str(path)!r} cannot be made: its folder is not there. Make the folder, or "
        "correct DATABASE_URL."
    )


def _code(error: Exception) -> int | None:
    """Give the result code without what it is extended by."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
