"""The life of a request by Flask's methods, each of which an application may override.

:meth:`Life._begin` decides: an application that overrides none of them takes the kernel's
way. The hooks are the same on both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any, NoReturn, cast

from werkzeug.exceptions import BadRequestKeyError, HTTPException, InternalServerError
from werkzeug.routing import RequestRedirect, RoutingException

from pegboard import Response
from pegboard.bridge import awaited, in_thread
from pegboard.context import Context, current, current_or_none, current_request
from pegboard.steps import RequestFunctions
from pegboard.steps.error_handling import find_handler
from pegboard.steps.failure import is_trapped
from pegboard.steps.misses import miss_of
from pegboard.steps.request_functions import after_request, closing, run_all
from pegboard_flask.overriding import Overriding
from pegboard_flask.slots import Slots
from pegboard_hookspecs import Request, hookimpl

__all__ = ["FlaskFunctions", "Life"]

_UNSET: Any = object()
_ExcInfo = tuple[type[BaseException], BaseException, Any]


class _Answered:
    """A response that Flask's methods have made, session and all."""

    def __init__(self, response: Response) -> None:
        self.response = response


class FlaskFunctions(RequestFunctions):
    """Calls teardown functions by Flask's two methods, where they belong."""

    @hookimpl(tryfirst=True)
    def teardown(self, app: Any, request: Request | None, error: BaseException | None) -> None:
        """Call those of the request, then those of the application's context if it ends here."""
        context = current_or_none()
        is_shared = request is not None and getattr(context, "shared", None) is not None
        if not app.overrides("do_teardown_request") and not app.overrides("do_teardown_appcontext"):
            functions = app.teardown_appcontext_funcs
            if not functions or not is_shared:
                super().teardown(app, request, error)
                return
        if request is not None and "files" in request.__dict__:
            # Uploads are kept in temporary files.
            request.close()
        try:
            if request is not None:
                app.do_teardown_request(error)
        finally:
            if not is_shared:
                app.do_teardown_appcontext(error)


