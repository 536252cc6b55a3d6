"""From JSON that somebody sent to a dataclass, or to everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, TypeVar, cast, get_type_hints

from library.problems import InvalidError
from pegboard import request

__all__ = ["Draft", "read", "sent"]

_HALVES = re.compile("[\ud800-\udfff]")
_WORDS = {str: "a text", int: "a whole number", bool: "true or false"}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wants to be kept. A subclass is a dataclass, too.

    Its fields are texts, whole numbers and booleans; those with a default may be left out.
    """

    def complaints(self) -> Iterator[tuple[str, str]]:
        """Say what is wrong with the values, which have the right types: field and complaint."""
        yield from ()


D = TypeVar("D", bound=Draft)


def sent(kind: type[D]) -> D:
    """Read the JSON of the request.

    :raises InvalidError: it is well-formed, but not what the draft needs.
    """
    return read(kind, request.get_json())


def read(kind: type[D], data: object) -> D:
    """Make a draft of JSON that is decoded already.

    :raises InvalidError: it is not what the draft needs; all mistakes are in it.
    """
    if not isinstance(data, dict):
        raise InvalidError.of_fields({"": "Send an object, in braces."})
    values = cast("dict[str, Any]", data)
    known = {field.name: field for field in fields(kind)}
    wrong = {name: "There is no such field." for name in values if name not in known}
    hints = get_type_hints(kind)
    for name, field in known.items():
        complaint = _complaint(field, hints[name], values)
        if complaint is not None:
            wrong[name] = complaint
    if not wrong:
        draft = kind(**values)
        wrong = dict(draft.complaints())
        if not wrong:
            return draft
    raise InvalidError.of_fields(wrong)


def _complaint(field: Field[Any], wanted: type, values: Mapping[str, Any]) -> str | None:
    if field.name not in values:
        return "This field is missing." if field.default is MISSING else None
    value = values[field.name]
    # Not isinstance: True is no whole number here.
    if type(value) is not wanted:
        return f"This must be {_WORDS[wanted]}."
    # JSON can spell them, and no database can store them.
    is_broken = isinstance(value, str) and _HALVES.search(value)
    return "A character of this is cut in half." if is_broken else None
