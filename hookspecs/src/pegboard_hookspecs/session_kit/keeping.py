"""What a session can keep, and what is said of what it cannot."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from types import NoneType
from typing import cast

__all__ = ["AS_IS", "UnkeepableError", "kept_as_is", "kept_dict", "kept_items"]

#: What JSON keeps as it is, told by the exact type: a subclass may be a Markup.
AS_IS: frozenset[type] = frozenset({str, int, bool, NoneType})
#: Keys that JSON turns into text.
_KEYS = (str, int, float, bool, NoneType)
_KEPT = "None, bool, int, float, str, bytes, list, tuple, dict, datetime, UUID and Markup"
#: Gives what stands for a part of a value; how many more levels may follow is its second argument.
_Tag = Callable[[object, int], object]


class UnkeepableError(TypeError):
    """A value that cannot be kept, and where inside of the outermost value it is.

    :param reason: what is wrong with the value, as the end of a sentence.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: list[object] = []

    def __str__(self) -> str:
        steps = "".join(f"[{step!r}]" for step in reversed(self.path))
        return f"session{steps} {self.reason}"


def kept_dict(
    values: Mapping[object, object], tag: _Tag, depth: int, as_is: frozenset[type] = AS_IS
) -> dict[object, object]:
    """Give a dict with what stands for the values of another.

    :param as_is: types that need not be looked at.
    :raises UnkeepableError: a value cannot be kept, or a key is none that JSON turns into text.
    """
    result: dict[object, object] = {}
    for key, value in values.items():
        if not isinstance(key, _KEYS):
            raise UnkeepableError(f"has the key {key!r}, and JSON has text as keys only.")
        try:
            result[key] = value if type(value) in as_is else tag(value, depth)
        except UnkeepableError as error:
            error.path.append(key)
            raise
    return result


def kept_items(values: Iterable[object], tag: _Tag, depth: int) -> list[object]:
    """Give a list with what stands for several values.

    :raises UnkeepableError: one of them cannot be kept.
    """
    result: list[object] = []
    for index, value in enumerate(values):
        try:
            result.append(tag(value, depth))
        except UnkeepableError as error:
            error.path.append(index)
            raise
    return result


def kept_as_is(value: object) -> object:
    """Give a value of a type that JSON has.

    :raises UnkeepableError: it is of another type, or no finite number.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise UnkeepableError(f"is {value!r}, which JSON does not have. Keep None instead.")
        return value
    # Subclasses of what JSON knows, as those of Enum, are written like their bases.
    if value is None or isinstance(value, (str, int)):
        return cast("object", value)
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    raise UnkeepableError(
        f"is of type {name}, which a session cannot keep. It keeps "
        f"{_KEPT}: convert the value, or keep its identifier and the rest elsewhere."
    )
