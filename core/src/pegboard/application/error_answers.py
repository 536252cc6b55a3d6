"""What an application answers, logs and tells when something fails on the way of a request."""

from __future__ import annotations

from typing import Any, cast

from werkzeug.exceptions import BadRequestKeyError, HTTPException, InternalServerError

from pegboard.application.facade import Facade
from pegboard.logs import log_exception
from pegboard.steps.failure import is_trapped
from pegboard.steps.fallback import plain_error
from pegboard_hookspecs import Request, Response

__all__ = ["ErrorAnswers"]

_MANY_HOSTS = 256
#: What a frame says to Werkzeug's debugger, as its ``__traceback_hide__``: begin behind it.
_AND_BEFORE = "before_and_this"


class ErrorAnswers(Facade):
    """An application as exceptions meet it, outside of the numbered steps of a request."""

    def last_resort(self, request: Request | None, error: Exception) -> Response:
        """Answer where no hook can: a malformed request, or a response that cannot be sent.

        :raises Exception: the error itself, where exceptions are asked to propagate.
        """
        if isinstance(error, HTTPException):
            return plain_error(Response, error)
        self._report(request, error)
        return plain_error(Response, InternalServerError(original_exception=error))

    def error_page(self, request: Request, error: HTTPException) -> Response:
        """Give the response for an HTTP error that no error handler answers, or one returns."""
        # From abort(response). A class of an application's own may not have called the constructor.
        finished: Any = getattr(error, "response", None)
        if finished is not None:
            forced: Any = self.response_class.force_type(finished)
            return cast("Response", forced)
        render = self.calls.render_error
        if render is None:
            return plain_error(self.response_class, error)
        return cast("Response", render(self, request, error))

    def _refusal(self, request: Request) -> Response | None:
        """Start, and give the answer to a host that is malformed or not trusted, before any hook.

        Asked for the first request, and for each with a host that was not seen before.
        """
        trusted = self.config["TRUSTED_HOSTS"]
        request.trusted_hosts = trusted
        try:
            self.start()
            # Reading it is what checks it.
            host = request.host
        except Exception as error:  # noqa: BLE001 - every exception becomes an answer
            return self.last_resort(request, error)
        if host and not trusted:
            if len(self._known_hosts) >= _MANY_HOSTS:
                self._known_hosts.clear()
            self._known_hosts.add(request.host_header)
        return None

    def _handled(self, request: Request, error: Exception) -> object:
        """Give the value that answers an exception of steps 1 to 5, or raise it again."""
        is_told = self.debug or self.config["TRAP_BAD_REQUEST_ERRORS"]
        if is_told and isinstance(error, BadRequestKeyError):
            # Which key was missing is for the author's eyes only.
            error.show_exception = True
        value = self.calls.handle_exception(self, request, error)
        if value is not None:
            return value
        if isinstance(error, HTTPException) and not is_trapped(self, error):
            return self.error_page(request, error)
        __traceback_hide__ = _AND_BEFORE
        try:
            raise error
        finally:
            # A frame must not hold the exception that holds the frame.
            del error

    def _report(self, request: Request | None, error: Exception) -> None:
        """Tell and log an exception that nobody handled, or raise it where that is asked for."""
        self._tell(request, error)
        log_exception(self, request, error)

    def _tell(self, request: Request | None, error: Exception) -> None:
        """Tell plugins of an exception that nobody handled; raise it where that is asked for."""
        self.plugins.annotate(error)
        if self.calls.request_failed is not None:
            self._tell_of_failure(request, error)
        if self.propagates_exceptions:
            __traceback_hide__ = _AND_BEFORE
            raise error

    def _tell_of_failure(self, request: Request | None, error: Exception) -> None:
        try:
            self.calls.request_failed(self, request, error)
        except Exception as raised:  # noqa: BLE001 - the first one is what matters
            self.plugins.annotate(raised)
            notes = " ".join(getattr(raised, "__notes__", ()))
            error.add_note(f"Then a plugin that was told of it raised {raised!r}. {notes}".rstrip())
