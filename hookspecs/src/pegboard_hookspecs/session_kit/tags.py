"""Tags: how types that JSON does not have stand in it.

Tags and their contents are those of Flask's session cookies, so that either framework reads what
the other wrote:

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
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Protocol, cast
from uuid import UUID

from markupsafe import Markup

from pegboard_hookspecs.session_kit.keeping import kept_dict, kept_items

__all__ = ["CONTAINER_TAGS", "SINGLE_TAGS", "JSONTag", "Tagger"]

_NO_TYPES: frozenset[type] = frozenset()


class Tagger(Protocol):
    """What a tag asks of the serializer that it is registered with."""

    @property
    def tags(self) -> Mapping[str, JSONTag]:
        """The tags by their keys."""
        ...

    def tag(self, value: Any) -> Any:
        """Give what stands in JSON for a value of whatever type."""
        ...


class JSONTag(ABC):
    """One type that sessions keep, and how it stands in JSON: as an object with one key, its own.

    :param serializer: what it is registered with; its ``tag`` is for parts of the value.
    """

    #: The key of the object; "" for a type of JSON's own, around which nothing has to be put.
    key: str = ""

    def __init__(self, serializer: Tagger) -> None:
        self.serializer = serializer

    @abstractmethod
    def check(self, value: Any) -> bool:
        """Say whether a value is of this type."""

    @abstractmethod
    def to_json(self, value: Any) -> Any:
        """Give what stands for a value, made of types that JSON has."""

    @abstractmethod
    def to_python(self, value: Any) -> Any:
        """Give a value back from what stands for it, in which no tags are left.

        :raises ValueError: it is not what :meth:`to_json` gives.
        """

    def tag(self, value: Any) -> Any:
        """Give what stands for a value, with the tag around it."""
        content = self.to_json(value)
        return {self.key: content} if self.key else content

    def _part(self, value: object, _: int) -> object:
        return self.serializer.tag(value)


class _TagLikeDict(JSONTag):
    """A dict that would be taken for a tag."""

    key = " di"

    def check(self, value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        keys = cast("dict[object, object]", value).keys()
        return len(keys) == 1 and not keys.isdisjoint(self.serializer.tags)

    def to_json(self, value: Any) -> Any:
        ((key, content),) = kept_dict(value, self._part, 0, _NO_TYPES).items()
        return {f"{key}__": content}

    def to_python(self, value: Any) -> Any:
        ((key, content),) = value.items()
        return {key.removesuffix("__"): content}


class _PlainDict(JSONTag):
    def check(self, value: Any) -> bool:
        return isinstance(value, dict)

    def to_json(self, value: Any) -> Any:
        return kept_dict(value, self._part, 0, _NO_TYPES)

    def to_python(self, value: Any) -> Any:
        return value


class _Tuple(JSONTag):
    key = " t"

    def check(self, value: Any) -> bool:
        return isinstance(value, tuple)

    def to_json(self, value: Any) -> Any:
        return kept_items(value, self._part, 0)

    def to_python(self, value: Any) -> Any:
        return tuple(value)


class _PlainList(JSONTag):
    def check(self, value: Any) -> bool:
        return isinstance(value, list)

    def to_json(self, value: Any) -> Any:
        return kept_items(value, self._part, 0)

    def to_python(self, value: Any) -> Any:
        return value


class _Bytes(JSONTag):
    key = " b"

    def check(self, value: Any) -> bool:
        return isinstance(value, bytes)

    def to_json(self, value: Any) -> Any:
        return base64.b64encode(value).decode("ascii")

    def to_python(self, value: Any) -> Any:
        return base64.b64decode(value)


class _Markup(JSONTag):
    key = " m"

    def check(self, value: Any) -> bool:
        return callable(getattr(value, "__html__", None))

    def to_json(self, value: Any) -> Any:
        return str(value.__html__())

    def to_python(self, value: Any) -> Any:
        # It was markup when it was kept, and the signature says that it is the same.
        return Markup(value)  # noqa: S704 - see above


class _UUID(JSONTag):
    key = " u"

    def check(self, value: Any) -> bool:
        return isinstance(value, UUID)

    def to_json(self, value: Any) -> Any:
        return value.hex

    def to_python(self, value: Any) -> Any:
        return UUID(value)


class _Datetime(JSONTag):
    key = " d"

    def check(self, value: Any) -> bool:
        return isinstance(value, datetime)

    def to_json(self, value: Any) -> Any:
        # A naive one is in UTC, as everywhere in HTTP.
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return format_datetime(moment, usegmt=True)

    def to_python(self, value: Any) -> Any:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


#: The tags of what holds other values, in the order in which they are asked.
CONTAINER_TAGS: tuple[type[JSONTag], ...] = (_TagLikeDict, _PlainDict, _Tuple, _PlainList)
#: The tags of single values.
SINGLE_TAGS: tuple[type[JSONTag], ...] = (_Bytes, _Markup, _UUID, _Datetime)
