"""JSON that brings back a few more types than JSON has.

A value that JSON would change becomes an object with one key, its tag.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import JSONDecoder, JSONEncoder
from types import MappingProxyType
from typing import Any, cast

from pegboard_hookspecs.session_kit.keeping import (
    AS_IS,
    UnkeepableError,
    kept_as_is,
    kept_dict,
    kept_items,
)
from pegboard_hookspecs.session_kit.tags import CONTAINER_TAGS, SINGLE_TAGS, JSONTag

__all__ = ["TaggedJSON"]

#: Far below Python's own limit, so that whatever was written can be read anywhere.
_MAX_DEPTH = 100
_TOO_DEEP = f"is nested more than {_MAX_DEPTH} levels deep, or holds itself."
#: With what a tag starts in JSON without blanks; where it is missing there are no tags.
_TAG_START = '{" '

# What is tagged holds itself nowhere.
_encode = JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False).encode
_decode = JSONDecoder().raw_decode


class TaggedJSON:
    """Writes and reads tagged JSON; what itsdangerous asks of a serializer.

    To keep a type of your own, derive a class from :class:`JSONTag` and register it.
    """

    def __init__(self) -> None:
        self._order = tuple(make(self) for make in (*CONTAINER_TAGS, *SINGLE_TAGS))
        self._singles = self._order[len(CONTAINER_TAGS) :]
        self._tags = {tag.key: tag for tag in self._order if tag.key}
        self._is_usual = True

    @property
    def order(self) -> Sequence[JSONTag]:
        """The tags, in the order in which they are asked whether a value is theirs."""
        return self._order

    @property
    def tags(self) -> Mapping[str, JSONTag]:
        """The tags by their keys."""
        return MappingProxyType(self._tags)

    @property
    def is_usual(self) -> bool:
        """No tag was registered besides the built-in ones."""
        return self._is_usual

    def register(
        self,
        tag_class: type[JSONTag],
        force: bool = False,  # noqa: FBT001, FBT002 - Flask's signature
        index: int | None = None,
    ) -> None:
        """Take one more tag. Do it before the first request: cookies hold it from then on.

        :param force: it replaces the one that has its key.
        :param index: where in the :attr:`order` it is asked; None: behind all others, or in the
            place of the one that it replaces. A tag for a subclass, as of ``dict``, needs 0.
        :raises KeyError: its key is taken.
        :raises TypeError: the class lacks one of the methods that it has to have.
        """
        tag = tag_class(self)
        order = list(self._order)
        other = self._tags.get(tag.key)
        if other is not None:
            if not force:
                message = (
                    f"The tag {tag.key!r} is taken by {type(other).__qualname__}. Give "
                    f"{tag_class.__qualname__} another key, or register it with force=True."
                )
                raise KeyError(message)
            index = order.index(other) if index is None else index
            order.remove(other)
        order.insert(len(order) if index is None else index, tag)
        if tag.key:
            self._tags[tag.key] = tag
        self._order = tuple(order)
        self._is_usual = False

    def dumps(self, value: object) -> str:
        """Write a value as ASCII text, without blanks.

        :raises UnkeepableError: part of it cannot be kept.
        """
        try:
            return _encode(self._tagged(value))
        except ValueError as error:
            raise self._unwritable(value, error) from error

    def loads(self, text: str | bytes) -> Any:
        """Read a value.

        :raises ValueError: the text is not JSON, or the content of a tag is not what it claims.
        """
        if isinstance(text, bytes):
            text = text.decode()
        value, end = _decode(text)
        if end != len(text):
            raise ValueError("There is something behind the value.")
        if self._is_usual and _TAG_START not in text:
            return value
        return self._untagged(value)

    def check(self, value: object) -> None:
        """Refuse a value that cannot be kept.

        :raises UnkeepableError: part of it is of none of the kept types, or no finite number.
        """
        self._tagged(value)

    def tag(self, value: Any) -> Any:
        """Give what stands in JSON for a value; what a tag calls for each part of its own.

        :raises UnkeepableError: part of it cannot be kept.
        """
        for tag in self._order:
            if tag.check(value):
                return tag.tag(value)
        return kept_as_is(value)

    def untag(self, value: dict[str, Any]) -> Any:
        """Give the value for which an object stands; one that is no tag stands for itself.

        :raises ValueError: the content of the tag is not what it claims.
        """
        if len(value) == 1:
            key = next(iter(value))
            if key in self._tags:
                return self._tags[key].to_python(value[key])
        return value

    def _tagged(self, value: object) -> object:
        if self._is_usual:
            return self._quickly_tagged(value)
        try:
            tagged = self.tag(value)
        except RecursionError:
            raise UnkeepableError(_TOO_DEEP) from None
        _refuse_deep(tagged)
        return tagged

    def _quickly_tagged(self, value: object, depth: int = _MAX_DEPTH) -> object:
        """Give what :meth:`tag` gives where there are the built-in tags only, in less time."""
        kind = type(value)
        if kind in AS_IS:
            return value
        if not depth:
            raise UnkeepableError(_TOO_DEEP)
        if isinstance(value, dict):
            values = cast("dict[object, object]", value)
            result = kept_dict(values, self._quickly_tagged, depth - 1)
            if len(result) == 1:
                key = next(iter(result))
                if key in self._tags:
                    return {" di": {f"{key}__": result[key]}}
            return result
        if isinstance(value, (list, tuple)):
            items = kept_items(cast("Sequence[object]", value), self._quickly_tagged, depth - 1)
            return {" t": items} if isinstance(value, tuple) else items
        for tag in self._singles:
            if tag.check(value):
                return tag.tag(value)
        return kept_as_is(value)

    def _untagged(self, value: object) -> object:
        if isinstance(value, list):
            return [self._untagged(item) for item in cast("list[object]", value)]
        if not isinstance(value, dict):
            return value
        parts = cast("dict[str, object]", value)
        return self.untag({key: self._untagged(part) for key, part in parts.items()})

    def _unwritable(self, value: object, error: ValueError) -> UnkeepableError:
        """Say which part of a value is a number of more digits than Python is willing to write."""
        complaint = UnkeepableError(f"cannot be written: {error}")
        if isinstance(value, dict):
            for key, part in cast("dict[object, object]", value).items():
                try:
                    _encode(self._tagged(part))
                except ValueError:
                    complaint.path.append(key)
                    break
        return complaint


def _refuse_deep(value: object) -> None:
    level = [value]
    # What is put around a value is a level of its own, and the innermost value is one, too.
    for _ in range(2 * _MAX_DEPTH + 1):
        level = [part for each in level for part in _parts(each)]
        if not level:
            return
    raise UnkeepableError(_TOO_DEEP)


def _parts(value: object) -> Sequence[object]:
    if isinstance(value, dict):
        return list(cast("dict[object, object]", value).values())
    return cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else ()
