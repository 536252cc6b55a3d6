"""The part of a file that a request asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
import sys

from werkzeug.exceptions import RequestedRangeNotSatisfiable

__all__ = ["requested_part"]

# One range. Several would have to be sent as multipart/byteranges, which costs a server more
# than it helps a client; section 14.2 lets a server send the whole file instead.
_ONE_RANGE = re.compile(r"bytes=[ \t,]*([0-9]*)-([0-9]*)[ \t,]*", re.IGNORECASE)
_MOST_DIGITS = 18


def requested_part(field: str, size: int) -> tuple[int, int] | None:
    """Give start and end (exclusive) of the part that ``Range`` asks for; None is the whole file.

    :raises werkzeug.exceptions.RequestedRangeNotSatisfiable: the file has no such part.
    """
    match = _ONE_RANGE.fullmatch(field.strip(" \t"))
    if match is None:
        return None
    first, last = match.groups()
    if first:
        return _from_to(_number(first), _number(last) if last else sys.maxsize, size)
    return _last(_number(last), size) if last else None


def _from_to(first: int, last: int, size: int) -> tuple[int, int] | None:
    if last < first:
        return None
    if first >= size:
        raise RequestedRangeNotSatisfiable(size)
    return first, min(last + 1, size)


def _last(count: int, size: int) -> tuple[int, int] | None:
    if count == 0:
        raise RequestedRangeNotSatisfiable(size)
    return (max(size - count, 0), size) if size else None


def _number(digits: str) -> int:
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) <= _MOST_DIGITS else sys.maxsize - 1
