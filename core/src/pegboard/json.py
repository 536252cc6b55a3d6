"""JSON as applications read and write it, inside of an application and out of any.

These functions speak through the slot ``json`` of the current application. Where none is
current they are the standard library's, with the same types beyond JSON's own.
"""

from __future__ import annotations

import json
from typing import IO, Any

from pegboard.context import current_or_none

__all__ = ["dump", "dumps", "load", "loads"]


def dumps(value: Any, *, indent: int | None = None) -> str:
    """Write a value as JSON text.

    :param indent: spaces per level; None is the form without line breaks.
    :raises TypeError: a value is of a type that JSON does not have.
    :raises ValueError: NaN or an infinity.
    """
    context = current_or_none()
    if context is not None:
        text: str = context.app.json.dumps(value, indent=indent)
        return text
    # Most values never need it.
    from pegboard_hookspecs.extra_types import plain  # noqa: PLC0415

    return json.dumps(value, indent=indent, default=plain, allow_nan=False)


def dump(value: Any, file: IO[str], *, indent: int | None = None) -> None:
    """Write a value as JSON to a text file."""
    file.write(dumps(value, indent=indent))


def loads(data: str | bytes) -> Any:
    """Read JSON.

    :raises ValueError: the text is not JSON.
    """
    context = current_or_none()
    return json.loads(data) if context is None else context.app.json.loads(data)


def load(file: IO[Any]) -> Any:
    """Read JSON from a text or binary file."""
    return loads(file.read())
