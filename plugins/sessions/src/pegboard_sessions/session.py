"""The session that lives in a cookie, and the one that cannot because nothing signs it."""

from __future__ import annotations

from typing import Any, NoReturn

from pegboard_hookspecs.errors import SessionUnavailableError
from pegboard_hookspecs.session_kit import DictSession

__all__ = ["CookieSession", "UnavailableSession"]


class CookieSession(DictSession):
    """Values kept in the visitor's cookie, where the visitor can read but not change them."""

    def rotate(self) -> None:
        """Start the session's lifetime anew and send a fresh cookie.

        There is no identifier that somebody could have planted: a session that begins here is
        in no other cookie. Call it when somebody has logged in.
        """
        super().rotate()


class UnavailableSession(CookieSession):
    """An empty session of an application without a secret key: it can be read, not written."""

    def rotate(self) -> NoReturn:
        """Refuse.

        :raises SessionUnavailableError: always, as all methods that write.
        """
        _fail()

    def __setitem__(self, key: str, value: Any) -> NoReturn:
        _fail()

    def __delitem__(self, key: str) -> NoReturn:
        _fail()

    def clear(self) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()

    def pop(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()

    def popitem(self) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()

    def setdefault(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()


def _fail() -> NoReturn:
    raise SessionUnavailableError(
        "The session is unavailable and cannot be written: no secret key is set to sign it. Set "
        'app.secret_key to what this prints: python -c "import secrets; print(secrets.token_hex())"'
    )
