"""What providers have in common whose sessions are found by a cookie."""

from __future__ import annotations

from typing import Any, cast

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response
from pegboard_hookspecs.session import Session
from pegboard_hookspecs.session_kit.cookie import CookieWriter, read_cookie
from pegboard_hookspecs.session_kit.lifetimes import absolute_lifetime

__all__ = ["CookieBased"]


class CookieBased:
    """Reads, sets and removes a session's cookie as ``COOKIE_SETTINGS`` say.

    A subclass declares these settings, and may decide otherwise by methods of its own.
    """

    def __init__(self) -> None:
        self._writer = CookieWriter()

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
        return end if longest is None else min(end, self.beginning(session, now) + longest)

    @staticmethod
    def beginning(session: Session, now: int) -> int:
        """Give when a session began, in seconds since 1970; now, for one that begins."""
        # A wrapper may have put a session of another class in place of ours.
        began: int | None = getattr(session, "created", None)
        return now if began is None else began

    def read_token(self, app: Application, request: Request) -> str | None:
        """Give the value of the request's cookie, as the client sent it."""
        return read_cookie(request, self.cookie_name(app, request))

    def write_token(
        self,
        app: Application,
        request: Request,
        session: Session,
        response: Response,
        token: str,
        now: int,
    ) -> None:
        """Set the cookie.

        :param token: its value, safe as it is.
        :raises CookieTooLargeError: browsers would drop it.
        """
        attributes = self.cookie_attributes(app, request)
        attributes["expires"] = self.expires(app, session, now)
        self._writer.write(response, self.cookie_name(app, request), token, attributes)

    def remove_token(self, app: Application, request: Request, response: Response) -> None:
        """Let the browser forget the cookie."""
        name = self.cookie_name(app, request)
        response.delete_cookie(name, **self.cookie_attributes(app, request))