class Life(Overriding, Slots):
    """An application whose requests go through Flask's methods where it overrides one."""

    session_interface: Any

    @property
    def opens_sessions_early(self) -> bool:
        """An interface of an extension opens and saves the session of every request."""
        return self.overrides("session_interface")

    async def handle_async(self, request: Request) -> Response:
        """Take one request through the same life, behind a gateway with an event loop.

        Flask's methods know of no loop, so where they are called it is in a thread.
        """
        if not self._own_steps:
            return cast("Response", await super().handle_async(request))
        return cast("Response", await in_thread(self.handle_in, self.context_class(self, request)))

    def _begin(self, context: Context) -> object:
        """Steps 1 to 9, by Flask's methods; by the kernel where none is overridden."""
        if not self._own_steps:
            return super()._begin(context)
        request: Any = context.request
        request.app = self
        calls = self.calls
        try:
            if calls.context_pushed is not None:
                calls.context_pushed(self, request)
            if calls.request_started is not None:
                calls.request_started(self, request)
            if self.opens_sessions_early:
                _ = request.session
            self.match_request(request)
            return _Answered(self.full_dispatch_request())
        except Exception as error:  # noqa: BLE001 - every exception becomes an answer
            if not self.should_ignore_error(error):
                context.error = error
            return _Answered(self.handle_exception(error))

    def _finish(self, context: Context, value: object) -> Response:
        if type(value) is _Answered:
            return cast("Response", self._end(context, value.response))
        return cast("Response", super()._finish(context, value))

    def _complete(self, context: Context, response: Any) -> Response:
        request: Any = context.request
        if "HTTP_COOKIE" in request.environ:
            self._refresh_session(request)
        return cast("Response", super()._complete(context, response))

    def _refresh_session(self, request: Any) -> None:
        """Let a permanent session be sent once more, though nobody has touched it."""
        kept = request.__dict__
        if "session" in kept or not self.config["SESSION_REFRESH_EACH_REQUEST"]:
            return
        name = self.config["SESSION_COOKIE_NAME"]
        if name not in request.environ["HTTP_COOKIE"] or not self.has_slot("sessions"):
            return
        if not request.session.permanent:
            del kept["session"]

    def full_dispatch_request(self) -> Response:
        """Answer the current request: functions before it, its view, functions behind it."""
        try:
            value = self.preprocess_request()
            if value is None:
                value = self.dispatch_request()
        except Exception as error:  # noqa: BLE001 - a handler is looked for
            value = self.handle_user_exception(error)
        return self.finalize_request(value)

    def preprocess_request(self) -> Any:
        """Call what comes before the view; a value other than None is the answer."""
        return self.calls.preprocess(self, current_request("preprocess_request"))

    def dispatch_request(self) -> Any:
        """Call the view of the current request."""
        request: Any = current_request("dispatch_request")
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        match = request.match
        if match is not None:
            if request.method == "OPTIONS" and self._answers_options(request):
                return self.make_default_options_response()
            if self.overrides("ensure_sync"):
                view = self.view_functions[match.route.endpoint]
                return self.ensure_sync(view)(**(request.view_args or {}))
        return awaited(self, self.calls.dispatch(self, request))

    def raise_routing_exception(self, request: Any) -> NoReturn:
        """Raise why no route matched; in debug mode, that a redirect would lose a form."""
        miss = request.routing_exception
        if isinstance(miss, RequestRedirect):
            miss = miss_of(_any(self), request)
        raise miss

    def make_default_options_response(self) -> Response:
        """Answer OPTIONS with the methods of the current URL."""
        response = self.response_class()
        response.allow.update(self.allowed_methods(current_request("OPTIONS")))
        return cast("Response", response)

    def finalize_request(self, rv: Any, from_error_handler: bool = False) -> Response:  # noqa: FBT001, FBT002 - Flask's signature
        """Make a response of a value, and let it pass what comes behind the view.

        :param from_error_handler: what is raised on the way is logged, and the response sent.
        """
        response = self.make_response(rv)
        try:
            response = self.process_response(response)
            if self.calls.request_finished is not None:
                self.calls.request_finished(self, current_request("finalize_request"), response)
        except Exception:
            if not from_error_handler:
                raise
            self.logger.exception("Request finalizing failed with an error while handling an error")
        return response

    def process_response(self, response: Response) -> Response:
        """Call what comes behind the view, and save the session."""
        context = current("process_response")
        request: Any = context.request
        if self.after_request_funcs or context.after_functions:
            response = cast("Response", after_request(_any(self), context, response))
        if self.calls.process_response is not None:
            self.calls.process_response(self, request, response)
        if "HTTP_COOKIE" in request.environ:
            self._refresh_session(request)
        if "session" in request.__dict__:
            self.save_session(request, request.session, response)
        return response

    def handle_user_exception(self, e: Exception) -> Any:
        """Give the answer of an error handler; without one, raise the exception again."""
        request = current_request("handle_user_exception")
        if isinstance(e, BadRequestKeyError) and (
            self.debug or self.config["TRAP_BAD_REQUEST_ERRORS"]
        ):
            e.show_exception = True
        if isinstance(e, HTTPException) and not self.trap_http_exception(e):
            return self.handle_http_exception(e)
        answer = self.calls.handle_exception(self, request, e)
        if answer is None:
            raise e
        return answer

    def handle_http_exception(self, e: HTTPException) -> Any:
        """Give the answer of an error handler; without one, the exception itself."""
        if e.code is None or isinstance(e, RoutingException):
            return e
        answer = self.calls.handle_exception(self, current_request("handle_http_exception"), e)
        return e if answer is None else answer

    def handle_exception(self, e: Exception) -> Response:
        """Answer an exception that nobody handled with a 500, or let it out where asked to."""
        request = current_request("handle_exception")
        self._tell(request, e)
        self.log_exception((type(e), e, e.__traceback__))
        sorry = InternalServerError(original_exception=e)
        answer: Any = self.calls.handle_exception(self, request, sorry)
        return self.finalize_request(sorry if answer is None else answer, from_error_handler=True)

    def log_exception(self, exc_info: _ExcInfo | tuple[None, None, None]) -> None:
        """Log an exception that nobody handled."""
        request = current_request("log_exception")
        self.logger.error("Exception on %s [%s]", request.path, request.method, exc_info=exc_info)

    def should_ignore_error(self, error: BaseException | None) -> bool:  # noqa: ARG002 - for overriding
        """Say whether teardown functions are not told of an exception."""
        return False

    def trap_http_exception(self, e: Exception) -> bool:
        """Say whether an HTTP error is treated as an ordinary exception."""
        return isinstance(e, HTTPException) and is_trapped(self, e)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:  # pyright: ignore[reportIncompatibleMethodOverride]  # Flask's name
        """Give a plain function that does what a coroutine function does."""
        return self.async_to_sync(func) if iscoroutinefunction(func) else func

    def do_teardown_request(self, exc: BaseException | None = _UNSET) -> None:
        """Call the functions that tear the current request down."""
        error = sys.exception() if exc is _UNSET else exc
        functions = closing(self.teardown_request_funcs, current_request("do_teardown_request"))
        run_all(self, map(self.ensure_sync, functions), error)

    def do_teardown_appcontext(self, exc: BaseException | None = _UNSET) -> None:
        """Call the functions that tear the application's context down."""
        error = sys.exception() if exc is _UNSET else exc
        functions = reversed(self.teardown_appcontext_funcs)
        run_all(self, map(self.ensure_sync, functions), error)

    def save_session(self, request: Any, session: Any, response: Response) -> None:
        """Save the session of a request."""
        self.calls.save_session(self, request, session, response)

    def _find_error_handler(self, e: Exception, blueprints: list[str] | None = None) -> Any:  # noqa: ARG002 - Flask's signature
        return find_handler(_any(self), current_request("_find_error_handler"), e)

    @staticmethod
    def _answers_options(request: Any) -> bool:
        rule = request.url_rule
        asked = getattr(rule, "provide_automatic_options", None)
        return bool(request.match.route.answers_options if asked is None else asked)


def _any(app: object) -> Any:
    """Give the application as what it is to the kernel's steps."""
    return app
