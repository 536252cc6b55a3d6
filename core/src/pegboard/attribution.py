"""Who raised: finds the plugins in the traceback of an exception.

Nothing is recorded while hooks run: all is read from the frames of an exception afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from inspect import CO_VARARGS
from traceback import walk_tb
from types import CodeType, FrameType, MethodType

import pluggy

from pegboard.compiler.code import callee

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
    found: dict[tuple[str, str], None] = {}
    for frame, line in reversed(list(walk_tb(error.__traceback__))):
        for hook, impl in _running(frame, line, known):
            found.setdefault((impl.plugin_name, hook))
    return list(found)


def _running(
    frame: FrameType, line: int, known: Sequence[Implementation]
) -> Iterable[Implementation]:
    """Give the implementation that a frame calls or belongs to, if it is certain."""
    called = callee(frame, line)
    if called is not None:
        return [(hook, impl) for hook, impl in known if impl.function is called]
    candidates = [(hook, impl) for hook, impl in known if _belongs(frame, impl)]
    # Functions made by one decorator or loop share their code; a wrong name would be worse than
    # none, and where the hook is compiled the line of its frame decides.
    return candidates if len(candidates) == 1 else []


def _belongs(frame: FrameType, impl: pluggy.HookImpl) -> bool:
    if frame.f_code not in _codes(impl.function):
        return False
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
