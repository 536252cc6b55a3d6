"""A connection of SQLAlchemy, as the slot ``database`` has it."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, TextClause, text

from pegboard_database import Row
from pegboard_database_sqlalchemy.errors import told

__all__ = ["SQLAlchemyConnection"]

_NO_CODE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)


class SQLAlchemyConnection:
    """One connection of the engine's pool, with the transaction that SQLAlchemy begins on it.

    A session of the ORM works in the same transaction, of which its own is a block:
    ``Session(database.connection.native, join_transaction_mode="create_savepoint")``.

    :param native: SQLAlchemy's connection.
    :param timeout: how many seconds it waits, for messages.
    """

    def __init__(self, native: Connection, timeout: float) -> None:
        self._native = native
        self._timeout = timeout

    @property
    def native(self) -> Connection:
        """SQLAlchemy's connection, in a transaction, which a session does not end then."""
        if not self._native.closed and not self._native.in_transaction():
            self._native.begin()
        return self._native

    def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
        """Run a statement and say how many rows it changed."""
        with told(sql, self._timeout), closing(self._run(sql, parameters)) as result:
            return max(result.rowcount, 0)

    def rows(self, sql: str, parameters: Mapping[str, object]) -> Generator[Row]:
        """Run a statement and give the rows that it finds, one by one."""
        with told(sql, self._timeout):
            return self._rows(self._run(sql, parameters), sql)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Enclose changes that are made together."""
        with told("", self._timeout):
            block = self.native.begin_nested()
        try:
            yield
        except BaseException:
            with told("", self._timeout):
                block.rollback()
            raise
        with told("", self._timeout):
            block.commit()

    def commit(self) -> None:
        """Keep all changes."""
        with told("COMMIT", self._timeout):
            self._native.commit()

    def rollback(self) -> None:
        """Undo all changes since the last commit."""
        with told("ROLLBACK", self._timeout):
            self._native.rollback()

    def close(self) -> None:
        """Give the connection back to the pool, which undoes what was not kept."""
        self._native.close()

    def _run(self, sql: str, parameters: Mapping[str, object]) -> CursorResult[Any]:
        return self._native.execute(_clause(sql), parameters)

    def _rows(self, result: CursorResult[Any], sql: str) -> Generator[Row]:
        with closing(result), told(sql, self._timeout):
            if result.returns_rows:
                names = tuple(result.keys())
                for row in result:
                    yield dict(zip(names, row, strict=True))


def _clause(sql: str) -> TextClause:
    """Make a clause in which a colon within quotes or a comment is one, and no parameter."""
    return text(_NO_CODE.sub(lambda found: found[0].replace(":", r"\:"), sql))
