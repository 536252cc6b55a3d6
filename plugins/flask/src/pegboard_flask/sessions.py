"""Session interfaces: Flask's way of saying where sessions are kept.

While nobody puts another interface in place of the default one, the slot ``sessions`` keeps them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import CallbackDict

from pegboard_flask.json.tag import TaggedJSONSerializer
from pegboard_hookspecs import Session

__all__ = [
    "NullSession",
    "SecureCookieSession",
    "SecureCookieSessionInterface",
    "SessionInterface",
    "SessionMixin",
    "session_json_serializer",
]

#: Writes and reads the content of session cookies.
session_json_serializer = TaggedJSONSerializer()


class SessionMixin(MutableMapping[str, Any]):
    """What a session has beside its values."""

    new = False
    modified = True
    accessed = True

    @property
    def permanent(self) -> bool:
        """The session outlives the browser: its value ``_permanent``."""
        return bool(self.get("_permanent", False))

    @permanent.setter
    def permanent(self, value: bool) -> None:
        self["_permanent"] = bool(value)


# Sessions of the slot are sessions to whoever asks.
SessionMixin.register(Session)  # type: ignore[type-abstract]  # that is what it is for


class SecureCookieSession(CallbackDict[str, Any], SessionMixin):  # pyright: ignore[reportIncompatibleMethodOverride]  # both are dictionaries
    """A session that notices changes of its top level.

    :param initial: what it starts with.
    """

    modified = False
    accessed = False

    def __init__(self, initial: Any = None) -> None:
        def changed(self: Any) -> None:
            self.modified = True
            self.accessed = True

        super().__init__(initial, changed)

    def __getitem__(self, key: str) -> Any:
        self.accessed = True
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Give a value, or the default."""
        self.accessed = True
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Give a value, after setting it to the default where there is none."""
        self.accessed = True
        return super().setdefault(key, default)


class NullSession(SecureCookieSession):
    """The session of an application without a secret key: it can be read, not written."""

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        message = (
            "The session is unavailable because no secret key was set. Set the secret_key on the "
            "application to something unique and secret."
        )
        raise RuntimeError(message)

    __setitem__ = __delitem__ = clear = pop = popitem = update = setdefault = _fail


class SessionInterface:
    """Opens and saves sessions; a subclass says where they are kept."""

    #: What sessions are made of where none can be kept.
    null_session_class: type[Any] = NullSession
    #: Sessions are kept as pickles.
    pickle_based = False

    def make_null_session(self, app: Any) -> Any:  # noqa: ARG002 - for overriding
        """Make the session of a request for which :meth:`open_session` gave None."""
        return self.null_session_class()

    def is_null_session(self, obj: object) -> bool:
        """Say whether a session is one that cannot be kept."""
        return isinstance(obj, self.null_session_class)

    def get_cookie_name(self, app: Any) -> str:
        """Give the cookie's name."""
        name: str = app.config["SESSION_COOKIE_NAME"]
        return name

    def get_cookie_domain(self, app: Any) -> str | None:
        """Give the domain whose hosts get the cookie; None: the host that set it."""
        domain: str | None = app.config["SESSION_COOKIE_DOMAIN"]
        return domain

    def get_cookie_path(self, app: Any) -> str:
        """Give the path below which the cookie is sent."""
        path: str = app.config["SESSION_COOKIE_PATH"] or app.config["APPLICATION_ROOT"]
        return path

    def get_cookie_httponly(self, app: Any) -> bool:
        """Say whether the cookie is hidden from scripts."""
        return bool(app.config["SESSION_COOKIE_HTTPONLY"])

    def get_cookie_secure(self, app: Any) -> bool:
        """Say whether the cookie is sent over HTTPS only."""
        return bool(app.config["SESSION_COOKIE_SECURE"])

    def get_cookie_samesite(self, app: Any) -> str | None:
        """Say which requests from other sites carry the cookie."""
        kept: str | None = app.config["SESSION_COOKIE_SAMESITE"]
        return kept

    def get_cookie_partitioned(self, app: Any) -> bool:
        """Say whether the cookie is kept apart by the embedding site."""
        return bool(app.config["SESSION_COOKIE_PARTITIONED"])

    def get_expiration_time(self, app: Any, session: Any) -> datetime | None:
        """Give when the cookie ends; None: with the browser."""
        if not session.permanent:
            return None
        end: datetime = datetime.now(UTC) + app.permanent_session_lifetime
        return end

    def should_set_cookie(self, app: Any, session: Any) -> bool:
        """Say whether an answer brings the cookie."""
        is_refreshed = session.permanent and app.config["SESSION_REFRESH_EACH_REQUEST"]
        return bool(session.modified or is_refreshed)

    def open_session(self, app: Any, request: Any) -> Any:
        """Open the session of a request; None means that there can be none."""
        raise NotImplementedError

    def save_session(self, app: Any, session: Any, response: Any) -> None:
        """Keep the session, at the end of its request."""
        raise NotImplementedError


def _sha1(data: bytes = b"") -> Any:
    """Give a hash; looked up late, for builds of Python without it."""
    return hashlib.sha1(data)  # noqa: S324 - what Flask signs with, keyed


class SecureCookieSessionInterface(SessionInterface):
    """Keeps sessions in signed cookies, as the slot's default provider does."""

    salt = "cookie-session"
    digest_method: Callable[..., Any] = staticmethod(_sha1)
    key_derivation = "hmac"
    serializer: Any = session_json_serializer
    session_class: type[Any] = SecureCookieSession

    def get_signing_serializer(self, app: Any) -> URLSafeTimedSerializer | None:
        """Give what signs; None without a secret key."""
        if not app.secret_key:
            return None
        # The one that signs is the last.
        keys = [*reversed(app.config.get("SECRET_KEY_FALLBACKS") or ()), app.secret_key]
        return URLSafeTimedSerializer(
            keys,
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={
                "key_derivation": self.key_derivation,
                "digest_method": self.digest_method,
            },
        )

    def open_session(self, app: Any, request: Any) -> Any:
        """Read the session from the request's cookie; None without a secret key."""
        signing = self.get_signing_serializer(app)
        if signing is None:
            return None
        token = request.cookies.get(self.get_cookie_name(app))
        if not token:
            return self.session_class()
        longest = int(app.permanent_session_lifetime.total_seconds())
        try:
            return self.session_class(signing.loads(token, max_age=longest))
        except BadSignature:
            return self.session_class()

    def save_session(self, app: Any, session: Any, response: Any) -> None:
        """Write the session to the response's cookie, if it has to be."""
        where: dict[str, Any] = {
            "domain": self.get_cookie_domain(app),
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "partitioned": self.get_cookie_partitioned(app),
            "samesite": self.get_cookie_samesite(app),
            "httponly": self.get_cookie_httponly(app),
        }
        name = self.get_cookie_name(app)
        if session.accessed:
            response.vary.add("Cookie")
        if not session:
            if session.modified:
                response.delete_cookie(name, **where)
                response.vary.add("Cookie")
            return
        if not self.should_set_cookie(app, session):
            return
        signing = self.get_signing_serializer(app)
        if signing is not None:
            expires = self.get_expiration_time(app, session)
            response.set_cookie(name, signing.dumps(dict(session)), expires=expires, **where)
            response.vary.add("Cookie")
