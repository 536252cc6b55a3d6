"""Who raised: finds the plugins in the traceback of an exception.

Nothing is recorded while hooks run: all is read from the frames of an exception afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from inspect import CO_VARARGS
from traceback import walk_tb
from types import CodeType, FrameType, MethodType

import pluggy

from pegboard.plugins.compiler.code import callee

__all__ = ["Implementation", "attribute"]

#: The name of a hook, and one of its implementations.
Implementation = tuple[str, pluggy.HookImpl]


def attribute(
    error: BaseException, implementations: Iterable[Implementation]
) -> list[tuple[str, str]]:
    """Name the plugins that an exception came through.

    :returns: pairs of plugin name and hook name, the innermost first, each pair once.
    """
    known = list(implementations)
    by_function = {id(impl.function): (hook, impl) for hook, impl in known}
    by_code = _by_code(known)
    found: dict[tuple[str, str], None] = {}
    for frame, line in reversed(list(walk_tb(error.__traceback__))):
        called = callee(frame, line)
        running = by_function.get(id(called)) if called is not None else _owner(frame, by_code)
        if running is not None:
            hook, impl = running
            found.setdefault((impl.plugin_name, hook))
    return list(found)


def _by_code(known: Iterable[Implementation]) -> dict[CodeType, list[Implementation]]:
    index: dict[CodeType, list[Implementation]] = {}
    for hook, impl in known:
        for code in _codes(impl.function):
            index.setdefault(code, []).append((hook, impl))
    return index


def _owner(
    frame: FrameType, by_code: Mapping[CodeType, Sequence[Implementation]]
) -> Implementation | None:
    """Give the implementation that a frame belongs to, if that is certain."""
    candidates = [each for each in by_code.get(frame.f_code, ()) if _is_bound_in(frame, each[1])]
    # Functions made by one decorator or loop share their code; a wrong name would be worse than
    # none, and where the hook is compiled the line of its frame decides.
    return candidates[0] if len(candidates) == 1 else None


def _is_bound_in(frame: FrameType, impl: pluggy.HookImpl) -> bool:
    # Plugins of one class share their code too: the first argument tells them apart.
    function: object = impl.function
    return not isinstance(function, MethodType) or _first_argument(frame) is function.__self__


def _codes(function: object) -> Iterator[CodeType]:
    """Give the code of a function and of those it decorates."""
    while function is not None:
        code = getattr(function, "__code__", None)
        if isinstance(code, CodeType):
            yield code
        function = getattr(function, "__wrapped__", None)


def _first_argument(frame: FrameType) -> object:
    code = frame.f_code
    value = frame.f_locals.get(code.co_varnames[0]) if code.co_varnames else None
    has_none_named = not code.co_argcount and code.co_flags & CO_VARARGS
    return value[0] if has_none_named and value else value
