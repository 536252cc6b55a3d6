"""The slot ``database``: its hook, and what fills it."""

from __future__ import annotations

from typing import Protocol

from pegboard_database.connection import Connection
from pegboard_hookspecs import Application, Slot, hookspec

__all__ = ["DATABASE", "DatabaseHooks", "DatabaseProvider"]


class DatabaseHooks:
    """Hooks of the slot ``database``."""

    @hookspec("first")
    def database_connection(self, app: Application) -> Connection:  # type: ignore[empty-body]
        """Give the connection of the context that is current: a request's, or a command's.

        Called whenever an application uses its database. The first call of a context opens the
        connection, later ones give the same. Its changes are kept when the response is complete
        (step 9), or when the context ends without an error; an exception undoes them, before an
        error handler answers it. It is closed in ``teardown``, whatever happened. A provider
        derived from :class:`pegboard_database.UnitOfWork` has all of this. Since contract 1.0.

        :raises ContextError: no context is current, or it has ended.
        :raises DatabaseUnavailableError: the database cannot be opened.
        """


class DatabaseProvider(Protocol):
    """What fills the slot ``database``."""

    def database_connection(self, app: Application) -> Connection:
        """See :meth:`DatabaseHooks.database_connection`."""
        ...


#: What this distribution brings by the entry-point group ``pegboard.hookspecs``.
DATABASE = Slot(
    "database",
    DatabaseHooks,
    "pegboard-database-sqlite:sqlite",
    "keeps data in a database",
)
