"""Which of the usual situations somebody is in who works outside of a context, and the cure."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from types import CodeType, FrameType
from typing import Literal

__all__ = ["Kind", "Situation", "Stack", "situation_of"]

#: What a context is of.
Kind = Literal["application", "request"]

#: Code that is not the user's: the kernel's, that of plugins of ours, and what both stand on.
_OWN = ("pegboard.", "pegboard_", "werkzeug.")
_TESTS = frozenset({"pytest", "_pytest", "unittest"})
_PUSH = {
    "application": "'with app.app_context():'",
    "request": "'with app.test_request_context():'",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """Where somebody works outside of a context.

    :param place: ``file:line`` of the code that called into the framework.
    :param advice: which situation it is, and what to do in it.
    """

    place: str
    advice: str


class Stack:
    """The calls that led here, from the one that called into the framework.

    :param has_app: an application is current, so that only a request is missing.
    """

    def __init__(self, *, has_app: bool) -> None:
        self.frames = tuple(_frames())
        self.has_app = has_app

    @property
    def caller(self) -> CodeType | None:
        """The code that called into the framework."""
        return self.frames[0].f_code if self.frames else None

    @property
    def place(self) -> str:
        """``file:line`` of that code."""
        if self.caller is None:
            return "an unknown place"
        return f"{self.caller.co_filename}:{self.frames[0].f_lineno}"

    def is_in(self, kinds: int) -> bool:
        """Say whether the caller is of certain kinds of functions, as its code's flags have it."""
        return self.caller is not None and bool(self.caller.co_flags & kinds)

    def passes(self, modules: Collection[str]) -> bool:
        """Say whether one of these modules, or a module in one of them, is on the way here."""
        names = map(_module, self.frames)
        return any(name in modules or name.partition(".")[0] in modules for name in names)


def situation_of(kind: Kind, *, has_app: bool) -> Situation:
    """Look at the stack of calls, and say where it comes from and what helps there.

    :param kind: of the context that is missing.
    :param has_app: an application is current, so that only a request is missing.
    """
    stack = Stack(has_app=has_app)
    advice = next(text for applies, text in _SITUATIONS if applies(stack))
    return Situation(stack.place, advice.format(push=_PUSH[kind]))


def _is_in_other_thread(stack: Stack) -> bool:
    is_main = threading.current_thread() is threading.main_thread()
    # A thread of a server calls the application.
    return not is_main and not stack.passes({"pegboard.app"})


def _is_at_import(stack: Stack) -> bool:
    return stack.caller is not None and stack.caller.co_name == "<module>" and not stack.has_app


#: The first that applies is the one.
_SITUATIONS: tuple[tuple[Callable[[Stack], bool], str], ...] = (
    (
        lambda stack: stack.is_in(CO_GENERATOR | CO_ASYNC_GENERATOR),
        (
            "It is in a generator, and the request that it belongs to has ended: wrap the "
            "generator in stream_with_context() where it is made."
        ),
    ),
    (
        lambda stack: stack.is_in(CO_COROUTINE),
        (
            "It is in a task that no request was given to: start the task inside of a view, or "
            "decorate its function with @copy_current_request_context."
        ),
    ),
    (
        _is_in_other_thread,
        (
            "It runs in another thread: decorate the function with @copy_current_request_context "
            "where a view starts the thread, or wrap its code in {push}."
        ),
    ),
    (
        lambda stack: stack.passes(_TESTS),
        (
            "In a test, wrap the code in {push}; or make the request inside of 'with client:', "
            "which keeps its context until the end of the block."
        ),
    ),
    (
        _is_at_import,
        (
            "It is at the top of a module, which runs while the application is made: move it into "
            "a view or a function that a view calls, or wrap it in {push}."
        ),
    ),
    (
        lambda stack: stack.has_app,
        (
            "An application is current but no request, as in a command or a script: pass what the "
            "code needs as an argument, or make a request up by {push}."
        ),
    ),
    (
        lambda _: True,
        (
            "Call it from a view or a function that a view calls, run it as a command of the "
            "application, or wrap it in {push}."
        ),
    ),
)


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # it is documented
    while frame is not None and _module(frame).startswith(_OWN):
        frame = frame.f_back
    while frame is not None:
        yield frame
        frame = frame.f_back


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))
