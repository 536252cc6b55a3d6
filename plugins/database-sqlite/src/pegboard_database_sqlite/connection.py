"""A connection of SQLite, as the slot ``database`` has it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager

from pegboard_database import Row
from pegboard_database.sqlite import BEGIN, error_of, writes

__all__ = ["SQLiteConnection"]


class SQLiteConnection:
    """One connection: it reads without a transaction, and begins one by its first change.

    :param native: the connection of the standard library.
    :param timeout: how many seconds it waits, for messages.
    """

    def __init__(self, native: sqlite3.Connection, timeout: float) -> None:
        self.native = native
        self._timeout = timeout
        self._depth = 0

    def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
        """Run a statement and say how many rows it changed."""
        cursor = self._run(sql, parameters)
        count = cursor.rowcount
        cursor.close()
        return max(count, 0)

    def rows(self, sql: str, parameters: Mapping[str, object]) -> Generator[Row]:
        """Run a statement and give the rows that it finds, one by one."""
        found = self._rows(self._run(sql, parameters), sql)
        # A change is over, and may be kept, when all of its rows are read.
        return (row for row in list(found)) if writes(sql) else found

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Enclose changes that are made together."""
        self._depth += 1
        name = f"pegboard_{self._depth}"
        try:
            self.execute(f"SAVEPOINT {name}", {})
            try:
                yield
            except BaseException:
                # SQLite itself has undone all where the disk is full.
                if self.native.in_transaction:
                    self.execute(f"ROLLBACK TO {name}", {})
                    self.execute(f"RELEASE {name}", {})
                raise
            self.execute(f"RELEASE {name}", {})
        finally:
            self._depth -= 1

    def commit(self) -> None:
        """Keep all changes."""
        if self.native.in_transaction:
            self._run("COMMIT", {})

    def rollback(self) -> None:
        """Undo all changes since the last commit."""
        if self.native.in_transaction:
            self._run("ROLLBACK", {})

    def close(self) -> None:
        """Close the connection; SQLite undoes what was not kept."""
        self.native.close()

    def _run(self, sql: str, parameters: Mapping[str, object]) -> sqlite3.Cursor:
        with self._told(sql):
            if not self.native.in_transaction and writes(sql):
                self.native.execute(BEGIN).close()
            return self.native.execute(sql, parameters)

    def _rows(self, cursor: sqlite3.Cursor, sql: str) -> Generator[Row]:
        names = [column[0] for column in cursor.description or ()]
        with closing(cursor), self._told(sql):
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    @contextmanager
    def _told(self, sql: str) -> Generator[None]:
        """Give SQLite's errors the names that everybody knows."""
        try:
            yield
        # A number of more than 64 bits is refused by Python already.
        except (sqlite3.Error, OverflowError) as error:
            raise error_of(error, sql, self._timeout) from error
