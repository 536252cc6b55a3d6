"""What hooks did meanwhile: each call of each implementation, how long it took, what came back.

Recording stands in for every implementation, so that what is measured is what runs; nothing of it
is there, and no hook is slower, where nobody records.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from reprlib import Repr
from time import perf_counter
from typing import Any, cast

import pluggy

__all__ = ["HookCall", "Recording", "begin", "current", "end", "record", "stand_in"]

_LONGEST = 120

#: A value's own representation may be huge, or fail.
_repr = Repr()
_repr.maxstring = _repr.maxother = _LONGEST


@dataclass(slots=True)
class HookCall:
    """One call of one implementation.

    :param depth: how many other calls it was made inside of.
    :param start_ms: when it began, in milliseconds from the start of the recording.
    :param took_ms: how long it took, calls inside of it included; None while it runs.
    :param result: what came back, as text that is cut short; "" for None.
    :param error: what was raised, as text, or "".
    """

    hook: str
    identity: str
    is_wrapper: bool
    depth: int
    start_ms: float
    took_ms: float | None = None
    result: str = ""
    error: str = ""

    @property
    def outcome(self) -> str:
        """What came back, or what was raised."""
        return f"raised {self.error}" if self.error else self.result


@dataclass(slots=True)
class Recording:
    """The calls of one stretch of time, in the order in which they began.

    :param calls: all of them.
    :param parts: how many take part in it, and are not done.
    """

    calls: list[HookCall] = field(default_factory=list[HookCall])
    parts: int = 1
    _began: float = field(default_factory=perf_counter)
    _depth: int = 0

    @property
    def took_ms(self) -> float:
        """How long ago it began, in milliseconds."""
        return (perf_counter() - self._began) * 1000

    @contextmanager
    def call(self, hook: str, impl: pluggy.HookImpl) -> Generator[HookCall, None, None]:
        """Record one call; whatever is raised inside passes, and is noted."""
        is_wrapper = bool(impl.wrapper or impl.hookwrapper)
        call = HookCall(hook, impl.plugin_name, is_wrapper, self._depth, self.took_ms)
        self.calls.append(call)
        self._depth += 1
        try:
            yield call
        except BaseException as error:
            call.error = _short(f"{type(error).__name__}: {error}")
            raise
        finally:
            self._depth -= 1
            call.took_ms = self.took_ms - call.start_ms


#: The recording of what runs now: other threads and requests have their own, or none.
_current: ContextVar[Recording | None] = ContextVar("pegboard.recording", default=None)


def begin() -> None:
    """Begin a recording of what runs now, or take part in the one that is under way."""
    recording = _current.get()
    if recording is None:
        _current.set(Recording())
    else:
        recording.parts += 1


def current() -> Recording | None:
    """Give the recording of what runs now, or None where nobody began one."""
    return _current.get()


def end() -> Recording | None:
    """Be done with the recording that :func:`begin` began or joined, and give it."""
    recording = _current.get()
    if recording is not None:
        recording.parts -= 1
        if not recording.parts:
            _current.set(None)
    return recording


@contextmanager
def record() -> Generator[Recording, None, None]:
    """Record the calls made inside a ``with`` block, of hooks that :func:`stand_in` watches."""
    recording = Recording()
    token = _current.set(recording)
    try:
        yield recording
    finally:
        _current.reset(token)


def stand_in(hook: str, impl: pluggy.HookImpl) -> pluggy.HookImpl:
    """Give what is called in place of an implementation: it does the same, and is recorded.

    For :meth:`pegboard.plugins.HookManager.watching`.
    """
    recording = _current.get()
    if recording is None or impl.plugin is None:
        return impl
    make = _recorded_wrapper if impl.wrapper or impl.hookwrapper else _recorded
    return pluggy.HookImpl(impl.plugin, impl.plugin_name, make(recording, hook, impl), impl.opts)


def _recorded(recording: Recording, hook: str, impl: pluggy.HookImpl) -> Callable[..., object]:
    @wraps(impl.function)
    def function(*args: object, **kwargs: object) -> object:
        __tracebackhide__ = True
        with recording.call(hook, impl) as call:
            result = impl.function(*args, **kwargs)
            call.result = _shown(result)
            return result

    return function


def _recorded_wrapper(recording: Recording, hook: str, impl: pluggy.HookImpl) -> Callable[..., Any]:
    @wraps(impl.function)
    def function(*args: object, **kwargs: object) -> Generator[None, Any, Any]:
        __tracebackhide__ = True
        with recording.call(hook, impl) as call:
            wrapper = cast("Generator[None, Any, Any]", impl.function(*args, **kwargs))
            result = yield from wrapper
            call.result = _shown(result)
            return result

    return function


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (str, bytes)) and len(value) > _LONGEST:
        # The beginning says more than the beginning and the end.
        start = repr(value[:_LONGEST]).replace(r"\n", " ")
        return _short(f"{type(value).__name__} of {len(value):,}: {start}")
    return _short(_repr.repr(value))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
