"""The methods of a plugin or of a class of specifications, read without running any code."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType, MethodType
from typing import cast

from pegboard_hookspecs.markers import PROJECT

__all__ = ["Method", "methods_of"]


@dataclass(frozen=True, slots=True)
class Method:
    """One function as it stands in a class, without what a caller fills in (``self``)."""

    name: str
    function: FunctionType
    is_bound: bool

    @property
    def arguments(self) -> tuple[str, ...]:
        """The positional parameters, ``self`` left out."""
        code = self._plain.__code__
        return code.co_varnames[int(self.is_bound) : code.co_argcount]

    @property
    def unfillable(self) -> tuple[str, ...]:
        """The keyword-only and variadic parameters, which no hook call ever fills."""
        code = self._plain.__code__
        stars = bool(code.co_flags & inspect.CO_VARARGS) + bool(
            code.co_flags & inspect.CO_VARKEYWORDS
        )
        end = code.co_argcount + code.co_kwonlyargcount + stars
        return code.co_varnames[code.co_argcount : end]

    @property
    def is_coroutine(self) -> bool:
        """Whether it is ``async def``, with or without ``yield``."""
        flags = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
        return bool(self._plain.__code__.co_flags & flags)

    @property
    def is_generator(self) -> bool:
        """Whether it holds a ``yield``."""
        return bool(self._plain.__code__.co_flags & inspect.CO_GENERATOR)

    @property
    def mark(self) -> dict[str, object] | None:
        """What ``@hookimpl`` noted on it, or None when it is not marked."""
        return cast("dict[str, object] | None", getattr(self.function, f"{PROJECT}_impl", None))

    @property
    def is_spec(self) -> bool:
        """Whether ``@hookspec`` marked it."""
        return hasattr(self.function, f"{PROJECT}_spec")

    @property
    def _plain(self) -> FunctionType:
        # pluggy looks through functools.wraps in the same way.
        return cast("FunctionType", inspect.unwrap(self.function))


def methods_of(holder: object) -> tuple[Method, ...]:
    """Give the methods of a class, an object or a module, inherited ones included, by name.

    Attributes are read where they are stored, so that no property runs.
    """
    kind = holder if isinstance(holder, type) else type(holder)
    found: dict[str, Method] = {}
    for base in reversed(kind.__mro__[:-1]):
        found.update((method.name, method) for method in _methods(vars(base), is_bound=True))
    if holder is not kind:
        own = cast("dict[str, object]", getattr(holder, "__dict__", {}))
        found.update((method.name, method) for method in _methods(own, is_bound=False))
    return tuple(found[name] for name in sorted(found))


def _methods(attributes: object, *, is_bound: bool) -> Iterator[Method]:
    for name, raw in cast("dict[str, object]", attributes).items():
        if isinstance(raw, FunctionType):
            yield Method(name, raw, is_bound)
        elif isinstance(raw, (staticmethod, classmethod, MethodType)):
            # The three wrap in the same way; only the type of one has no unknown parts.
            function = cast("FunctionType", cast("MethodType", raw).__func__)
            yield Method(name, function, is_bound=not isinstance(raw, staticmethod))
