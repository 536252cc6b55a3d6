"""The provider of the slot ``database``: an engine of SQLAlchemy with its pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from sqlalchemy import Engine

from pegboard_database import TIMEOUT, URL, UnitOfWork
from pegboard_database.sqlite import findings
from pegboard_database_sqlalchemy.connection import SQLAlchemyConnection
from pegboard_database_sqlalchemy.engines import ProcessEngine, complaint, is_sqlite
from pegboard_database_sqlalchemy.errors import told
from pegboard_hookspecs import Application, Finding, Setting, hookimpl

__all__ = ["SQLAlchemyDatabase"]

_OPTIONS = Setting(
    "DATABASE_ENGINE_OPTIONS",
    (dict,),
    {},
    "More arguments of `sqlalchemy.create_engine`, as `pool_size`.",
)


class SQLAlchemyDatabase(UnitOfWork):
    """Keeps data in whatever SQLAlchemy knows; a context has one connection of the pool."""

    settings: tuple[Setting, ...] = (replace(URL, check=complaint), TIMEOUT, _OPTIONS)

    def __init__(self) -> None:
        self._made: ProcessEngine | None = None
        self._lock = Lock()

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report a folder that is not there."""
        return findings(app) if is_sqlite(app.config["DATABASE_URL"]) else ()

    @hookimpl
    def app_closing(self) -> None:
        """Close the connections that wait in the pool."""
        made, self._made = self._made, None
        if made is not None:
            made.close()

    def native_of(self, app: Application) -> Engine:
        """Give the engine, which is made when it is first needed."""
        with self._lock:
            made = self._made = ProcessEngine.renewed(self._made, app)
        return made.engine

    def connect(self, app: Application) -> SQLAlchemyConnection:
        """Take a connection from the pool.

        :raises DatabaseUnavailableError: the database cannot be reached, or all are in use.
        :raises ConfigurationError: nothing is installed that knows this kind of database, or the
            folder of its file is not there.
        """
        timeout = app.config["DATABASE_TIMEOUT"]
        engine = self.native_of(app)
        with told("", timeout):
            return SQLAlchemyConnection(engine.connect(), timeout)
