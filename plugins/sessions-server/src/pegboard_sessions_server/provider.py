"""The provider of the slot ``sessions``: sessions in a store, found by a cookie."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast

from pegboard_hookspecs import (
    Application,
    Command,
    Finding,
    Request,
    Response,
    Session,
    Setting,
    hookimpl,
)
from pegboard_hookspecs.session_kit import (
    CookieBased,
    TaggedJSON,
    absolute_lifetime,
    vary_by_cookie,
)
from pegboard_sessions_server.administration import Administration
from pegboard_sessions_server.answering import StoreDownError, answering
from pegboard_sessions_server.findings import findings
from pegboard_sessions_server.identifiers import is_token, key_of, new_token
from pegboard_sessions_server.session import Origin, ServerSession
from pegboard_sessions_server.settings import SETTINGS
from pegboard_sessions_server.stores import Record, Store

__all__ = ["ServerSessions"]

#: The use of a session is noted at most so often, in seconds …
_NOTED_EVERY = 60
#: … and no fewer times than this in the time that it lives unused.
_NOTES = 20


class ServerSessions(Administration, CookieBased):
    """Keeps sessions in a store; the visitor's cookie has an identifier of 256 random bits.

    The store knows a hash of the identifier only, and values as tagged JSON. Of requests that
    change one session at the same time the last one to be saved wins, as a whole; a session that
    was revoked or got a new identifier in the meantime is not brought back.
    """

    settings: tuple[Setting, ...] = SETTINGS
    #: What sessions are made of.
    session_class: type[ServerSession] = ServerSession

    def __init__(self) -> None:
        super().__init__()
        #: Writes and reads the values; it takes tags for types of an application's own.
        self.serializer = TaggedJSON()
        self._next_sweep = 0.0

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report settings that make sessions less safe than they could be."""
        return findings(app, self._store)

    @hookimpl
    def commands(self) -> Sequence[Command]:
        """Bring the commands below ``sessions``."""
        # Only the command line asks for them.
        from pegboard_sessions_server.commands import COMMANDS  # noqa: PLC0415

        return COMMANDS

    @hookimpl
    def open_session(self, app: Application, request: Request) -> ServerSession:
        """Read the session that the request's cookie names, or begin one.

        An identifier that the store does not know is never taken over.

        :raises StoreDownError: the store does not answer.
        """
        token = self.read_token(app, request)
        found = self._found(app, token) if token and is_token(token) else None
        return self.session_class(new=True, check=self._check()) if found is None else found

    @hookimpl
    def save_session(
        self, app: Application, request: Request, session: Session, response: Response
    ) -> None:
        """Keep the session if it changed, and note that it was used.

        :raises StoreDownError: the store does not answer; nothing of the session is sent then.
        """
        vary_by_cookie(response)
        ours = session if isinstance(session, ServerSession) else self._taken_over(session)
        if ours.is_lost:
            return
        # The answer to a failure is told to keep the session, too.
        ours.is_lost = True
        now = int(time.time())
        token = self._kept(app, ours, now)
        if token is not None:
            self.write_token(app, request, ours, response, token, now)
        elif ours.modified and not ours:
            self.remove_token(app, request, response)
        ours.is_lost = False

    # Opening

    def _found(self, app: Application, token: str) -> ServerSession | None:
        _, store = self._started()
        key = key_of(token)
        record = self._alive(app, store, key)
        values = None if record is None else self._values(record)
        if record is None or values is None:
            return None
        return self.session_class(
            values,
            created=record.created,
            check=self._check(),
            origin=Origin(token, key, record.user, record.used),
        )

    def _values(self, record: Record) -> dict[str, Any] | None:
        try:
            values: Any = self.serializer.loads(record.content)
        except Exception:  # noqa: BLE001 - tags may raise anything about what they did not write
            return None
        return cast("dict[str, Any]", values) if isinstance(values, dict) else None

    def _check(self) -> Callable[[object], None] | None:
        # Sessions know the usual one by themselves.
        return None if self.serializer.is_usual else self.serializer.check

    # Saving

    def _taken_over(self, session: Session) -> ServerSession:
        """Give what stands for a session that a wrapper has put in place of ours: a new one."""
        ours = self.session_class(dict(session), new=True)
        ours.modified = session.modified
        return ours

    def _kept(self, app: Application, session: ServerSession, now: int) -> str | None:
        """Do what the store has to be asked for, and give what the cookie is set to, if it is."""
        _, store = self._started()
        origin = session.origin
        if session.modified and session:
            return self._written(app, store, session, now)
        if origin is None:
            return None
        if session.modified:
            with answering(app, store):
                store.remove(origin.key)
            return None
        is_there = self._is_noted(app, store, session, origin, now)
        return origin.token if is_there and self.should_set_cookie(app, session) else None

    def _is_noted(
        self, app: Application, store: Store, session: ServerSession, origin: Origin, now: int
    ) -> bool:
        """Note from time to time that a session was used, and say whether it is still there."""
        idle = app.permanent_session_lifetime.total_seconds()
        if now - origin.used < min(_NOTED_EVERY, idle / _NOTES):
            return True
        end = _end(app, self.beginning(session, now), now)
        with answering(app, store):
            return store.touch(origin.key, now, end)

    def _written(
        self, app: Application, store: Store, session: ServerSession, now: int
    ) -> str | None:
        origin, user = session.origin, _user_of(app, session)
        if origin is not None and origin.user == user and not session.is_rotated:
            token, created, is_same = origin.token, self.beginning(session, now), True
        else:
            token, created, is_same = new_token(), now, False
        new = Origin(token, key_of(token), user, now)
        content = self.serializer.dumps(dict(session))
        record = Record(content, user, created, now, _end(app, created, now))
        with answering(app, store):
            is_kept = _put(store, origin, new, record)
        if not is_kept:
            # It was revoked, or has got another identifier, while this request was answered.
            return None
        if origin is None:
            self._sweep_if_due(app, store, now)
        # The same session may be saved once more, for the answer to a failure behind this step.
        session.origin, session.created, session.is_rotated = new, created, False
        return None if is_same and not self.should_set_cookie(app, session) else token

    def _sweep_if_due(self, app: Application, store: Store, now: int) -> None:
        interval: timedelta | int | None = app.config["SESSION_SWEEP_INTERVAL"]
        if interval is None or now < self._next_sweep:
            return
        seconds = interval.total_seconds() if isinstance(interval, timedelta) else interval
        self._next_sweep = now + seconds
        # It was logged, and is no concern of the visitor, whose session is kept.
        with suppress(StoreDownError), answering(app, store):
            store.sweep(now)


def _put(store: Store, origin: Origin | None, new: Origin, record: Record) -> bool:
    if origin is not None:
        if store.replace(origin.key, record, new_key=new.key):
            return True
        # Who has just proved who he is needs no session from before; all others do.
        if new.user is None or new.user == origin.user:
            return False
    store.add(new.key, record)
    return True


def _user_of(app: Application, session: Session) -> str | None:
    key: str | None = app.config["SESSION_USER_KEY"]
    user = None if key is None else session.get(key)
    return None if user is None else str(user) or None


def _end(app: Application, created: int, used: int) -> int:
    """Give when a store may forget a session."""
    idle_end = used + int(app.permanent_session_lifetime.total_seconds())
    longest = absolute_lifetime(app)
    # One second more, for a session lives to the end of its last one.
    return 1 + (idle_end if longest is None else min(idle_end, created + int(longest)))
