"""The provider of the slot ``sessions``: sessions in signed cookies."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, cast

from itsdangerous import BadSignature, URLSafeTimedSerializer

from pegboard_hookspecs import Application, Finding, Request, Response, Setting, hookimpl
from pegboard_sessions.cookie import CookieWriter, cookie_attributes, read_cookie, vary_by_cookie
from pegboard_sessions.findings import findings
from pegboard_sessions.session import CREATED_KEY, CookieSession, UnavailableSession
from pegboard_sessions.settings import SETTINGS, absolute_lifetime, secret_keys
from pegboard_sessions.signing import CookieSigner

__all__ = ["CookieSessions"]

#: By how many seconds the clocks of two servers may differ.
_SKEW = 10


class CookieSessions:
    """Keeps each session in a signed cookie of the visitor's browser.

    Salt, format and signature are those of Flask's sessions: either framework reads the other's.
    """

    settings: tuple[Setting, ...] = SETTINGS

    def __init__(self) -> None:
        self._signer: CookieSigner | None = None
        self._signer_keys: tuple[object, object] = (None, None)
        self._writer = CookieWriter()

    @property
    def native(self) -> URLSafeTimedSerializer | None:
        """The itsdangerous serializer that reads and writes the cookies; None without a key."""
        return None if self._signer is None else self._signer.serializer

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
            return CookieSession(new=True)
        try:
            return _restored(app, signer, token)
        except Exception:  # noqa: BLE001 - a cookie can hold anything, and none of it is an error
            return CookieSession(new=True)

    @hookimpl
    def save_session(
        self, app: Application, request: Request, session: CookieSession, response: Response
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
        if current != self._signer_keys:
            keys = secret_keys(app)
            self._signer = CookieSigner(keys) if keys else None
            self._signer_keys = current
        return self._signer


def _restored(app: Application, signer: CookieSigner, token: str) -> CookieSession:
    values, signed = signer.loads(token)
    # What Flask signed does not say when it began: with that signature at the latest.
    created: int = values.pop(CREATED_KEY, signed)
    now = int(time.time())
    if type(created) is not int or max(signed, created) > now + _SKEW:
        raise BadSignature("The session comes from the future.")
    longest = absolute_lifetime(app)
    if now - signed > app.permanent_session_lifetime.total_seconds():
        raise BadSignature("The session was not used for too long.")
    if longest is not None and now - created > longest:
        raise BadSignature("The session is too old.")
    return CookieSession(values, created=created)


def _is_prolonged(app: Application, session: CookieSession) -> bool:
    return session.permanent and cast("bool", app.config["SESSION_REFRESH_EACH_REQUEST"])


def _written(
    app: Application, request: Request, session: CookieSession, signer: CookieSigner
) -> tuple[str, dict[str, Any]]:
    now = int(time.time())
    created = now if session.created is None else session.created
    values = dict(session) if created == now else {**session, CREATED_KEY: created}
    attributes = cookie_attributes(app, request)
    attributes["expires"] = _end(app, now, created) if session.permanent else None
    return signer.dumps(values, now), attributes


def _end(app: Application, now: int, created: int) -> float:
    end = now + app.permanent_session_lifetime.total_seconds()
    longest = absolute_lifetime(app)
    return end if longest is None else min(end, created + longest)
