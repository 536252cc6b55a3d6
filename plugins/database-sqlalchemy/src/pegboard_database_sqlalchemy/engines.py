"""Engines of SQLAlchemy: one per process, and SQLite as the slot ``database`` wants it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from pegboard_database import sqlite
from pegboard_hookspecs import Application
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["ProcessEngine", "complaint", "is_sqlite"]

#: Options of a pool that keeps connections.
_POOLED = frozenset({"max_overflow", "pool_recycle", "pool_size", "pool_timeout"})


def complaint(value: object) -> str | None:
    """Say what is wrong with a URL, and the cure; which databases there are is asked later."""
    if is_sqlite(str(value)):
        return sqlite.complaint(value)
    try:
        make_url(str(value))
    except ArgumentError:
        return "it is no URL of a database; write one as in postgresql://user:password@host/name"
    return None


def is_sqlite(url: str) -> bool:
    """Say whether a URL names a file of SQLite."""
    return url.startswith("sqlite:")


@dataclass(frozen=True, slots=True)
class ProcessEngine:
    """An engine, and the process that may use its connections.

    :param url: what it was made of.
    """

    engine: Engine
    process: int
    url: str

    @classmethod
    def renewed(cls, made: Self | None, app: Application) -> Self:
        """Give what there is, if it may be used in this process; else make another.

        :raises ConfigurationError: nothing is installed that knows this kind of database.
        """
        url = str(app.config["DATABASE_URL"])
        if made is not None and made.process == os.getpid() and made.url == url:
            return made
        if made is not None:
            made.close()
        return cls(_engine(app, url), os.getpid(), url)

    def close(self) -> None:
        """Close the connections; those of another process are only forgotten."""
        self.engine.dispose(close=self.process == os.getpid())


def _engine(app: Application, url: str) -> Engine:
    timeout = app.config["DATABASE_TIMEOUT"]
    given: dict[str, Any] = app.config["DATABASE_ENGINE_OPTIONS"]
    # Values of visitors are no part of messages.
    options: dict[str, Any] = {"hide_parameters": True, **_pool(url, given, timeout), **given}
    if not is_sqlite(url):
        return _made(url, options)
    # Without a level the driver begins nothing behind our back. A stream may be read on by another
    # thread, one at a time.
    options["connect_args"] = {
        "timeout": timeout,
        "isolation_level": None,
        "check_same_thread": False,
        **options.get("connect_args", {}),
    }
    engine = _made(f"{sqlite.PREFIX}{sqlite.file_of(app)}", options)
    _begin_by_changes(engine, timeout)
    return engine


def _pool(url: str, given: Mapping[str, Any], timeout: float) -> dict[str, Any]:
    """Give the options of the pool, unless a class of pools is chosen, which has its own."""
    if "poolclass" in given:
        return {}
    if is_sqlite(url) and not given.keys() & _POOLED:
        # To open a file is cheap, and what is open belongs to one process and is to be closed.
        return {"poolclass": NullPool}
    # A server may have closed what waits in the pool.
    return {"pool_timeout": timeout, "pool_pre_ping": not is_sqlite(url)}


def _made(url: str, options: dict[str, Any]) -> Engine:
    try:
        return create_engine(url, **options)
    except (NoSuchModuleError, ImportError) as error:
        kind = make_url(url).drivername
        raise ConfigurationError(
            f"DATABASE_URL names a database of the kind {kind!r}, and nothing is installed that "
            f"knows it: {error}. Install its driver, or correct the URL."
        ) from error


def _begin_by_changes(engine: Engine, timeout: float) -> None:
    """Let the first change begin a transaction, which the driver would not do for all of them."""

    def prepare(connection: Any, _record: object) -> None:
        sqlite.prepare(connection, timeout)

    def begin(
        _connection: object,
        cursor: Any,
        statement: str,
        _parameters: object,
        _context: object,
        _executemany: object,
    ) -> None:
        if not cursor.connection.in_transaction and sqlite.writes(statement):
            cursor.execute(sqlite.BEGIN)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "before_cursor_execute", begin)
