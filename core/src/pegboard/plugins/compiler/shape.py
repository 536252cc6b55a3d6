"""The shape of a hook: all that its generated source depends on, and nothing of what it calls.

Two applications with the same plugins have hooks of the same shape, so that their code is
generated once and only bound to other functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from keyword import iskeyword

import pluggy

from pegboard.plugins.compiler.internals import Specification
from pegboard_hookspecs.markers import point_of

__all__ = ["Shape", "Step", "shape_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One implementation in a hook's shape.

    :param label: its local name in the generated source; it carries the plugin's name.
    :param positional: the arguments it is given by position.
    :param named: the arguments it is given by name, because it has defaults for them.
    :param is_wrapper: whether it is called around the others.
    """

    label: str
    positional: tuple[str, ...]
    named: tuple[str, ...]
    is_wrapper: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """All that the source of a hook depends on.

    :param hook: the hook's name.
    :param required: the specification's arguments without a default, in order.
    :param defaulted: its arguments with one, in order.
    :param steps: the implementations in the order in which they are called.
    :param is_first: whether the first answer is the result.
    :param is_isolated: whether every implementation runs though another raised.
    """

    hook: str
    required: tuple[str, ...]
    defaulted: tuple[str, ...]
    steps: tuple[Step, ...]
    is_first: bool
    is_isolated: bool

    @property
    def has_clash(self) -> bool:
        """Whether a name could be mistaken for one of the generated source's own."""
        return any(map(_clashes, (self.hook, *self.required, *self.defaulted)))


def shape_of(hook: str, spec: Specification, impls: Sequence[pluggy.HookImpl]) -> Shape:
    """Give the shape of a hook.

    :param impls: its implementations in pluggy's order: the last one is called first.
    """
    point = point_of(spec.function)
    return Shape(
        hook=hook,
        required=spec.argnames,
        defaulted=spec.kwargnames,
        steps=tuple(_steps(hook, spec, impls)),
        is_first=bool(spec.opts.get("firstresult", False)),
        is_isolated=point is not None and point.isolated,
    )


def _steps(hook: str, spec: Specification, impls: Sequence[pluggy.HookImpl]) -> Iterable[Step]:
    names = {*spec.argnames, *spec.kwargnames}
    taken = {hook, *names}
    for impl in reversed(impls):
        label = _free(_label(impl), taken)
        taken.add(label)
        # As in pluggy, a misspelt argument with a default is never filled.
        named = tuple(name for name in impl.kwargnames if name in names)
        yield Step(label, impl.argnames, named, impl.wrapper)


def _label(impl: pluggy.HookImpl) -> str:
    # A plugin without a name goes by its number in pluggy, which no reader knows.
    nameless = impl.plugin_name == str(id(impl.plugin))
    name = type(impl.plugin).__name__ if nameless else impl.plugin_name
    return "plugin_" + re.sub(r"[^0-9A-Za-z]+", "_", name).strip("_")


def _free(label: str, taken: set[str]) -> str:
    number, name = 1, label
    while name in taken:
        number += 1
        name = f"{label}_{number}"
    return name


def _clashes(name: str) -> bool:
    own = name.startswith("_") or name == "BaseException"
    return own or not name.isidentifier() or iskeyword(name)
