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
from pegboard_sessions.cookie import CookieWriter, read_cookie, vary_by_cookie
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
    A subclass may decide otherwise, by its own classes of sessions and by its own methods from
    :meth:`cookie_name` to :meth:`make_signer`; it is named as the provider of the slot.
    """

    settings: tuple[Setting, ...] = SETTINGS
    #: What sessions are made of.
    session_class: type[CookieSession] = CookieSession
    #: What they are made of without a secret key.
    unavailable_session_class: type[CookieSession] = UnavailableSession

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
            return self.unavailable_session_class(new=True)
        token = read_cookie(request, self.cookie_name(app, request))
        kept = None if not token else _restored(app, signer, token)
        if kept is None:
            return self.session_class(new=True, check=self._check())
        values, created = kept
        return self.session_class(values, created=created, check=self._check())

    @hookimpl
    def save_session(
        self, app: Application, request: Request, session: Session, response: Response
    ) -> None:
        """Write the session to the response's cookie if it changed or has to be prolonged."""
        vary_by_cookie(response)
        signer = self._current_signer(app)
        if signer is None:
            return
        if session:
            if self.should_set_cookie(app, session):
                now = int(time.time())
                attributes = self.cookie_attributes(app, request)
                attributes["expires"] = self.expires(app, session, now)
                token = signer.dumps(_content(session, now), now)
                self._writer.write(response, self.cookie_name(app, request), token, attributes)
        elif session.modified:
            name = self.cookie_name(app, request)
            response.delete_cookie(name, **self.cookie_attributes(app, request))

    def cookie_name(self, app: Application, request: Request) -> str:  # noqa: ARG002 - for overriding
        """Give the cookie's name; it may differ from request to request."""
        name: str = app.config["SESSION_COOKIE_NAME"]
        return name

    def cookie_attributes(self, app: Application, request: Request) -> dict[str, Any]:
        """Give what goes with the cookie's value, by the names of ``Response.set_cookie``.

        All but its end; the same ones remove the cookie of a session that was emptied.
        """
        config = app.config
        secure: bool | None = config["SESSION_COOKIE_SECURE"]
        return {
            "path": config["SESSION_COOKIE_PATH"] or config["APPLICATION_ROOT"],
            "domain": config["SESSION_COOKIE_DOMAIN"],
            "secure": request.scheme == "https" if secure is None else secure,
            "httponly": config["SESSION_COOKIE_HTTPONLY"],
            "samesite": config["SESSION_COOKIE_SAMESITE"],
            "partitioned": config["SESSION_COOKIE_PARTITIONED"],
        }

    def should_set_cookie(self, app: Application, session: Session) -> bool:
        """Say whether a session that was used, and holds something, is sent."""
        if session.modified:
            return True
        return session.permanent and cast("bool", app.config["SESSION_REFRESH_EACH_REQUEST"])

    def expires(self, app: Application, session: Session, now: int) -> float | None:
        """Give when the browser forgets the cookie, in seconds since 1970; None: when it ends."""
        if not session.permanent:
            return None
        end = now + app.permanent_session_lifetime.total_seconds()
        longest = absolute_lifetime(app)
        return end if longest is None else min(end, _beginning(session, now) + longest)

    def make_signer(self, keys: Sequence[str | bytes]) -> CookieSigner:
        """Make what signs and verifies, each time that the keys have changed.

        :param keys: secret keys, the newest first: it signs.
        """
        return CookieSigner(keys, self.serializer)

    def _current_signer(self, app: Application) -> CookieSigner | None:
        fallbacks = app.config["SECRET_KEY_FALLBACKS"]
        current = (app.secret_key, fallbacks and tuple(fallbacks))
        known, signer = self._kept
        if known != current:
            keys = secret_keys(app)
            signer = self.make_signer(keys) if keys else None
            self._kept = (current, signer)
        return signer

    def _check(self) -> _Check:
        # Sessions know the usual one by themselves.
        return None if self.serializer.is_usual else self.serializer.check


def _restored(
    app: Application, signer: CookieSigner, token: str
) -> tuple[dict[str, Any], int] | None:
    try:
        values, signed = signer.loads(token)
        # What Flask signed does not say when it began: with that signature at the latest.
        # Of all that JSON knows only a dict can do this.
        created: Any = values.pop(CREATED_KEY, signed)
    except Exception:  # noqa: BLE001 - a cookie can hold anything, and none of it is an error
        return None
    if type(created) is not int or not _is_alive(app, signed, created):
        return None
    return values, created


def _is_alive(app: Application, signed: int, created: int) -> bool:
    """Say whether a session may still be used, and was not made in the future."""
    now = int(time.time())
    longest = absolute_lifetime(app)
    return (
        max(signed, created) <= now + _SKEW
        and now - signed <= app.permanent_session_lifetime.total_seconds()
        and (longest is None or now - created <= longest)
    )


def _content(session: Session, now: int) -> dict[str, Any]:
    created = _beginning(session, now)
    return dict(session) if created == now else {**session, CREATED_KEY: created}


def _beginning(session: Session, now: int) -> int:
    # A wrapper may have put a session of another class in place of ours.
    began: int | None = getattr(session, "created", None)
    return now if began is None else began
