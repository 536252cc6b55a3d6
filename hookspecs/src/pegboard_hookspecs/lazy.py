"""An attribute that is computed when it is first read and kept from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

__all__ = ["lazy"]

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - it is read as a decorator, like ``property``
    """Compute an attribute on first use and keep it in the instance's ``__dict__``.

    A non-data descriptor: once kept, the value is found without calling anything, and it may
    be assigned or deleted like any attribute. No lock is held, unlike
    :class:`functools.cached_property` before Python 3.12; a request belongs to one thread.
    """

    def __init__(self, function: Callable[[Any], T]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> T | Self:
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value
