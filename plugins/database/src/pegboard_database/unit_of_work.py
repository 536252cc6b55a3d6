"""One connection per context, whose changes are kept or undone together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator
from typing import cast

from pegboard_database.connection import Connection
from pegboard_database.errors import DatabaseUnavailableError
from pegboard_database.settings import SETTINGS
from pegboard_hookspecs import Application, Request, Setting, hookimpl
from pegboard_hookspecs.errors import ContextError

__all__ = ["UnitOfWork"]

#: Stands for the connection of a request that has ended.
_ENDED = object()


class UnitOfWork(ABC):
    """The base of providers, which only say how a connection is opened."""

    settings: tuple[Setting, ...] = SETTINGS

    @abstractmethod
    def connect(self, app: Application) -> Connection:
        """Open a connection; called once per context that uses the database.

        :raises DatabaseUnavailableError: it cannot be opened.
        """

    @hookimpl
    def database_connection(self, app: Application) -> Connection:
        """Give the connection of the current context, opened on first use.

        :raises ContextError: no context is current, or the request has ended.
        """
        state = app.current_state()
        connection = state.get(self)
        if connection is None:
            connection = state[self] = self.connect(app)
        elif connection is _ENDED:
            raise ContextError(
                "The database was used for a request that has ended, and whose connection is "
                "closed. Do it before the view returns, in a stream that stream_with_context() "
                "keeps, or in 'with app.app_context():', which has a connection of its own."
            )
        return cast("Connection", connection)

    @hookimpl(wrapper=True)
    def handle_exception(
        self, app: Application, request: Request, error: Exception
    ) -> Generator[None, object, object]:
        """Undo what a request changed, before anybody answers what it raised."""
        if isinstance(error, DatabaseUnavailableError):
            app.logger.error("%s", error)
        # This frame is in its traceback where a handler raises it again: the two would keep each
        # other, and the request.
        del error
        connection = _opened(request, self)
        if connection is not None:
            connection.rollback()
        return (yield)

    @hookimpl
    def request_finished(self, request: Request) -> None:
        """Keep what a request changed, before its visitor reads that it is done."""
        connection = _opened(request, self)
        if connection is not None:
            connection.commit()

    @hookimpl
    def teardown(
        self, app: Application, request: Request | None, error: BaseException | None
    ) -> None:
        """Keep what a command or a stream changed, unless it raised, and close the connection."""
        state = app.current_state() if request is None else request.state
        connection: Connection | None = state.pop(self, None)
        if connection is None:
            return
        if request is not None:
            # A thread may still have the request.
            state[self] = _ENDED
        try:
            if error is None:
                connection.commit()
        finally:
            # What was not kept is undone.
            connection.close()


def _opened(request: Request, key: UnitOfWork) -> Connection | None:
    connection = request.state.get(key)
    return None if connection is _ENDED else cast("Connection | None", connection)
