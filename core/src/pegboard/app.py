"""The application object, and the way of one request through it.

Read :meth:`Pegboard.handle_in` and the two methods below it first: they are the table of
contents of the framework. The numbers are those of the steps in
:mod:`pegboard_hookspecs.lifecycle`.
"""

from __future__ import annotations

from types import CoroutineType
from typing import Any, cast

from werkzeug.exceptions import InternalServerError

from pegboard.application import Assembly
from pegboard.bridge import in_thread
from pegboard.context import Context, enter, leave
from pegboard.logs import log_exception
from pegboard.steps.failure import (
    Failure,
    discard,
    empty_frames,
    is_answer,
    settled,
    settled_here,
)
from pegboard.steps.fallback import plain_error
from pegboard.steps.misses import miss_of
from pegboard.steps.request_functions import after_request
from pegboard.wsgi import StartResponse, answer
from pegboard_hookspecs import Request, Response

__all__ = ["Pegboard"]


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
        return self.handle_in(self.context_class(self, request))

    async def handle_async(self, request: Request) -> Response:
        """Take one request through the same life, behind a gateway with an event loop.

        What differs is one line: a view that is ``async def`` is awaited between ``dispatch``
        and ``make_response``. Where other functions of the application are ``async def`` too,
        the request takes its way in a thread, and all of them run in the loop of the gateway.
        """
        context = self.context_class(self, request)
        if request.host_header not in self._known_hosts or self.config["TRUSTED_HOSTS"]:
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
        if self._awaits_around_views:
            return await in_thread(self.handle_in, context)
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
        request: Any = context.request
        made: Any = None
        try:
            if type(value) is Failure:
                # !: handle_exception
                value = self._handled(request, value.take())
            # 6: make_response
            made = self.calls.make_response(self, request, value)
            response = self._complete(context, made)
        except Exception as error:  # noqa: BLE001 - every exception becomes an answer
            discard(self, request, made)
            response = self._fail(context, error)
        return self._end(context, response)

    def _end(self, context: Context, response: Response) -> Response:
        """Step 10: give back what the context took, now or with the last byte of a stream."""
        request: Any = context.request
        if context.is_kept and getattr(response, "is_streamed", False):
            response.call_on_close(self._late_teardown(context))
            return response
        context.is_torn_down = True
        try:
            self.calls.teardown(self, request, context.error)
        except Exception as error:  # noqa: BLE001 - every exception becomes an answer
            discard(self, request, response)
            response = self.last_resort(request, error)
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

    def _fail(self, context: Context, error: Exception) -> Response:
        """Make the 500 for an exception that nobody handled; let it out where that is asked for.

        An HTTP error that blames the server in another way is its own answer.
        """
        request: Any = context.request
        sorry: Any = error
        if not is_answer(self, error):
            context.error = error
            self._report(request, error)
            sorry = InternalServerError(original_exception=error)
        response = None
        try:
            value = self.calls.handle_exception(self, request, sorry)
            if value is None:
                value = self.error_page(request, sorry)
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
