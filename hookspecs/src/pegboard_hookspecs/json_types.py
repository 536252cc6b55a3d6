"""Values told in JSON's own types, for libraries that write others in a way of their own."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable
from math import isfinite
from typing import Any, cast

__all__ = ["is_plain", "make_reduce"]

_Reduce = Callable[[Any], Any]

# Of exactly these types a value is as it should be.
_SIMPLE = frozenset({str, int, bool, type(None)})
# What is of a class derived from one of these is told as the class itself would be.
_KINDS = (list, tuple, dict, float, str, int)
# NaN or an infinity, or what looks like one, as marshal writes it: little-endian (IEEE 754).
_NO_NUMBER = re.compile(rb"g.{6}[\xf0-\xff][\x7f\xff]", re.DOTALL)


def is_plain(value: Any) -> bool:
    """Say whether there is certainly nothing in a value but Python's own types and finite numbers.

    The types are exactly those of JSON, tuples, sets, complex numbers and bytes. To look at each
    part takes several times as long. It is for values that were written already: one that contains
    itself would take for ever.
    """
    try:
        # It writes nothing but Python's own types, and is never read.
        written = marshal.dumps(value, 2)
    except ValueError:
        return False
    return _NO_NUMBER.search(written) is None


def make_reduce(default: Callable[[Any], object], *, sorts_keys: bool = False) -> _Reduce:
    """Make a function that gives a value with nothing in it but JSON's own types.

    In what it gives dicts have texts as keys, and nothing is of a class derived from ``str``,
    ``int``, ``float``, ``list``, ``tuple`` or ``dict``. A part that is so already is not copied.

    :param default: gives what stands for a value of another type, or the value itself, which is
        then left in its place.
    :param sorts_keys: keys of a dict have to be such as can be sorted.

    It raises TypeError or ValueError for what JSON does not have, as what ``default`` raises
    it for, NaN and infinities, and RecursionError for a value that is nested too deeply or
    contains itself.
    """
    return _Reducer(default, sorts_keys=sorts_keys).reduce


class _Reducer:
    __slots__ = ("_default", "_sorts_keys")

    def __init__(self, default: Callable[[Any], object], *, sorts_keys: bool) -> None:
        self._default = default
        self._sorts_keys = sorts_keys

    def reduce(self, value: Any) -> Any:
        """Give the value, or what says the same in JSON's own types."""
        kind: type[Any] = type(value)  # pyright: ignore[reportUnknownVariableType] - of anything
        if kind in _SIMPLE:
            return value
        if kind is dict:
            return self._in_dict(value)
        return self._in_list(value) if kind is list else self._of_other(value)

    # Floats are told apart where they are met, because there are many: what is infinite or no
    # number differs from itself by something else than nothing.
    def _in_dict(self, value: dict[Any, Any]) -> dict[str, Any]:
        given, has_texts, simple = value, True, _SIMPLE
        for key, part in value.items():
            if type(key) is not str:
                has_texts = False
            kind: type[Any] = type(part)  # pyright: ignore[reportUnknownVariableType] - of anything
            if kind not in simple and not (kind is float and part - part == 0):
                plain = self.reduce(part)
                if plain is not part:
                    given = dict(value) if given is value else given
                    given[key] = plain
        return given if has_texts else self._with_texts(given)

    def _with_texts(self, value: dict[Any, Any]) -> dict[str, Any]:
        if self._sorts_keys:
            # It only has to succeed.
            sorted(value)
        return {_key(key): part for key, part in value.items()}

    def _in_list(self, value: list[Any]) -> list[Any]:
        given, simple = value, _SIMPLE
        for position, part in enumerate(value):
            kind: type[Any] = type(part)  # pyright: ignore[reportUnknownVariableType] - of anything
            if kind not in simple and not (kind is float and part - part == 0):
                plain = self.reduce(part)
                if plain is not part:
                    given = list(value) if given is value else given
                    given[position] = plain
        return given

    def _of_other(self, value: Any) -> Any:
        if isinstance(value, _KINDS):
            return self._of_kind(value)
        plain = self._default(value)
        return value if plain is value else self.reduce(plain)

    def _of_kind(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return self._in_list(list(cast("Iterable[object]", value)))
        if isinstance(value, dict):
            return self._in_dict(dict(cast("dict[object, object]", value)))
        if isinstance(value, float):
            return _finite(value)
        return str.__str__(value) if isinstance(value, str) else int.__int__(value)


def _key(key: Any) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    if key is None or isinstance(key, bool):
        return "null" if key is None else str(key).lower()
    if isinstance(key, float):
        return float.__repr__(_finite(key))
    if isinstance(key, int):
        return int.__repr__(key)
    raise TypeError(f"A key of JSON is a text, and {key!r} is none.")


def _finite(number: float) -> float:
    if not isfinite(number):
        raise ValueError(f"{number!r} is not JSON (RFC 8259, section 6).")
    return float.__float__(number)
