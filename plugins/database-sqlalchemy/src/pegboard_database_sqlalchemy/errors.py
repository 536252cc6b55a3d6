"""SQLAlchemy's errors by the names that everybody knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import exc

from pegboard_database import (
    DatabaseError,
    DatabaseUnavailableError,
    IntegrityError,
    StatementError,
)
from pegboard_database.sqlite import error_of

__all__ = ["told"]

_LONGEST = 200
#: What is raised about the connection, and not about a statement.
_CONNECTION = (exc.TimeoutError, exc.DisconnectionError, exc.OperationalError, exc.InterfaceError)


@contextmanager
def told(sql: str, timeout: float) -> Generator[None]:
    """Give SQLAlchemy's errors the names of the slot.

    :param sql: the statement, or "".
    :param timeout: how many seconds are waited.
    :raises DatabaseError: in place of what SQLAlchemy raises.
    """
    try:
        yield
    # The driver of SQLite refuses a number of more than 64 bits in its own way; and what raises
    # before a statement, as where a transaction is begun, is passed on as it is.
    except (exc.SQLAlchemyError, sqlite3.Error, OverflowError) as error:
        raise _error(error, sql, timeout) from error


def _error(error: Exception, sql: str, timeout: float) -> DatabaseError:
    # What SQLAlchemy's own message adds has the values.
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, (sqlite3.Error, OverflowError)):
        return error_of(cause, sql, timeout)
    if isinstance(error, exc.IntegrityError):
        return IntegrityError(
            f"A rule of the tables does not allow it: {cause}. Send other values; or catch "
            "IntegrityError and tell whoever sent them."
        )
    if isinstance(error, _CONNECTION):
        return DatabaseUnavailableError(
            f"The database cannot be reached, or has no connection left after {timeout} seconds: "
            f"{cause}. See that it runs, that DATABASE_URL names it, and that its pool is large "
            "enough (DATABASE_ENGINE_OPTIONS)."
        )
    # What stands behind it is an address to read about it.
    reason = cause.args[0] if cause.args else cause
    return StatementError(
        f"The database refuses the statement {sql.strip()[:_LONGEST]!r}: {reason}. Correct it."
    )
