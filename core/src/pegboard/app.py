"""The application object, and the way of one request through it.

Read :meth:`Pegboard.handle_in` and the two methods below it first: they are the table of
contents of the framework. The numbers are those of the steps in
:mod:`pegboard_hookspecs.lifecycle`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from types import CoroutineType
from typing import Any, cast

from werkzeug.exceptions import BadRequestKeyError, HTTPException, InternalServerError

from pegboard.application import Assembly
from pegboard.context import Context, enter, leave
from pegboard.logs import log_exception
from pegboard.steps.failure import Failure, discard, empty_frames, is_trapped, settled, settled_here
from pegboard.steps.fallback import plain_error
from pegboard.steps.misses import miss_of
from pegboard.steps.request_functions import after_request
from pegboard.wsgi import StartResponse, answer
from pegboard_hookspecs import Request, Response

__all__ = ["Pegboard"]

_MANY_HOSTS = 256


class Pegboard(Assembly):
    """A web application whose every part hangs on a hook.

    See :class:`pegboard.application.Assembly` for what it is made of and the words that set it
    up.
    """

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Answer one WSGI request; to add middleware, wrap :meth:`wsgi_app`."""
        return self.wsgi_app(environ, start_response)

    def wsgi_app(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Answer one WSGI request (PEP 3333)."""
        return answer(self, environ, start_response)

    def handle(self, request: Request) -> Response:
        """Take one request through its life; what a gateway without an event loop calls."""
        return self.handle_in(Context(self, request))

    async def handle_async(self, request: Request) -> Response:
        """Take one request through the same life, behind a gateway with an event loop.

        What differs is one line: a view that is ``async def`` is awaited between ``dispatch``
        and ``make_response``.
        """
        context = Context(self, request)
        if request.host_header not in self._known_hosts or self.config["TRUSTED_HOSTS"]:
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
        token = enter(context)
        try:
            value = self._begin(context)
            if hasattr(value, "__await__"):
                value = await settled(value)
            return self._finish(context, value)
        except BaseException as error:
            self._abort(context, error)
            raise
        finally:
            leave(token)
            if self.calls.context_popped is not None and context.is_torn_down:
                self._tell_popped(context)

    def handle_in(self, context: Context) -> Response:
        """Take the request of a context through its life, from the first hook to the last.

        :raises Exception: only what is asked to propagate, as in test mode.
        """
        request: Any = context.request
        if request.host_header not in self._known_hosts or self.config["TRUSTED_HOSTS"]:
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
        token = enter(context)
        try:
            value = self._begin(context)
            if type(value) is CoroutineType:
                value = settled_here(self, cast("object", value))
            return self._finish(context, value)
        except BaseException as error:
            self._abort(context, error)
            raise
        finally:
            leave(token)
            if self.calls.context_popped is not None and context.is_torn_down:
                self._tell_popped(context)

    def _begin(self, context: Context) -> object:
        """Steps 1 to 5: from the request to the value that answers it, or a :class:`Failure`."""
        request: Any = context.request
        calls = self.calls
        request.app = self
        try:
            if calls.context_pushed is not None:
                calls.context_pushed(self, request)
            # 1: request_started
            if calls.request_started is not None:
                calls.request_started(self, request)
            # 2: open_session is called when request.session is first read.
            # 3: match_request
            self.match_request(request)
            # 4: preprocess
            value = calls.preprocess(self, request)
            if value is not None:
                return value
            if request.routing_exception is not None:
                # Not raised again: the traceback would tie the request to itself.
                return Failure(miss_of(self, request))
            # 5: dispatch
            return calls.dispatch(self, request)
        except Exception as error:  # noqa: BLE001 - every exception becomes an answer
            return Failure(error)

    def _finish(self, context: Context, value: object) -> Response:
        """Steps 6 to 10: from a value, or what was raised instead, to the response to send."""
        made: Any = None
        try:
            if type(value) is Failure:
                value = self._answer_to(context, value.take())
            # 6: make_response
            made = self.calls.make_response(self, context.request, value)
            response = self._complete(context, made)
        except Exception as error:  # noqa: BLE001 - every exception becomes an answer
            discard(self, context.request, made)
            response = self._fail(context, error)
        # 10: teardown
        if context.is_kept and getattr(response, "is_streamed", False):
            response.call_on_close(self._late_teardown(context))
            return response
        context.is_torn_down = True
        try:
            self.calls.teardown(self, context.request, context.error)
        except Exception as error:  # noqa: BLE001 - every exception becomes an answer
            discard(self, context.request, response)
            response = self.last_resort(context.request, error)
        if context.error is not None:
            empty_frames(context.error)
            context.forget()
        return response

    def _complete(self, context: Context, response: Response) -> Response:
        """Steps 7 to 9: make a response ready to be sent."""
        request: Any = context.request
        calls = self.calls
        # 7: process_response
        if self.after_request_funcs or context.after_functions:
            response = after_request(self, context, response)
        if calls.process_response is not None:
            calls.process_response(self, request, response)
        # 8: save_session, of a session that was opened
        if "session" in request.__dict__:
            calls.save_session(self, request, request.session, response)
        # 9: request_finished
        if calls.request_finished is not None:
            calls.request_finished(self, request, response)
        return response

    def _answer_to(self, context: Context, error: Exception) -> object:
        """Step !: give the value that answers an exception of steps 1 to 5, or raise it again."""
        request: Any = context.request
        if isinstance(error, BadRequestKeyError) and self.debug:
            # Which key was missing is for the author's eyes only.
            error.show_exception = True
        value = self.calls.handle_exception(self, request, error)
        if value is not None:
            return value
        if isinstance(error, HTTPException) and not is_trapped(self, error):
            return self._error_page(request, error)
        try:
            raise error
        finally:
            # A frame must not hold the exception that holds the frame.
            del error

    def _fail(self, context: Context, error: Exception) -> Response:
        """Make the 500 for an exception that nobody handled; let it out where that is asked for."""
        request: Any = context.request
        context.error = error
        self._report(request, error)
        sorry = InternalServerError(original_exception=error)
        response = None
        try:
            value = self.calls.handle_exception(self, request, sorry)
            if value is None:
                value = self._error_page(request, sorry)
            response = self.calls.make_response(self, request, value)
            return self._complete(context, response)
        except Exception as raised:  # noqa: BLE001 - an error handler failed, or a step after it
            self.plugins.annotate(raised)
            log_exception(self, request, raised)
            empty_frames(raised)
            return plain_error(Response, sorry) if response is None else response
        finally:
            # A frame must not hold the exceptions that hold the frame.
            del error, sorry

    def last_resort(self, request: Request | None, error: Exception) -> Response:
        """Answer where no hook can: a malformed request, or a response that cannot be sent.

        :raises Exception: the error itself, where exceptions are asked to propagate.
        """
        if isinstance(error, HTTPException):
            return plain_error(Response, error)
        self._report(request, error)
        return plain_error(Response, InternalServerError(original_exception=error))

    def _report(self, request: Request | None, error: Exception) -> None:
        """Log an exception that nobody handled, or raise it where that is asked for."""
        self.plugins.annotate(error)
        if self.calls.request_failed is not None:
            self._tell_of_failure(request, error)
        if self.propagates_exceptions:
            raise error
        log_exception(self, request, error)

    def _tell_of_failure(self, request: Request | None, error: Exception) -> None:
        try:
            self.calls.request_failed(self, request, error)
        except Exception as raised:  # noqa: BLE001 - the first one is what matters
            self.plugins.annotate(raised)
            notes = " ".join(getattr(raised, "__notes__", ()))
            error.add_note(f"Then a plugin that was told of it raised {raised!r}. {notes}".rstrip())

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

    def _error_page(self, request: Request, error: HTTPException) -> Response:
        if error.response is not None:
            # From abort(response).
            forced: Any = self.response_class.force_type(cast("Response", error.response))
            return cast("Response", forced)
        render = self.calls.render_error
        if render is None:
            return plain_error(self.response_class, error)
        return cast("Response", render(self, request, error))

    def _late_teardown(self, context: Context) -> Callable[[], None]:
        """Give what step 10 is for a stream: run where the stream's request is current."""
        variables = copy_context()

        def tear_down() -> None:
            try:
                variables.run(context.tear_down, context.error)
            except Exception as error:  # noqa: BLE001 - the response has left
                log_exception(self, context.request, error)
            if self.calls.context_popped is not None:
                self._tell_popped(context)

        return tear_down

    def _abort(self, context: Context, error: BaseException) -> None:
        """Step 10 when an exception leaves the application."""
        try:
            context.tear_down(error)
        except Exception as raised:  # noqa: BLE001 - the first one is on its way out
            log_exception(self, context.request, raised)

    def _tell_popped(self, context: Context) -> None:
        try:
            self.calls.context_popped(self, context.request)
        except Exception as error:  # noqa: BLE001 - the answer is complete, or has left
            self.plugins.annotate(error)
            log_exception(self, context.request, error)
