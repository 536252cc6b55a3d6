"""The provider of the slot ``sessions``: sessions in signed cookies."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, cast

from itsdangerous import URLSafeTimedSerializer

from pegboard_hookspecs import (
    Application,
    Finding,
    Request,
    Response,
    Session,
    Setting,
    hookimpl,
)
from pegboard_sessions.cookie import CookieWriter, cookie_attributes, read_cookie, vary_by_cookie
from pegboard_sessions.findings import findings
from pegboard_sessions.session import CREATED_KEY, CookieSession, UnavailableSession
from pegboard_sessions.settings import SETTINGS, absolute_lifetime, secret_keys
from pegboard_sessions.signing import CookieSigner
from pegboard_sessions.tagging import TaggedJSON

__all__ = ["CookieSessions"]

#: By how many seconds the clocks of two servers may differ.
_SKEW = 10
_Check = Callable[[object], None] | None


class CookieSessions:
    """Keeps each session in a signed cookie of the visitor's browser.

    Salt, format and signature are those of Flask's sessions: either framework reads the other's.
    """

    settings: tuple[Setting, ...] = SETTINGS

    def __init__(self) -> None:
        # Together in one attribute: another thread must never see the one without the other.
        self._kept: tuple[object, CookieSigner | None] = (None, None)
        self._writer = CookieWriter()
        #: Writes and reads the values; it takes tags for types of an application's own.
        self.serializer = TaggedJSON()

    @property
    def native(self) -> URLSafeTimedSerializer | None:
        """The itsdangerous serializer that reads and writes the cookies; None without a key."""
        _, signer = self._kept
        return None if signer is None else signer.serializer

    @hookimpl
    def configure(self, app: Application) -> None:
        """Refuse weak keys before the first request comes."""
        self._current_signer(app)

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report settings that make sessions less safe than they could be."""
        return findings(app)

    @hookimpl
    def open_session(self, app: Application, request: Request) -> CookieSession:
        """Read the session from the request's cookie, or begin one."""
        signer = self._current_signer(app)
        if signer is None:
            return UnavailableSession(new=True)
        token = read_cookie(request, app.config["SESSION_COOKIE_NAME"])
        if not token:
            return CookieSession(new=True, check=self._check())
        restored = _restored(app, signer, token, self._check())
        return restored or CookieSession(new=True, check=self._check())

    @hookimpl
    def save_session(
        self, app: Application, request: Request, session: Session, response: Response
    ) -> None:
        """Write the session to the response's cookie if it changed or has to be prolonged."""
        vary_by_cookie(response)
        signer = self._current_signer(app)
        if signer is None or isinstance(session, UnavailableSession):
            return
        name = app.config["SESSION_COOKIE_NAME"]
        if session:
            if session.modified or _is_prolonged(app, session):
                token, attributes = _written(app, request, session, signer)
                self._writer.write(response, name, token, attributes)
        elif session.modified:
            response.delete_cookie(name, **cookie_attributes(app, request))

    def _current_signer(self, app: Application) -> CookieSigner | None:
        fallbacks = app.config["SECRET_KEY_FALLBACKS"]
        current = (app.secret_key, fallbacks and tuple(fallbacks))
        known, signer = self._kept
        if known != current:
            keys = secret_keys(app)
            signer = CookieSigner(keys, self.serializer) if keys else None
            self._kept = (current, signer)
        return signer

    def _check(self) -> _Check:
        # Sessions know the usual one by themselves.
        return None if self.serializer.is_usual else self.serializer.check


def _restored(
    app: Application, signer: CookieSigner, token: str, check: _Check
) -> CookieSession | None:
    try:
        values, signed = signer.loads(token)
        # What Flask signed does not say when it began: with that signature at the latest.
        # Of all that JSON knows only a dict can do this.
        created: Any = values.pop(CREATED_KEY, signed)
    except Exception:  # noqa: BLE001 - a cookie can hold anything, and none of it is an error
        return None
    if type(created) is not int or not _is_alive(app, signed, created):
        return None
    return CookieSession(values, created=created, check=check)


def _is_alive(app: Application, signed: int, created: int) -> bool:
    """Say whether a session may still be used, and was not made in the future."""
    now = int(time.time())
    longest = absolute_lifetime(app)
    return (
        max(signed, created) <= now + _SKEW
        and now - signed <= app.permanent_session_lifetime.total_seconds()
        and (longest is None or now - created <= longest)
    )


def _is_prolonged(app: Application, session: Session) -> bool:
    return session.permanent and cast("bool", app.config["SESSION_REFRESH_EACH_REQUEST"])


def _written(
    app: Application, request: Request, session: Session, signer: CookieSigner
) -> tuple[str, dict[str, Any]]:
    now = int(time.time())
    # A wrapper may have put a session of another class in place of ours.
    began: int | None = getattr(session, "created", None)
    created = now if began is None else began
    values = dict(session) if created == now else {**session, CREATED_KEY: created}
    attributes = cookie_attributes(app, request)
    attributes["expires"] = _end(app, now, created) if session.permanent else None
    return signer.dumps(values, now), attributes


def _end(app: Application, now: int, created: int) -> float:
    end = now + app.permanent_session_lifetime.total_seconds()
    longest = absolute_lifetime(app)
    return end if longest is None else min(end, created + longest)
