"""The two decorators of the contract: one for specifications, one for implementations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeVar

import pluggy

__all__ = ["PROJECT", "Kind", "Point", "hookimpl", "hookspec", "point_of", "retirement"]

#: The project name under which pluggy files Pegboard's specifications and implementations.
PROJECT = "pegboard"

#: How the answers of several implementations become one.
Kind = Literal["collect", "first", "notify"]

_NOTHING: Mapping[str, str] = MappingProxyType({})

F = TypeVar("F", bound=Callable[..., object])

#: Marks a method of a plugin as the implementation of the hook of the same name.
#: Options are pluggy's; ``wrapper=True`` makes it a wrapper around the other implementations.
hookimpl = pluggy.HookimplMarker(PROJECT)

_mark = pluggy.HookspecMarker(PROJECT)


@dataclass(frozen=True, slots=True)
class Point:
    """What a specification promises beyond its signature.

    :param kind: ``collect`` returns every answer, ``first`` the first that is not None,
        ``notify`` ignores answers.
    :param since: the contract version in which the hook appeared.
    :param isolated: every implementation runs though an earlier one raised; the first
        exception is raised when all have run, the others are attached to it as notes.
    :param optional: a provider of the hook's slot may leave it out; every other hook of a
        slot is mandatory.
    :param retired: what to do instead of implementing the hook, which a later major version
        removes; "" while it is in force.
    :param retired_arguments: what to do instead of taking an argument, by its name.
    """

    kind: Kind
    since: str
    isolated: bool = False
    optional: bool = False
    retired: str = ""
    retired_arguments: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


def hookspec(
    kind: Kind,
    *,
    since: str = "1.0",
    isolated: bool = False,
    optional: bool = False,
    retired: str = "",
    retired_arguments: Mapping[str, str] = _NOTHING,
) -> Callable[[F], F]:
    """Mark a function as a hook specification of the given kind; see :class:`Point`.

    Who implements a hook that is retired, or takes an argument that is, gets a
    :exc:`DeprecationWarning` when the plugin is registered. A retired hook of a slot may be left
    out. The cures are sentences, as in ``retired="Implement process_response."``.
    """
    point = Point(
        kind,
        since,
        isolated,
        optional or bool(retired),
        retired,
        MappingProxyType({**retired_arguments}),
    )

    def mark(function: F) -> F:
        name = function.__name__
        marked = _mark(
            function,
            firstresult=kind == "first",
            # For managers other than the kernel's, which also names the plugin.
            warn_on_impl=DeprecationWarning(retirement(name, retired)) if retired else None,
            warn_on_impl_args={
                argument: DeprecationWarning(retirement(name, cure, argument))
                for argument, cure in retired_arguments.items()
            }
            or None,
        )
        marked.__dict__["pegboard_point"] = point
        return marked

    return mark


def retirement(hook: str, cure: str, argument: str = "") -> str:
    """Say that a hook, or an argument of it, is retired, and what to do."""
    what = f"The argument {argument!r} of the hook {hook!r}" if argument else f"The hook {hook!r}"
    return f"{what} is retired. {cure}"


def point_of(function: Callable[..., object]) -> Point | None:
    """Give what :func:`hookspec` noted on a specification, or None for a foreign one."""
    point = getattr(function, "pegboard_point", None)
    return point if isinstance(point, Point) else None
