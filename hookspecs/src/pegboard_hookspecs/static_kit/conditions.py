"""What a request makes its answer depend on (RFC 9110, section 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from werkzeug.datastructures import Headers
from werkzeug.http import parse_date

__all__ = ["Verdict", "judge", "part_is_current"]

#: ``send`` the file, say that it is ``unchanged`` (304), or that a precondition ``failed`` (412).
Verdict = Literal["send", "unchanged", "failed"]

_TAG = re.compile(r'[ \t,]*(W/)?("[\x21\x23-\x7e\x80-\xff]*")(?=[ \t,]|$)')
# The longest date of RFC 9110, section 5.6.7, has 33 characters.
_LONGEST_DATE = 40


def judge(headers: Headers, etag: str | None, modified: int | None) -> Verdict:
    """Evaluate the preconditions of GET and HEAD, in the order of section 13.2.2.

    :param etag: the entity tag as it is sent, or None.
    :param modified: when the file was modified, in seconds since the epoch, or None.
    """
    if (field := headers.get("If-Match")) is not None:
        if not _matches_strongly(field, etag):
            return "failed"
    elif (field := headers.get("If-Unmodified-Since")) is not None:
        since = _seconds(field)
        if since is not None and modified is not None and modified > since:
            return "failed"
    if (field := headers.get("If-None-Match")) is not None:
        return "unchanged" if _matches_weakly(field, etag) else "send"
    if (field := headers.get("If-Modified-Since")) is not None:
        since = _seconds(field)
        if since is not None and modified is not None and modified <= since:
            return "unchanged"
    return "send"


def part_is_current(headers: Headers, etag: str | None, modified: int | None) -> bool:
    """Evaluate ``If-Range``: the client's other parts belong to the file as it is now.

    Section 13.1.5: a weak tag never does, and a date only if it is exactly the same.
    """
    field = headers.get("If-Range")
    if field is None:
        return True
    field = field.strip(" \t")
    if field.startswith(('"', "W/")):
        return etag is not None and not etag.startswith("W/") and field == etag
    since = _seconds(field)
    return since is not None and since == modified


def _matches_strongly(field: str, etag: str | None) -> bool:
    if field.strip(" \t") == "*":
        return True
    if etag is None or etag.startswith("W/"):
        return False
    return any(not is_weak and tag == etag for is_weak, tag in _tags(field))


def _matches_weakly(field: str, etag: str | None) -> bool:
    if field.strip(" \t") == "*":
        return True
    opaque = None if etag is None else etag.removeprefix("W/")
    return any(tag == opaque for _, tag in _tags(field))


def _tags(field: str) -> Iterator[tuple[bool, str]]:
    position = 0
    while match := _TAG.match(field, position):
        yield match.group(1) is not None, match.group(2)
        position = match.end()


def _seconds(field: str) -> int | None:
    """Read a date; a field that is none is ignored."""
    if len(field) > _LONGEST_DATE:
        return None
    try:
        date: datetime | None = parse_date(field)
        return None if date is None else int(date.astimezone(UTC).timestamp())
    except (OverflowError, ValueError):
        return None
