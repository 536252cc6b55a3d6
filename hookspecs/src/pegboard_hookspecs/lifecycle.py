"""The life of an application and of one request, top to bottom, in the order of the calls.

Every plugin may implement any of these hooks, and name only the arguments that it uses.
Answers of the kinds: ``notify`` ignores them, ``first`` takes the first that is not None,
``collect`` takes them all. Implementations run in the order of their plugins; the
application's own registrations (``before_request``, views, error handlers …) run last in the
steps up to the response and first in the steps after it, so plugins surround the application.
A wrapper (``@hookimpl(wrapper=True)``) surrounds all of them.

An exception raised by an implementation in steps 1 to 5 goes to ``handle_exception`` and
becomes a response. One that nobody handled, or that a later step raised, is logged and becomes a
500; it keeps its type and gains a note with plugin, version and hook. An HTTP error of 501 to 599
that a later step raises is no 500 and is not logged: a plugin raises ``ServiceUnavailable`` where
it cannot reach what it needs, and logs why. A malformed request, or one for a host that is not
trusted, is a 400 before step 1, and no hook is called for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.command import Command
from pegboard_hookspecs.finding import Finding
from pegboard_hookspecs.markers import hookspec
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response

__all__ = ["Lifecycle"]


class Lifecycle:
    """Hooks that every plugin may implement, any number of plugins each."""

    # The life of an application

    @hookspec("collect")
    def commands(self) -> Sequence[Command]:  # type: ignore[empty-body]
        """Bring commands to the command line.

        Called by ``pegboard`` before any application exists, once per run, and once more by
        ``app.test_cli_runner``. Every answer counts; on a clash of names the application wins
        over a command that needs it, then the plugin that comes first. None means none. An
        exception hides this plugin's commands, not the others', and is reported. Since
        contract 1.0.
        """

    @hookspec("notify")
    def configure(self, app: Application) -> None:
        """Read the settings, which are merged and validated now.

        Called once per application, before ``app_ready``. Answers are ignored. An exception
        ends the start and names the plugin. Since contract 1.0.
        """

    @hookspec("notify")
    def app_ready(self, app: Application) -> None:
        """Set-up is over: open pools, warm caches.

        Called once per process and application, before its first request or command and never
        at import, so that it runs behind a server's fork. Routes and plugins are frozen.
        Answers are ignored. An exception ends the start and names the plugin. Since contract 1.0.
        """

    @hookspec("notify", isolated=True)
    def app_closing(self, app: Application) -> None:
        """The process ends: give back pools, flush what is buffered.

        Called once, by ``app.close()`` or at interpreter exit, and only after ``app_ready``.
        Every implementation runs though one raises. Since contract 1.0.
        """

    @hookspec("collect")
    def check(self, app: Application, deploy: bool = False) -> Sequence[Finding]:  # type: ignore[empty-body]  # noqa: FBT001, FBT002 - hooks have no keyword-only arguments
        """Report what is wrong or risky, each with a level, a place and a cure.

        Called by ``app.check()`` and ``pegboard check``, any number of times. Every answer
        counts; None means nothing found. An exception is reported as a finding of its own.
        Since contract 1.0.

        :param deploy: asked where strangers will reach the application, as by ``pegboard check
            --deploy``: what is fine at a desk may be a finding now.
        """

    # The life of one request

    @hookspec("notify")
    def context_pushed(self, app: Application, request: Request | None) -> None:
        """A context is current from now on: what belongs to it may be taken.

        Called once per context, before step 1. ``request`` is None where the context is an
        application's only, as in a command. Answers are ignored. An exception is treated as in
        step 1, and in a command it ends the command. Since contract 1.0.
        """

    @hookspec("notify")
    def request_started(self, app: Application, request: Request) -> None:
        """Step 1: a request has come in, and its context is pushed.

        Called once per request, before routing, so ``request.route`` is None. Malformed
        requests (400) never get here. Answers are ignored. Since contract 1.0.
        """

    # Step 2, open_session, and step 3, match_request, belong to slots: see slots/sessions.py
    # and slots/routing.py.

    @hookspec("first")
    def preprocess(self, app: Application, request: Request) -> object:
        """Step 4: answer in place of the view, or let the request pass.

        Called once per request after routing, also when nothing matched: the miss is raised
        after this step, so that an implementation may answer for an unknown URL. The first
        value other than None wins and is treated like a view's; the view is not called.
        Since contract 1.0.
        """

    @hookspec("first")
    def dispatch(self, app: Application, request: Request) -> object:
        """Step 5: call the view and return what it returned.

        Called once per request that matched and was not answered in step 4. The first value
        other than None wins. The application's own implementation comes last: it calls the view
        with ``request.view_args``. Behind a gateway with an event loop a view may be
        ``async def``: a wrapper then sees the awaitable, not its value, and the time until the
        wrapper ends is not the time that the view takes; use ``make_response``, which comes
        after the await, to see the value. Since contract 1.0.
        """

    @hookspec("first")
    def make_response(self, app: Application, request: Request, value: object) -> Response | None:
        """Step 6: turn a value into a response; teach the application a new type.

        Called once per value that came from ``preprocess``, ``dispatch`` or
        ``handle_exception``. The first response wins; None leaves the value to the next
        implementation. The application's own comes last: it knows str, bytes, dict, list,
        tuples, iterators, responses and WSGI callables. Of a tuple it sets status and headers on
        what the hook makes of the body, called once more for it. Since contract 1.0.
        """

    @hookspec("notify")
    def process_response(self, app: Application, request: Request, response: Response) -> None:
        """Step 7: change the response, in place.

        Called once per response, after the application's ``after_request`` functions, also for
        error responses. Answers are ignored. An exception becomes a 500, for which the step
        runs once more; raised again there, it is logged, and the 500 is sent as it is. Since
        contract 1.0.
        """

    # Step 8, save_session, belongs to a slot: see slots/sessions.py.

    @hookspec("notify")
    def request_finished(self, app: Application, request: Request, response: Response) -> None:
        """Step 9: the response is complete and about to be sent; look, do not change.

        Called once per response, also for error responses. Answers are ignored. An exception is
        treated as in step 7. Since contract 1.0.
        """

    @hookspec("notify", isolated=True)
    def teardown(
        self, app: Application, request: Request | None, error: BaseException | None
    ) -> None:
        """Step 10: give back what the request took.

        Called exactly once per context, whatever happened: after step 9, or after the last
        byte of a stream that keeps its context (``stream_with_context``), or when that stream
        is aborted. ``request`` is None when the context was an application's only, as in a
        command. ``error`` is the exception that nobody handled, or None. Every implementation
        runs though one raises; the error is logged, and the answer becomes a plain 500, for which
        no hook is called any more, where it has not left yet. Since contract 1.0.
        """

    @hookspec("notify", isolated=True)
    def context_popped(self, app: Application, request: Request | None) -> None:
        """A context is no longer current: it was torn down, and nothing of it can be used.

        Called once per context, after step 10. Every implementation runs though one raises;
        the error of a request's is logged, for its answer is complete. Since contract 1.0.
        """

    # What may happen on the way

    @hookspec("first")
    def handle_exception(self, app: Application, request: Request, error: Exception) -> object:
        """Whenever a step raises: answer the exception.

        Called with what steps 1 to 5 raise: HTTP errors (404, ``abort(403)`` …) and any other
        exception, which has been neither logged nor wrapped yet. The first value other than None
        wins and goes through ``make_response``. None from all: an HTTP error is rendered by the
        slot ``errors``; anything else is logged and becomes a 500. So does what steps 6 to 9
        raise, and what is raised here, save HTTP errors of 501 to 599, for which this hook is
        called as they are. For a 500 it is called with the ``InternalServerError`` whose
        ``original_exception`` it is; what is raised then is logged, and the answer is plain. Since
        contract 1.0.
        """

    @hookspec("notify", isolated=True)
    def request_failed(self, app: Application, request: Request | None, error: Exception) -> None:
        """Nobody handled an exception: look at it before it is logged, or let out.

        Called once per exception that becomes a 500, with the exception itself, and also where
        exceptions are asked to propagate. ``request`` is None where the request could not be
        read. What an implementation raises becomes a note on the exception, and every
        implementation runs. Since contract 1.0.
        """

    @hookspec("notify")
    def message_flashed(
        self, app: Application, request: Request, message: str, category: str
    ) -> None:
        """A message was kept for the next page, by ``flash``.

        Called once per message, when it is in the session. Answers are ignored; an exception
        passes to the caller of ``flash``. Since contract 1.0.
        """

    @hookspec("first")
    def json_default(self, app: Application, value: object) -> object:
        """A value is to be written as JSON, which has no type for it: give what to write instead.

        Called once per such value, by ``app.json_default``, which providers of the slot ``json``
        ask. The first value other than None wins, and may hold values of this kind in turn. None
        from all leaves the value to ``app.json.default``, which knows dates, Decimal, UUID,
        dataclasses and markup: an implementation may write these in another way. An exception
        passes to whoever writes the JSON. Since contract 1.0.
        """
