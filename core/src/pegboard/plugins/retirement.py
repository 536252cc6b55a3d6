"""Warnings for plugins that use what the contract has retired."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator

from pluggy import HookCaller, HookImpl

from pegboard_hookspecs.markers import Point, point_of, retirement

__all__ = ["retiring", "warn_of_retirement"]


def retiring(specification: Callable[..., object]) -> Point | None:
    """Give what is noted on a specification that is retired, or an argument of it; else None."""
    point = point_of(specification)
    return point if point is not None and (point.retired or point.retired_arguments) else None


def warn_of_retirement(caller: HookCaller, point: Point, plugin: object) -> None:
    """Warn of what a plugin's implementation of a hook uses that is retired.

    The warning stands where the implementation does: whoever wrote it can mend it.

    :param point: what is noted on the hook's specification.
    """
    for impl in caller.get_hookimpls():
        if impl.plugin is plugin:
            for text in _texts(caller.name, impl, point):
                _warn(f"The plugin {impl.plugin_name} is behind its contract. {text}", impl)


def _texts(hook: str, impl: HookImpl, point: Point) -> Iterator[str]:
    if point.retired:
        yield retirement(hook, point.retired)
    for argument, cure in point.retired_arguments.items():
        if argument in impl.argnames:
            yield retirement(hook, cure, argument)


def _warn(message: str, impl: HookImpl) -> None:
    code = inspect.unwrap(impl.function).__code__
    warnings.warn_explicit(message, DeprecationWarning, code.co_filename, code.co_firstlineno)
