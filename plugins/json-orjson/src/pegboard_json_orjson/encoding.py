"""From values to JSON, by orjson where it writes what the contract says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from enum import Enum
from typing import Any, cast

import orjson

from pegboard_hookspecs import Application
from pegboard_hookspecs.json_types import is_plain, make_reduce

__all__ = ["encode"]

# Dates and dataclasses are written as the application says. Left to itself orjson would also write
# of a dataclass what is no field, such as the value of a cached property.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
_SORTED = _OPTIONS | orjson.OPT_SORT_KEYS
_ORJSON_INDENT = 2
# No text has a line break in it: what follows one is indentation.
_INDENTATION = re.compile(rb"(?<=\n) +")


def encode(app: Application, value: Any, sorts_keys: bool, indent: int | None) -> bytes:  # noqa: FBT001 - for speed
    """Write a value as JSON.

    :param sorts_keys: keys of objects are sorted.
    :raises TypeError: nothing stands for a value.
    :raises ValueError: NaN, an infinity, or half of a surrogate pair.
    :raises RecursionError: the value is nested too deeply, or contains itself.
    """
    options = _SORTED if sorts_keys else _OPTIONS
    if indent is not None:
        options |= orjson.OPT_INDENT_2
    try:
        written = orjson.dumps(value, None, options)
    except orjson.JSONEncodeError:
        # There are other types, or what orjson does not write.
        written = _encode_others(app, value, options, sorts_keys=sorts_keys, indent=indent)
    else:
        # Of UUIDs and members of an Enum orjson does not ask what stands for them, and null may
        # stand for NaN or an infinity.
        if (b"null" in written or app.has_own_json_types) and not is_plain(value):
            written = _encode_others(app, value, options, sorts_keys=sorts_keys, indent=indent)
    if indent is None or indent == _ORJSON_INDENT:
        return written
    return _indented(written, indent)


def _indented(written: bytes, indent: int) -> bytes:
    """Change the indentation to other than orjson's."""

    def longer(found: re.Match[bytes]) -> bytes:
        return b" " * (len(found[0]) // _ORJSON_INDENT * indent)

    return _INDENTATION.sub(longer, written)


def _encode_others(
    app: Application, value: Any, options: int, *, sorts_keys: bool, indent: int | None
) -> bytes:
    default = _default_of(app)
    try:
        if app.has_own_json_types:
            return orjson.dumps(make_reduce(default, sorts_keys=sorts_keys)(value), None, options)
        return _encode_asking(value, default, options)
    except orjson.JSONEncodeError:
        return _by_standard_library(value, default, sorts_keys=sorts_keys, indent=indent)


def _encode_asking(value: Any, default: Callable[[Any], object], options: int) -> bytes:
    given: list[object] = []

    def remember(part: Any) -> object:
        plain = default(part)
        given.append(plain)
        return plain

    written = orjson.dumps(value, remember, options)
    if b"null" in written:
        refuse = make_reduce(_value_of_member)
        refuse(value)
        refuse(given)
    return written


def _default_of(app: Application) -> Callable[[Any], object]:
    """Make a function that gives what stands for a value that orjson asks about."""

    def default(value: Any) -> object:
        if isinstance(value, tuple):
            return list(cast("tuple[object, ...]", value))
        if isinstance(value, float):
            return float.__float__(value)
        try:
            return app.json_default(value)
        except TypeError:
            if isinstance(value, Enum):
                return value.value
            raise

    return default


def _value_of_member(value: Any) -> object:
    return value.value if isinstance(value, Enum) else value


def _by_standard_library(
    value: Any, default: Callable[[Any], object], *, sorts_keys: bool, indent: int | None
) -> bytes:
    """Write what orjson refuses, or find out what is wrong with it.

    orjson has no integers of more than 64 bits, no keys but texts, and no more than 254 levels.
    """
    separators = (",", ":" if indent is None else ": ")
    text = json.dumps(
        value,
        sort_keys=sorts_keys,
        ensure_ascii=False,
        indent=indent,
        separators=separators,
        default=default,
        allow_nan=False,
        check_circular=False,
    )
    return text.encode()
