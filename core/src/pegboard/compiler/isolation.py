"""Isolation of one call that goes through pluggy's own loop.

That loop stops at the first exception. For a hook whose specification is isolated each
implementation is therefore guarded: what it raises is kept until all have run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import wraps
from typing import Any

import pluggy

from pegboard.compiler.running import Wrapper, enter, first_of, leave_always

__all__ = ["isolate"]


def isolate(impls: Sequence[pluggy.HookImpl]) -> list[pluggy.HookImpl]:
    """Give guarded stand-ins for the implementations of a hook, good for one call.

    Between the wrappers and the others stands one more wrapper, which raises what was kept.
    """
    failures: list[BaseException] = []
    around = [impl for impl in impls if impl.wrapper or impl.hookwrapper]
    others = [impl for impl in impls if not (impl.wrapper or impl.hookwrapper)]
    return [
        *(_stand_in(impl, _guarded(impl.function, failures)) for impl in others),
        _collector(failures),
        *(
            _stand_in(impl, _guarded_wrapper(impl.function, failures)) if impl.wrapper else impl
            for impl in around
        ),
    ]


def _stand_in(impl: pluggy.HookImpl, function: Callable[..., object]) -> pluggy.HookImpl:
    return pluggy.HookImpl(impl.plugin, impl.plugin_name, function, impl.opts)


def _guarded(
    function: Callable[..., object], failures: list[BaseException]
) -> Callable[..., object]:
    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> object:
        __tracebackhide__ = True
        try:
            return function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - raised by the collector
            failures.append(error)
        return None

    return guarded


def _guarded_wrapper(
    function: Callable[..., Any], failures: list[BaseException]
) -> Callable[..., Wrapper]:
    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> Wrapper:
        __tracebackhide__ = True
        wrapper: Wrapper | None = None
        try:
            wrapper = enter(function(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - raised by the collector
            failures.append(error)
        return (yield from _rest(wrapper))

    return guarded


def _rest(wrapper: Wrapper | None) -> Wrapper:
    __tracebackhide__ = True
    result, error = None, None
    try:
        result = yield
    except BaseException as raised:  # noqa: BLE001 - handed to the wrapper
        error = raised
    result, error = leave_always(wrapper, result, error)
    if error is None:
        return result
    try:
        raise error
    finally:
        # See running.leave: a frame must not hold the exception that holds the frame.
        del error


def _collector(failures: list[BaseException]) -> pluggy.HookImpl:
    def collect() -> Generator[None, object, object]:
        __tracebackhide__ = True
        result = yield
        error = first_of(failures)
        failures.clear()
        if error is None:
            return result
        try:
            raise error
        finally:
            del error

    opts: pluggy.HookimplOpts = {
        "wrapper": True,
        "hookwrapper": False,
        "optionalhook": False,
        "tryfirst": False,
        "trylast": False,
        "specname": None,
    }
    return pluggy.HookImpl(None, "<isolation>", collect, opts)
