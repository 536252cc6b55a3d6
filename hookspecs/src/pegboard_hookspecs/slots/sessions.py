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
        request that does not use it. A cookie that was tampered with gives a new, empty session,
        never an error; so does a session that was saved longer ago than
        ``PERMANENT_SESSION_LIFETIME``, permanent or not, or began longer ago than
        ``SESSION_ABSOLUTE_LIFETIME``. Values come back with their types, as far as
        :class:`~pegboard_hookspecs.session_kit.TaggedJSON` has tags for them. Without a secret key,
        where the provider needs one, the session is empty and refuses to be written
        (:exc:`SessionUnavailableError`). None is an error of the provider; an exception is an
        error of whoever used the session. Where sessions cannot be reached, raise
        ``werkzeug.exceptions.ServiceUnavailable``, which comes with the contract. Since contract
        1.0.
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
        session outlives the browser, and is sent anew each time where
        ``SESSION_REFRESH_EACH_REQUEST`` says so. A session whose :meth:`Session.rotate` was called
        is modified, begins anew, and is kept under a new identifier where it has one; how it tells
        the provider is between these two. With the capability ``revocation`` a cookie is worthless
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
