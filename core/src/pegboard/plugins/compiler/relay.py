"""A hook as a plain function that goes through pluggy's own loop.

It stands in wherever a hook is not compiled, and behaves as the compiled function would:
arguments by position, and isolation where the specification asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature

import pluggy

from pegboard.plugins.compiler.internals import Executor, Plain, Specification
from pegboard.plugins.compiler.isolation import isolate
from pegboard_hookspecs.markers import point_of

__all__ = ["make_relay"]


def make_relay(caller: pluggy.HookCaller, spec: Specification, execute: Executor) -> Plain:
    """Make the plain function of a hook.

    :param execute: the manager's way into pluggy's loop, used for isolated hooks; all others
        are called as anybody would call them.
    """
    bind = _binder(caller.name, spec)
    point = point_of(spec.function)
    if point is None or not point.isolated:
        return lambda *args, **kwargs: caller(**bind(args, kwargs))
    is_first = bool(spec.opts.get("firstresult", False))

    def isolated(*args: object, **kwargs: object) -> object:
        __tracebackhide__ = True
        given = bind(args, kwargs)
        impls = isolate(caller.get_hookimpls(), is_first=is_first)
        return execute(caller.name, impls, given, is_first)

    return isolated


def _binder(
    name: str, spec: Specification
) -> Callable[[tuple[object, ...], Mapping[str, object]], dict[str, object]]:
    names = (*spec.argnames, *spec.kwargnames)
    fewest, most = len(spec.argnames), len(names)
    defaults = spec.kwargdefaults

    def bind(args: tuple[object, ...], kwargs: Mapping[str, object]) -> dict[str, object]:
        if not kwargs and fewest <= len(args) <= most:
            return {**defaults, **dict(zip(names, args, strict=False))}
        try:
            return {**defaults, **_signature(spec).bind(*args, **kwargs).arguments}
        except TypeError as error:
            raise TypeError(f"{name}() {error}") from None

    return bind


def _signature(spec: Specification) -> Signature:
    kind = Parameter.POSITIONAL_OR_KEYWORD
    required = [Parameter(name, kind) for name in spec.argnames]
    defaulted = [
        Parameter(name, kind, default=spec.kwargdefaults[name]) for name in spec.kwargnames
    ]
    return Signature([*required, *defaulted])
