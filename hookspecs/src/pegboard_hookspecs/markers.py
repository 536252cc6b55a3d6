"""The two decorators of the contract: one for specifications, one for implementations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

import pluggy

__all__ = ["PROJECT", "Kind", "Point", "hookimpl", "hookspec", "point_of"]

#: The project name under which pluggy files Pegboard's specifications and implementations.
PROJECT = "pegboard"

#: How the answers of several implementations become one.
Kind = Literal["collect", "first", "notify"]

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
    """

    kind: Kind
    since: str
    isolated: bool = False
    optional: bool = False


def hookspec(
    kind: Kind, *, since: str = "1.0", isolated: bool = False, optional: bool = False
) -> Callable[[F], F]:
    """Mark a function as a hook specification of the given kind."""

    def mark(function: F) -> F:
        marked = _mark(function, firstresult=kind == "first")
        marked.__dict__["pegboard_point"] = Point(kind, since, isolated, optional)
        return marked

    return mark


def point_of(function: Callable[..., object]) -> Point | None:
    """Give what :func:`hookspec` noted on a specification, or None for a foreign one."""
    point = getattr(function, "pegboard_point", None)
    return point if isinstance(point, Point) else None
