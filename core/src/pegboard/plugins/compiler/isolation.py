"""Isolation of one call that goes through pluggy's own loop.

That loop stops at the first exception. For a hook whose specification is isolated each
implementation is therefore guarded: what it raises is kept until all have run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import pluggy

from pegboard.plugins.compiler.running import Wrapper, enter, first_of, leave_always

__all__ = ["isolate"]


def isolate(impls: Sequence[pluggy.HookImpl], *, is_first: bool) -> list[pluggy.HookImpl]:
    """Give guarded stand-ins for the implementations of a hook, good for one call.

    One more is called after all others, and raises what was kept.

    :param impls: in pluggy's order: the last one is called first.
    """
    failures: list[BaseException] = []
    return [_collector(failures), *(_guard(impl, failures, is_first=is_first) for impl in impls)]


def _guard(
    impl: pluggy.HookImpl, failures: list[BaseException], *, is_first: bool
) -> pluggy.HookImpl:
    if impl.hookwrapper:
        return impl
    function: Callable[..., object]
    if impl.wrapper:
        function = _guarded_wrapper(impl.function, failures)
    else:
        function = _guarded(impl.function, failures, is_first=is_first)
    return pluggy.HookImpl(impl.plugin, impl.plugin_name, function, impl.opts)


def _guarded(
    function: Callable[..., object], failures: list[BaseException], *, is_first: bool
) -> Callable[..., object]:
    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> object:
        __tracebackhide__ = True
        answer = None
        try:
            answer = function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - raised when all have run
            failures.append(error)
        if is_first and answer is not None:
            # pluggy stops here, and does not get to the collector.
            _raise_first(failures)
        return answer

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
        except BaseException as error:  # noqa: BLE001 - raised when all have run
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
    if error is not None:
        raise error
    return result


def _collector(failures: list[BaseException]) -> pluggy.HookImpl:
    def collect() -> None:
        __tracebackhide__ = True
        _raise_first(failures)

    opts: pluggy.HookimplOpts = {
        "wrapper": False,
        "hookwrapper": False,
        "optionalhook": False,
        "tryfirst": False,
        "trylast": True,
        "specname": None,
    }
    return pluggy.HookImpl(None, "<isolation>", collect, opts)


def _raise_first(failures: list[BaseException]) -> None:
    __tracebackhide__ = True
    error = first_of(failures)
    if error is not None:
        raise error
