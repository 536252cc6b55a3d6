"""Decides how a hook is called: directly, compiled, or through pluggy's own loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import FunctionType, MethodType

import pluggy

from pegboard.plugins.compiler.code import compile_shape
from pegboard.plugins.compiler.internals import Plain, Specification
from pegboard.plugins.compiler.shape import Shape, shape_of

__all__ = ["Plan", "direct", "make_plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a hook is called for as long as its implementations stay the same.

    :param impls: the implementations it was made for, in pluggy's order.
    :param names: the arguments of the specification.
    :param is_first: whether the first answer is the result.
    :param function: the function to call, or None where only pluggy's own loop will do.
    :param twin: the same function where it does exactly what pluggy's own loop does, else None.
    :param text: the function's source, or a comment in its place.
    """

    impls: list[pluggy.HookImpl]
    names: AbstractSet[str]
    is_first: bool
    function: Plain | None
    twin: Plain | None
    text: str


def make_plan(hook: str, spec: Specification, impls: list[pluggy.HookImpl]) -> Plan:
    """Plan a hook."""
    shape = shape_of(hook, spec, impls)
    reason = _reason(spec, shape, impls)
    method = direct(spec, impls)
    function: Plain | None
    if reason is not None:
        function, text = None, f"# Not compiled: {reason}.\n"
    elif method is not None:
        function, text = method, f"{hook} = {shape.steps[0].label}\n"
    else:
        compiled = compile_shape(shape)
        function, text = compiled.bind(impls, spec), compiled.text
    names = frozenset((*spec.argnames, *spec.kwargnames))
    twin = None if shape.is_isolated else function
    return Plan(impls, names, shape.is_first, function, twin, text)


def direct(spec: Specification, impls: Sequence[pluggy.HookImpl]) -> Plain | None:
    """Give the one implementation of a hook if calling it is calling the hook.

    It is where the first answer is the result, and the implementation takes the arguments of
    the specification, in the same order and with the same defaults.
    """
    if len(impls) != 1 or not spec.opts.get("firstresult"):
        return None
    (impl,) = impls
    if impl.wrapper or impl.hookwrapper:
        return None
    same_names = (impl.argnames, impl.kwargnames) == (spec.argnames, spec.kwargnames)
    same_call = same_names and _takes_only(impl.function, spec.kwargdefaults)
    return impl.function if same_call else None


def _takes_only(function: Plain, defaults: Mapping[str, object]) -> bool:
    """Whether a function takes its arguments by position or name alike, and no others."""
    plain = function.__func__ if isinstance(function, MethodType) else function
    if not isinstance(plain, FunctionType) or hasattr(plain, "__wrapped__"):
        return False
    code = plain.__code__
    flags = code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)
    if flags or code.co_posonlyargcount or code.co_kwonlyargcount:
        return False
    own = plain.__defaults__ or ()
    return all(mine is theirs for mine, theirs in zip(own, defaults.values(), strict=True))


def _reason(spec: Specification, shape: Shape, impls: Sequence[pluggy.HookImpl]) -> str | None:
    """Say why a hook cannot be compiled, or None."""
    if spec.opts.get("historic"):
        return "a historic hook is called through manager.hook alone"
    if shape.has_clash:
        return "a name in its specification could clash with one in the generated source"
    names = {*spec.argnames, *spec.kwargnames}
    for impl in impls:
        if impl.hookwrapper:
            return f"{impl.plugin_name!r} implements it with hookwrapper=True"
        if not names.issuperset(impl.argnames):
            return f"{impl.plugin_name!r} asks for an argument that the specification lacks"
    return None
