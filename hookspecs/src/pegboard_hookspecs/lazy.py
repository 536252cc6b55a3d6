"""An attribute that is computed when it is first read and kept from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

__all__ = ["lazy"]

T = TypeVar("T")


def lazy(function: Callable[[Any], T]) -> T:
    """Compute an attribute on first use and keep it in the instance's ``__dict__``.

    Once kept, the value is found without calling anything, and it may be assigned or deleted
    like any attribute; type checkers take it for one, too. No lock is held, unlike
    :class:`functools.cached_property` before Python 3.12; a request belongs to one thread.
    """
    return cast("T", _Lazy(function))


class _Lazy:
    """A non-data descriptor: what an instance keeps under its name goes before it."""

    def __init__(self, function: Callable[[Any], object]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> object:
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value
