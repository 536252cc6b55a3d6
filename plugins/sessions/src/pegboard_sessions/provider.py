"""The provider of the slot ``sessions``: sessions in signed cookies."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

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
from pegboard_hookspecs.session_kit import (
    COOKIE_SETTINGS,
    RESERVED_KEY,
    CookieBased,
    TaggedJSON,
    absolute_lifetime,
    is_alive,
    vary_by_cookie,
)
from pegboard_sessions.findings import findings
from pegboard_sessions.keys import SECRET_KEY_MIN_BYTES, secret_keys
from pegboard_sessions.session import CookieSession, UnavailableSession
from pegboard_sessions.signing import CookieSigner

__all__ = ["CookieSessions"]

_Check = Callable[[object], None] | None


class CookieSessions(CookieBased):
    """Keeps each session in a signed cookie of the visitor's browser.

    Salt, format and signature are those of Flask's sessions: either framework reads the other's.
    A subclass may decide otherwise, by its own classes of sessions and by its own methods from
    :meth:`cookie_name` to :meth:`make_signer`; it is named as the provider of the slot.
    """

    settings: tuple[Setting, ...] = (*COOKIE_SETTINGS, SECRET_KEY_MIN_BYTES)
    #: What sessions are made of.
    session_class: type[CookieSession] = CookieSession
    #: What they are made of without a secret key.
    unavailable_session_class: type[CookieSession] = UnavailableSession

    def __init__(self) -> None:
        super().__init__()
        # Together in one attribute: another thread must never see the one without the other.
        self._kept: tuple[object, CookieSigner | None] = (None, None)
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
    def check(self, app: Application, deploy: bool) -> Sequence[Finding]:  # noqa: FBT001 - a hook
        """Report settings that make sessions less safe than they could be, or impossible."""
        return findings(app, is_deployed=deploy)

    @hookimpl
    def open_session(self, app: Application, request: Request) -> CookieSession:
        """Read the session from the request's cookie, or begin one."""
        signer = self._current_signer(app)
        if signer is None:
            return self.unavailable_session_class(new=True)
        token = self.read_token(app, request)
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
                token = signer.dumps(self._content(app, session, now), now)
                self.write_token(app, request, session, response, token, now)
        elif session.modified:
            self.remove_token(app, request, response)

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

    def _content(self, app: Application, session: Session, now: int) -> dict[str, Any]:
        created = self.beginning(session, now)
        is_young = created == now or absolute_lifetime(app) is None
        return dict(session) if is_young else {**session, RESERVED_KEY: created}

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
        created: Any = values.pop(RESERVED_KEY, signed)
    except Exception:  # noqa: BLE001 - a cookie can hold anything, and none of it is an error
        return None
    if type(created) is not int:
        return None
    now = int(time.time())
    return (values, created) if is_alive(app, used=signed, created=created, now=now) else None
