"""The types that msgspec writes, where the application says nothing about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import time, timedelta
from enum import Enum
from typing import Any, cast

import msgspec

from pegboard_hookspecs import Application
from pegboard_hookspecs.json_types import make_reduce

__all__ = ["fields_of", "left_to_msgspec"]

_NATIVE = (
    msgspec.Struct,
    msgspec.Raw,
    Enum,
    set,
    frozenset,
    bytes,
    bytearray,
    memoryview,
    time,
    timedelta,
)


def left_to_msgspec(app: Application) -> Callable[[Any], object]:
    """Make a function that gives what stands for a value, or the value for msgspec to write.

    It raises TypeError where neither the application nor msgspec knows the value, and ValueError
    for one that msgspec would write with a null in place of NaN or an infinity.
    """
    refuse = make_reduce(_parts_of_native)

    def default(value: Any) -> object:
        try:
            return app.json_default(value)
        except TypeError:
            if not _is_native(value):
                raise
        refuse(_parts_of_native(value))
        return value

    return default


def fields_of(app: Application) -> Callable[[Any], object]:
    """Make a function that gives what stands for a value, and the fields of a Struct for it."""

    def default(value: Any) -> object:
        try:
            return app.json_default(value)
        except TypeError:
            if not _is_native(value):
                raise
        return _fields(value) if isinstance(value, msgspec.Struct) else None

    return default


def _is_native(value: Any) -> bool:
    return isinstance(value, _NATIVE) or hasattr(cast("object", value), "__attrs_attrs__")


def _parts_of_native(value: Any) -> object:
    if isinstance(value, msgspec.Struct):
        return _fields(value)
    if isinstance(value, (set, frozenset)):
        return list(cast("Iterable[object]", value))
    return value.value if isinstance(value, Enum) else value


def _fields(value: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}
