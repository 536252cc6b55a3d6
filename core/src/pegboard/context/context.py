"""What is current: one context per request or command, in one context variable.

A context variable (PEP 567) is told apart by thread, greenlet and task, so each of them sees
its own request.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any, Self

from pegboard.context.namespace import Namespace
from pegboard_hookspecs import Request
from pegboard_hookspecs.errors import ContextError, SetupError

__all__ = [
    "Context",
    "current",
    "current_or_none",
    "current_request",
    "enter",
    "has_app_context",
    "has_request_context",
    "leave",
    "outside",
]

_CURE = {
    "application": "Wrap the code in 'with app.app_context():', or run it as a command of the app.",
    "request": (
        "Call it from a view or a function that a view calls; in a test, wrap it in "
        "'with app.test_request_context():'."
    ),
}


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
    _tokens: list[Token[Context]] | None = None

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

    def push(self) -> None:
        """Make this context the current one; may be done again inside of itself."""
        tokens = self._tokens = self._tokens or []
        tokens.append(_CURRENT.set(self))
        if self.request is not None and len(tokens) == 1 and self.request.match is None:
            self.app.match_request(self.request)

    def pop(self, error: BaseException | None = None) -> None:
        """Undo one push; with the first push, tear the context down.

        :raises SetupError: the context was not pushed, or another one is current.
        """
        now = _CURRENT.get(None)
        if not self._tokens or now is not self:
            raise SetupError(f"The context {self!r} cannot be popped: the current one is {now!r}.")
        try:
            if len(self._tokens) == 1:
                self.tear_down(error)
        finally:
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
        return f"<Context of {self.app!r}: {what}>"


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


def outside(kind: str, name: str) -> ContextError:
    """Make the error for something that was used where its context is not current.

    :param kind: ``application`` or ``request``.
    :param name: what was used.
    """
    return ContextError(
        f"Working outside of {kind} context: {name!r} was used at {_place()}, where no {kind} is "
        f"current. {_CURE[kind]}"
    )


def _place() -> str:
    """Say where the code stands that called into the framework."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith(_OWN):
        frame = frame.f_back
    return "an unknown place" if frame is None else f"{frame.f_code.co_filename}:{frame.f_lineno}"


_OWN = ("pegboard.", "werkzeug.")
_CURRENT: ContextVar[Context] = ContextVar("pegboard.context")
#: The two calls of the request path, without a frame of their own.
enter = _CURRENT.set
leave = _CURRENT.reset
