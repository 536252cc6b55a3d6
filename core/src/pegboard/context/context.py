"""What is current: one context per request or command, in one context variable.

A context variable (PEP 567) is told apart by thread, greenlet and task, so each of them sees
its own request.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any, Self

from pegboard.context.namespace import Namespace
from pegboard.context.situation import Kind, situation_of
from pegboard_hookspecs import Request
from pegboard_hookspecs.errors import ContextError, ContextOrderError

__all__ = [
    "Context",
    "OwnContext",
    "current",
    "current_or_none",
    "current_request",
    "enter",
    "has_app_context",
    "has_request_context",
    "leave",
    "outside",
]


class Context:
    """One request, or the time in which a command works with the application.

    :param app: the application; words ask it for whatever they need.
    :param request: the request, or None for an application context.
    """

    # Defaults of the class, so that making one for a request sets two attributes only.
    #: Functions of ``after_this_request``, in the order registered.
    after_functions: list[Callable[[Any], Any]] | None = None
    #: What nobody handled, for step 10.
    error: BaseException | None = None
    #: A stream of the response keeps the context until its end.
    is_kept = False
    #: Step 10 is done.
    is_torn_down = False
    _g: Namespace | None = None
    _state: dict[object, Any] | None = None
    _tokens: list[Token[Context]] = []  # noqa: RUF012 - replaced before anything is put in

    def __init__(self, app: Any, request: Request | None = None) -> None:
        self.app = app
        self.request = request

    @property
    def g(self) -> Namespace:
        """What the application keeps for the length of this context."""
        kept = self._g
        if kept is None:
            kept = self._g = self.app.app_ctx_globals_class()
        return kept

    @property
    def state(self) -> dict[object, Any]:
        """What plugins keep for the length of this context."""
        if self.request is not None:
            return self.request.state
        kept = self._state
        if kept is None:
            kept = self._state = {}
        return kept

    @property
    def session(self) -> Any:
        """The session of the request, opened when it is first asked for.

        :raises ContextError: the context is an application's only.
        """
        if self.request is None:
            raise outside("request", "session")
        return self.request.session

    def match_request(self) -> None:
        """Find the route of the request (step 3), before that step or once more."""
        self.app.match_request(self.request)

    def copy(self) -> Context:
        """Give another context of the same request, session and ``g``.

        To be pushed where the request is to be seen as well: in a thread, a greenlet, a task.
        What the request took is given back when the request ends, not when the copy is popped.
        """
        other = Context(self.app, self.request)
        other._g = self.g
        other.is_torn_down = True
        return other

    def push(self) -> None:
        """Make this context the current one; may be done again inside of itself."""
        if not self._tokens:
            self._tokens = []
        self._tokens.append(_CURRENT.set(self))

    def pop(self, error: BaseException | None = None) -> None:  # noqa: ARG002 - for contexts that end with their last pop
        """Undo one push.

        :raises ContextOrderError: the context was not pushed, or another one is current.
        """
        self._check_order()
        _CURRENT.reset(self._tokens.pop())

    def tear_down(self, error: BaseException | None) -> None:
        """Run step 10, the first time it is called."""
        if not self.is_torn_down:
            self.is_torn_down = True
            try:
                self.app.run_teardown(self.request, error)
            finally:
                self.forget()

    def forget(self) -> None:
        """Let go of the error: its frames hold this context, and the two would not be freed."""
        self.error = None
        if self.request is not None:
            self.request.routing_exception = None

    def __enter__(self) -> Self:
        self.push()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.pop(error)

    def __repr__(self) -> str:
        what = "application" if self.request is None else repr(self.request)
        return f"<{type(self).__name__} of {self.app!r}: {what}>"

    def _check_order(self) -> None:
        now = _CURRENT.get(None)
        if not self._tokens or now is not self:
            raise ContextOrderError(
                f"The context {self!r} cannot be popped: the current one is {now!r}. Pop contexts "
                "in the reverse order of their pushes, as with statements do."
            )


class OwnContext(Context):
    """A context that lasts as long as it is pushed: of a command, a script or a test.

    Its first push is what the start of a request is, and its last pop what the end is.
    """

    def push(self) -> None:
        """Make this context the current one; may be done again inside of itself."""
        super().push()
        if len(self._tokens) > 1:
            return
        self.is_torn_down = False
        try:
            if self.app.calls.context_pushed is not None:
                self.app.calls.context_pushed(self.app, self.request)
            if self.request is not None and self.request.match is None:
                self.match_request()
        except BaseException as error:
            self.pop(error)
            raise

    def pop(self, error: BaseException | None = None) -> None:
        """Undo one push; with the first push, tear the context down.

        :raises ContextOrderError: the context was not pushed, or another one is current.
        """
        self._check_order()
        if len(self._tokens) > 1:
            super().pop()
            return
        try:
            self.tear_down(error)
        finally:
            super().pop()
            if self.app.calls.context_popped is not None:
                self.app.calls.context_popped(self.app, self.request)


def current(name: str) -> Context:
    """Give the current context.

    :param name: what needs it, for the message.
    :raises ContextError: there is none.
    """
    context = _CURRENT.get(None)
    if context is None:
        raise outside("application", name)
    return context


def current_request(name: str) -> Request:
    """Give the current request.

    :param name: what needs it, for the message.
    :raises ContextError: there is none.
    """
    context = _CURRENT.get(None)
    if context is None or context.request is None:
        raise outside("request", name)
    return context.request


def current_or_none() -> Context | None:
    """Give the current context, if there is one."""
    return _CURRENT.get(None)


def has_app_context() -> bool:
    """Say whether ``current_app`` and ``g`` can be used here."""
    return _CURRENT.get(None) is not None


def has_request_context() -> bool:
    """Say whether ``request`` and ``session`` can be used here."""
    context = _CURRENT.get(None)
    return context is not None and context.request is not None


def outside(kind: Kind, name: str) -> ContextError:
    """Make the error for something that was used where its context is not current.

    :param kind: of the context that is missing.
    :param name: what was used.
    """
    context = _CURRENT.get(None)
    situation = situation_of(kind, has_app=context is not None)
    return ContextError(
        f"Working outside of {kind} context: {name!r} was used at {situation.place}, where no "
        f"{kind} is current. {situation.advice}"
    )


_CURRENT: ContextVar[Context] = ContextVar("pegboard.context")
#: The two calls of the request path, without a frame of their own.
enter = _CURRENT.set
leave = _CURRENT.reset
