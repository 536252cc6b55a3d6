"""JSON that keeps types: the content of session cookies."""

from __future__ import annotations

from json import dumps, loads
from typing import Any, ClassVar

from pegboard_flask.json.provider import plain
from pegboard_hookspecs.session_kit.tags import SINGLE_TAGS

__all__ = [
    "JSONTag",
    "PassDict",
    "PassList",
    "TagBytes",
    "TagDateTime",
    "TagDict",
    "TagMarkup",
    "TagTuple",
    "TagUUID",
    "TaggedJSONSerializer",
]


class JSONTag:
    """How values of one type are written, and read again.

    :param serializer: writes and reads what is inside of the values.
    """

    #: What marks the values; "" for what is written without a mark.
    key: str = ""

    def __init__(self, serializer: TaggedJSONSerializer) -> None:
        self.serializer = serializer

    def check(self, value: Any) -> bool:
        """Say whether the tag is for this value."""
        raise NotImplementedError

    def to_json(self, value: Any) -> Any:
        """Give what JSON has a type for."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """Give the value back."""
        raise NotImplementedError

    def tag(self, value: Any) -> dict[str, Any]:
        """Give the value with its mark."""
        return {self.key: self.to_json(value)}


class TagDict(JSONTag):
    """A dictionary of one key that looks like a mark."""

    key = " di"

    def check(self, value: Any) -> bool:
        """Say whether the tag is for this value."""
        if not isinstance(value, dict):
            return False
        fields: Any = value  # pyright: ignore[reportUnknownVariableType]  # of any types
        return len(fields) == 1 and next(iter(fields)) in self.serializer.tags

    def to_json(self, value: Any) -> Any:
        """Give the dictionary with its key changed."""
        key = next(iter(value))
        return {f"{key}__": self.serializer.tag(value[key])}

    def to_python(self, value: Any) -> Any:
        """Give the dictionary with its own key."""
        key = next(iter(value))
        return {key[:-2]: value[key]}


class PassDict(JSONTag):
    """Any other dictionary."""

    def check(self, value: Any) -> bool:
        """Say whether the tag is for this value."""
        return isinstance(value, dict)

    def to_json(self, value: Any) -> Any:
        """Give the dictionary with what is in it tagged."""
        return {key: self.serializer.tag(each) for key, each in value.items()}

    tag = to_json


class TagTuple(JSONTag):
    """A tuple."""

    key = " t"

    def check(self, value: Any) -> bool:
        """Say whether the tag is for this value."""
        return isinstance(value, tuple)

    def to_json(self, value: Any) -> Any:
        """Give a list."""
        return [self.serializer.tag(each) for each in value]

    def to_python(self, value: Any) -> Any:
        """Give the tuple."""
        return tuple(value)


class PassList(JSONTag):
    """A list."""

    def check(self, value: Any) -> bool:
        """Say whether the tag is for this value."""
        return isinstance(value, list)

    def to_json(self, value: Any) -> Any:
        """Give the list with what is in it tagged."""
        return [self.serializer.tag(each) for each in value]

    tag = to_json


# The other types are as in Pegboard's own sessions.
TagBytes = SINGLE_TAGS[0]
TagMarkup = SINGLE_TAGS[1]
TagUUID = SINGLE_TAGS[2]
TagDateTime = SINGLE_TAGS[3]


class TaggedJSONSerializer:
    """Writes and reads JSON that keeps more types than JSON has."""

    #: The tags of every serializer, in the order in which they are asked.
    default_tags: ClassVar[list[Any]] = [
        TagDict,
        PassDict,
        TagTuple,
        PassList,
        TagBytes,
        TagMarkup,
        TagUUID,
        TagDateTime,
    ]

    def __init__(self) -> None:
        self.tags: dict[str, Any] = {}
        self.order: list[Any] = []
        for each in self.default_tags:
            self.register(each)

    def register(
        self,
        tag_class: type[Any],
        force: bool = False,  # noqa: FBT001, FBT002 - Flask's signature
        index: int | None = None,
    ) -> None:
        """Take one more tag.

        :param force: it may take the place of one with the same mark.
        :param index: where in the order it is asked; None: last.
        :raises KeyError: its mark is taken.
        """
        tag = tag_class(self)
        if tag.key:
            if not force and tag.key in self.tags:
                message = f"Tag '{tag.key}' is already registered."
                raise KeyError(message)
            self.tags[tag.key] = tag
        self.order.insert(len(self.order) if index is None else index, tag)

    def tag(self, value: Any) -> Any:
        """Give a value as JSON can have it."""
        for each in self.order:
            if each.check(value):
                return each.tag(value)
        return value

    def untag(self, value: dict[str, Any]) -> Any:
        """Give a value back, of a dictionary whose one key is a mark."""
        if len(value) != 1:
            return value
        key = next(iter(value))
        return self.tags[key].to_python(value[key]) if key in self.tags else value

    def dumps(self, value: Any) -> str:
        """Write a value."""
        return dumps(self.tag(value), separators=(",", ":"), default=plain)

    def loads(self, value: str) -> Any:
        """Read a value."""
        return self._untagged(loads(value))

    def _untagged(self, value: Any) -> Any:
        if isinstance(value, dict):
            fields: Any = value  # pyright: ignore[reportUnknownVariableType]  # of any types
            return self.untag({key: self._untagged(each) for key, each in fields.items()})
        if isinstance(value, list):
            items: Any = value  # pyright: ignore[reportUnknownVariableType]  # of any types
            return [self._untagged(each) for each in items]
        return value
