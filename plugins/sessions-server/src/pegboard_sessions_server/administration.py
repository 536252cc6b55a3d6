"""What applications and the command line do with sessions from the outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from weakref import ref

from pegboard_hookspecs import Application, Session, hookimpl
from pegboard_hookspecs.errors import SetupError
from pegboard_hookspecs.session_kit import is_alive
from pegboard_sessions_server.answering import answering
from pegboard_sessions_server.choosing import chosen_store
from pegboard_sessions_server.stores import Counts, Record, Store

__all__ = ["Administration"]


class Administration:
    """Has the store of an application's sessions: counts them, lists them, ends them."""

    def __init__(self) -> None:
        super().__init__()
        # An application that nobody holds any more is to go at once.
        self._app: Callable[[], Application | None] = _nothing
        self._store: Store | None = None

    @property
    def capabilities(self) -> frozenset[str]:
        """What it can do beyond the contract: ``revocation``, and ``listing`` by some stores."""
        is_listed = self._store is not None and self._store.is_listed
        return frozenset({"revocation", "listing"} if is_listed else {"revocation"})

    @property
    def native(self) -> Store | None:
        """The store; None before the application has started."""
        return self._store

    @hookimpl
    def configure(self, app: Application) -> None:
        """Choose the store; it is opened by the first request that needs it."""
        self._app = ref(app)
        self._store = chosen_store(app)

    @hookimpl
    def app_closing(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()

    def revoke(self, key: str) -> bool:
        """End a session at once, in all processes, and say whether there was one.

        :param key: what the store knows it by: ``session.key``, or one of :meth:`sessions_of`.
        :raises StoreDownError: the store does not answer.
        """
        app, store = self._started()
        with answering(app, store):
            return store.remove(key)

    def revoke_user(self, user: object, *, keep: Session | None = None) -> int | None:
        """End all sessions of a user at once, in all processes, and give their number.

        :param user: the value under ``SESSION_USER_KEY``, or its text.
        :param keep: a session that goes on, as that of the user who has asked for it.
        :return: None where the store does not count.
        :raises StoreDownError: the store does not answer.
        """
        app, store = self._started()
        with answering(app, store):
            return store.remove_user(str(user), keep=getattr(keep, "key", None))

    def sessions_of(self, user: object) -> Sequence[tuple[str, Record]]:
        """Give the keys of a user's sessions with what is kept of them, the last used one first.

        :raises NotListedError: the store has no list.
        :raises StoreDownError: the store does not answer.
        """
        app, store = self._started()
        with answering(app, store):
            found = store.of_user(str(user))
        now = int(time.time())
        alive = [each for each in found if _is_alive(app, each[1], now)]
        return sorted(alive, key=lambda each: each[1].used, reverse=True)

    def count(self) -> Counts:
        """Count the sessions.

        :raises NotListedError: the store has no list.
        :raises StoreDownError: the store does not answer.
        """
        app, store = self._started()
        with answering(app, store):
            return store.count(int(time.time()))

    def sweep(self) -> int:
        """Remove all sessions that have expired, and say how many.

        :raises StoreDownError: the store does not answer.
        """
        app, store = self._started()
        total = 0
        with answering(app, store):
            while removed := store.sweep(int(time.time())):
                total += removed
        return total

    def _alive(self, app: Application, store: Store, key: str) -> Record | None:
        """Give the record of a session that may still be used."""
        with answering(app, store):
            record = store.read(key)
        return record if record is not None and _is_alive(app, record, int(time.time())) else None

    def _started(self) -> tuple[Application, Store]:
        app = self._app()
        if app is None or self._store is None:
            raise SetupError(
                "The store of the sessions is not known before the application has started. Call "
                "app.start() first, or do it in a command or a request."
            )
        return app, self._store


def _nothing() -> None:
    return None


def _is_alive(app: Application, record: Record, now: int) -> bool:
    return is_alive(app, used=record.used, created=record.created, now=now)
