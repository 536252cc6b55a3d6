"""JSON that brings back a few more types than JSON has.

A value that JSON would change becomes an object with one key, its tag. Tags and their contents
are those of Flask's session cookies, so that either framework reads what the other wrote:

====== ============================== =====================================
tag    type                           content
====== ============================== =====================================
`` t`` tuple                          a list
`` b`` bytes                          base64
`` m`` whatever has ``__html__``      its markup
`` u`` UUID                           32 hexadecimal digits
`` d`` datetime                       an HTTP date in GMT, to the second
`` di`` a dict that looks like a tag  the dict, its key followed by ``__``
====== ============================== =====================================
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from json import JSONDecoder, JSONEncoder
from types import NoneType
from typing import Any, cast
from uuid import UUID

from markupsafe import Markup

__all__ = ["TaggedJSON", "UnkeepableError", "tagged"]

#: What JSON keeps as it is, told by the exact type: a subclass may be a Markup.
_AS_IS = frozenset({str, int, bool, NoneType})
#: Keys that JSON turns into text.
_KEYS = (str, int, float, bool, NoneType)
#: Far below Python's own limit, so that whatever was written can be read anywhere.
_MAX_DEPTH = 100
#: With what a tag starts in JSON without blanks; where it is missing there are no tags.
_TAG_START = '{" '
_KEPT = "None, bool, int, float, str, bytes, list, tuple, dict, datetime, UUID and Markup"

# What is tagged holds itself nowhere.
_encode = JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False).encode
_decode = JSONDecoder().raw_decode


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


class TaggedJSON:
    """Writes and reads tagged JSON; what itsdangerous asks of a serializer."""

    @staticmethod
    def dumps(value: object) -> str:
        """Write a value as ASCII text, without blanks.

        :raises UnkeepableError: part of it cannot be kept.
        """
        try:
            return _encode(tagged(value))
        except ValueError as error:
            raise _unwritable(value, error) from error

    @staticmethod
    def loads(text: str | bytes) -> Any:
        """Read a value.

        :raises ValueError: the text is not JSON, or the content of a tag is not what it claims.
        """
        if isinstance(text, bytes):
            text = text.decode()
        value, end = _decode(text)
        if end != len(text):
            raise ValueError("There is something behind the value.")
        return _untagged(value) if _TAG_START in text else value


def _unwritable(value: object, error: ValueError) -> UnkeepableError:
    """Say which part of a value is a number of more digits than Python is willing to write."""
    complaint = UnkeepableError(f"cannot be written: {error}")
    if isinstance(value, dict):
        for key, part in cast("dict[object, object]", value).items():
            try:
                _encode(tagged(part))
            except ValueError:
                complaint.path.append(key)
                break
    return complaint


def tagged(value: object, depth: int = _MAX_DEPTH) -> object:
    """Put tags on all values below and including this one that JSON would change.

    :param depth: how many more levels may follow.
    :raises UnkeepableError: a value is of none of the kept types, or no finite number.
    """
    kind = type(value)
    if kind in _AS_IS:
        return value
    if kind is float:
        return _finite(cast("float", value))
    if not depth:
        raise UnkeepableError(f"is nested more than {_MAX_DEPTH} levels deep, or holds itself.")
    if isinstance(value, dict):
        return _tagged_dict(cast("dict[object, object]", value), depth - 1)
    if isinstance(value, (list, tuple)):
        items = _tagged_items(cast("Iterable[object]", value), depth - 1)
        return {" t": items} if isinstance(value, tuple) else items
    return _tagged_single(value)


def _tagged_dict(values: dict[object, object], depth: int) -> dict[object, object]:
    result: dict[object, object] = {}
    for key, value in values.items():
        if not isinstance(key, _KEYS):
            raise UnkeepableError(f"has the key {key!r}, and JSON has text as keys only.")
        try:
            result[key] = value if type(value) in _AS_IS else tagged(value, depth)
        except UnkeepableError as error:
            error.path.append(key)
            raise
    if len(result) == 1:
        key = next(iter(result))
        if key in _READERS:
            return {" di": {f"{key}__": result[key]}}
    return result


def _tagged_items(values: Iterable[object], depth: int) -> list[object]:
    result: list[object] = []
    for index, value in enumerate(values):
        try:
            result.append(tagged(value, depth))
        except UnkeepableError as error:
            error.path.append(index)
            raise
    return result


def _tagged_single(value: object) -> object:
    if isinstance(value, bytes):
        return {" b": base64.b64encode(value).decode("ascii")}
    if callable(markup := getattr(value, "__html__", None)):
        return {" m": str(markup())}
    if isinstance(value, UUID):
        return {" u": value.hex}
    if isinstance(value, datetime):
        return {" d": _http_date(value)}
    if isinstance(value, float):
        return _finite(value)
    # Subclasses of what JSON knows, as those of Enum, are written like their bases.
    if isinstance(value, (str, int)):
        return value
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    raise UnkeepableError(
        f"is of type {name}, which a session cannot keep. It keeps "
        f"{_KEPT}: convert the value, or keep its identifier and the rest elsewhere."
    )


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise UnkeepableError(f"is {value!r}, which JSON does not have. Keep None instead.")
    return value


def _http_date(value: datetime) -> str:
    # A naive one is in UTC, as everywhere in HTTP.
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return format_datetime(moment, usegmt=True)


def _moment(text: str) -> datetime:
    moment = parsedate_to_datetime(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _plain_dict(content: Mapping[str, object]) -> dict[str, object]:
    key, value = next(iter(content.items()))
    return {key.removesuffix("__"): value}


#: From the content of each tag to the value.
_READERS = cast(
    "Mapping[object, Callable[[Any], object]]",
    {
        " di": _plain_dict,
        " t": tuple,
        " b": base64.b64decode,
        " m": Markup,
        " u": UUID,
        " d": _moment,
    },
)


def _untagged(value: object) -> object:
    if isinstance(value, list):
        return [_untagged(item) for item in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    content = {key: _untagged(item) for key, item in cast("dict[str, object]", value).items()}
    if len(content) == 1:
        tag = next(iter(content))
        if tag in _READERS:
            return _READERS[tag](content[tag])
    return content
