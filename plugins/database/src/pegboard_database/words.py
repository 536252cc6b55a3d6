"""``Database``: the words by which an application uses whatever fills the slot."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from typing import Any, cast

from pegboard_database.connection import Connection, Row
from pegboard_hookspecs import Application

__all__ = ["Database"]


class Database:
    """The database of an application, in the context that is current.

    Make one per application, beside its models::

        from pegboard import current_app
        from pegboard_database import Database

        database = Database(current_app)

    Statements have parameters as ``:name``, which are given by their names and are bound::

        database.first("SELECT name FROM account WHERE id = :id", id=7)

    What a request or command changes is kept when it succeeds, and undone when it raises.

    :param app: the application, or ``current_app``, which stands for it.
    """

    def __init__(self, app: Application) -> None:
        self._app = app

    @property
    def connection(self) -> Connection:
        """The connection of the current request or command, opened on first use.

        :raises ContextError: neither is current.
        :raises SlotEmptyError: no plugin keeps data in a database.
        :raises DatabaseUnavailableError: the database is locked or cannot be reached.
        """
        # Hooks take the application itself, and none that stands for it.
        find: Callable[[], Application] | None = getattr(self._app, "_get_current_object", None)
        app = self._app if find is None else find()
        connect = getattr(app.calls, "database_connection", None)
        if connect is None:
            # Nobody fills the slot: this raises.
            return cast("Connection", app.slot("database").provider)
        return cast("Connection", connect(app))

    def execute(self, sql: str, /, **parameters: object) -> int:
        """Run a statement, and say how many rows it changed.

        :raises IntegrityError: the change would break a rule of the tables.
        :raises StatementError: the statement is wrong.
        """
        return self.connection.execute(sql, parameters)

    def rows(self, sql: str, /, **parameters: object) -> Generator[Row]:
        """Run a statement, and give the rows that it finds, one by one.

        :raises StatementError: the statement is wrong.
        """
        return self.connection.rows(sql, parameters)

    def first(self, sql: str, /, **parameters: object) -> Row | None:
        """Run a statement, and give the first row that it finds, or None.

        :raises StatementError: the statement is wrong.
        """
        with closing(self.connection.rows(sql, parameters)) as found:
            return next(found, None)

    def value(self, sql: str, /, **parameters: object) -> Any:  # what the column holds
        """Run a statement, and give the first column of the first row, or None.

        :raises StatementError: the statement is wrong.
        """
        row = self.first(sql, **parameters)
        return None if row is None else next(iter(row.values()))

    def script(self, sql: str, /) -> None:
        """Run several statements, as of a file that makes tables, all or none of them.

        :raises StatementError: one of them is wrong.
        """
        # Only who makes tables needs it.
        from pegboard_database.statements import statements  # noqa: PLC0415

        with self.transaction():
            for statement in statements(sql):
                self.connection.execute(statement, {})

    @contextmanager
    def transaction(self) -> Generator[Connection]:
        """Enclose changes that are made together, for ``with``; what is raised in it undoes them.

        They are kept with all other changes of the request or command, when that succeeds.
        """
        connection = self.connection
        with connection.transaction():
            yield connection
