"""The slot ``sessions``: where a visitor's session comes from and where it is kept."""

from __future__ import annotations

from typing import Protocol

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.markers import hookspec
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response
from pegboard_hookspecs.session import Session

__all__ = ["Sessions", "SessionsProvider"]


class Sessions:
    """Hooks of the slot ``sessions``."""

    @hookspec("first")
    def open_session(self, app: Application, request: Request) -> Session:  # type: ignore[empty-body]
        """Step 2: open the session of a request.

        Called on first use of ``request.session``, at most once per request, and never for a
        request that does not use it. A cookie that was tampered with, has expired or is older
        than the absolute lifetime gives a new, empty session, never an error. Without a secret
        key, where the provider needs one, the session is empty and refuses to be written
        (:exc:`SessionUnavailableError`). None is an error of the provider; an exception is an
        error of whoever used the session, and a ``ServiceUnavailable`` answers where sessions
        cannot be reached. Since contract 1.0.
        """

    @hookspec("first")
    def save_session(
        self, app: Application, request: Request, session: Session, response: Response
    ) -> None:
        """Step 8: keep the session if it changed, and say in the response that it was used.

        Called once per request whose session was opened, after ``process_response`` and on
        error responses too. Adds ``Vary: Cookie`` to what the response varies by already; sets
        the cookie if the session changed, deletes it if it was emptied. Unless a setting says
        otherwise the cookie is out of reach of scripts (``HttpOnly``), bound to the site
        (``SameSite``), and ``Secure`` where the request came over HTTPS; that of a permanent
        session outlives the browser. With the capability ``revocation`` a cookie is worthless
        once its session was emptied, or rotated.

        :raises CookieTooLargeError: browsers would drop the cookie.
        :raises TypeError: a value cannot be kept; the message names its key.
        :raises ServiceUnavailable: the session cannot be reached: a 503, for which this hook is
            called once more.

        Since contract 1.0.
        """


class SessionsProvider(Protocol):
    """What fills the slot ``sessions``."""

    def open_session(self, app: Application, request: Request) -> Session:
        """See :meth:`Sessions.open_session`."""
        ...

    def save_session(
        self, app: Application, request: Request, session: Session, response: Response
    ) -> None:
        """See :meth:`Sessions.save_session`."""
        ...
