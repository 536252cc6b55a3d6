"""Sessions in a file of SQLite."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pegboard_sessions_server.stores.store import Counts, Record

__all__ = ["SQLiteStore"]

#: So many records are removed at a time, that nobody waits long for the file.
_BATCH = 500
#: Seconds between two tries to prepare a file that another process is about to prepare.
_PAUSE = 0.01
_TABLE = """
    CREATE TABLE IF NOT EXISTS sessions (
        key TEXT PRIMARY KEY, user TEXT, created INTEGER NOT NULL, used INTEGER NOT NULL,
        expires INTEGER NOT NULL, content TEXT NOT NULL
    )
"""
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS sessions_by_user ON sessions (user) WHERE user IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (expires)",
)
_COLUMNS = "content, user, created, used, expires"


class SQLiteStore:
    """Keeps sessions in one file, for all threads and processes of one machine.

    The file is made when it is first needed, readable for its owner only. A connection is opened
    when no other is free, and used by one thread at a time.

    :param path: where the file is.
    :param timeout: how many seconds to wait for another process that writes.
    """

    failures: tuple[type[Exception], ...] = (sqlite3.Error, OSError)
    is_listed = True

    def __init__(self, path: Path, timeout: float) -> None:
        self.path = path
        self._timeout = timeout
        self._process = os.getpid()
        self._free: list[sqlite3.Connection] = []
        # Connections of the process that this one was forked from: neither used nor closed here.
        self._foreign: list[sqlite3.Connection] = []

    def read(self, key: str) -> Record | None:
        """See :meth:`Store.read`."""
        with self._connection() as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM sessions WHERE key = ?",  # noqa: S608 - a constant
                (key,),
            ).fetchone()
        return None if row is None else Record(*row)

    def add(self, key: str, record: Record) -> None:
        """See :meth:`Store.add`."""
        self._change(
            f"INSERT INTO sessions ({_COLUMNS}, key) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
            *_row(record),
            key,
        )

    def replace(self, key: str, record: Record, *, new_key: str) -> bool:
        """See :meth:`Store.replace`."""
        changed = self._change(
            "UPDATE sessions SET content = ?, user = ?, created = ?, used = ?, expires = ?, key = ?"
            " WHERE key = ?",
            *_row(record),
            new_key,
            key,
        )
        return changed > 0

    def touch(self, key: str, used: int, expires: int) -> bool:
        """See :meth:`Store.touch`."""
        statement = "UPDATE sessions SET used = ?, expires = ? WHERE key = ?"
        return self._change(statement, used, expires, key) > 0

    def remove(self, key: str) -> bool:
        """See :meth:`Store.remove`."""
        return self._change("DELETE FROM sessions WHERE key = ?", key) > 0

    def remove_user(self, user: str, *, keep: str | None) -> int:
        """See :meth:`Store.remove_user`."""
        return self._change("DELETE FROM sessions WHERE user = ? AND key IS NOT ?", user, keep)

    def of_user(self, user: str) -> Sequence[tuple[str, Record]]:
        """See :meth:`Store.of_user`."""
        with self._connection() as connection:
            rows = connection.execute(
                f"SELECT key, {_COLUMNS} FROM sessions WHERE user = ? ORDER BY used DESC",  # noqa: S608 - a constant
                (user,),
            ).fetchall()
        return [(key, Record(*row)) for key, *row in rows]

    def count(self, now: int) -> Counts:
        """See :meth:`Store.count`."""
        with self._connection() as connection:
            alive, users = connection.execute(
                "SELECT COUNT(*), COUNT(DISTINCT user) FROM sessions WHERE expires > ?", (now,)
            ).fetchone()
            (total,) = connection.execute("SELECT COUNT(*) FROM sessions").fetchone()
        return Counts(alive, users, total - alive)

    def sweep(self, now: int) -> int:
        """See :meth:`Store.sweep`."""
        return self._change(
            "DELETE FROM sessions WHERE key IN"
            " (SELECT key FROM sessions WHERE expires <= ? LIMIT ?)",
            now,
            _BATCH,
        )

    def close(self) -> None:
        """See :meth:`Store.close`."""
        if self._process == os.getpid():
            while self._free:
                self._free.pop().close()

    def __del__(self) -> None:
        self.close()

    def _change(self, statement: str, *values: object) -> int:
        # Outside of a transaction each statement is one, so that nothing is ever half done.
        with self._connection() as connection:
            return connection.execute(statement, values).rowcount

    @contextmanager
    def _connection(self) -> Generator[sqlite3.Connection]:
        if self._process != os.getpid():
            self._foreign += self._free
            self._free, self._process = [], os.getpid()
        try:
            connection = self._free.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._free.append(connection)

    def _connect(self) -> sqlite3.Connection:
        self._make_file()
        connection = sqlite3.connect(
            self.path, timeout=self._timeout, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _make_file(self) -> None:
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Bring the file into shape; SQLite does not wait while another process does the same."""
        end = time.monotonic() + self._timeout
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                for statement in (_TABLE, *_INDEXES):
                    connection.execute(statement)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(_PAUSE)
            else:
                return


def _row(record: Record) -> tuple[object, ...]:
    return record.content, record.user, record.created, record.used, record.expires
