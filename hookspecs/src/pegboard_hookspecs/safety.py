"""The one place where a response head is checked before it goes out (RFC 9110, section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pegboard_hookspecs.errors import UnsafeHeaderError

__all__ = ["check_cookie_part", "check_headers", "check_status"]

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")
_STATUS = re.compile(r"[1-5][0-9]{2} [\t\x20-\x7e\xa0-\xff]*")
# What werkzeug quotes in a path it converts in a domain, by a mapping that can end in a semicolon.
_COOKIE_PARTS = {
    "name": _TOKEN,
    "path": re.compile(r"[^\x00-\x1f\x7f;]*"),
    "domain": re.compile(r"[\x20-\x3a\x3c-\x7e]*"),
    "expires": re.compile(r"[\x20-\x3a\x3c-\x7e]*"),
}
_LONGEST_QUOTE = 80


def check_headers(headers: Iterable[tuple[str, str]]) -> None:
    """Refuse a head that would not arrive as written.

    :raises UnsafeHeaderError: a name is no token (RFC 9110, section 5.6.2), or a value has a
        control character or one outside of latin-1 (section 5.5).
    """
    for name, value in headers:
        if not _is_token(name):
            _refuse("header name", name, "Use letters, digits and hyphens")
        # The common case, printable ASCII, is decided without the regular expression.
        if not _is_plain(value) and not _is_value(value):
            _refuse(
                f"value of the header {name!r}",
                value,
                "Remove control characters and encode what is not latin-1",
            )


def check_status(status: str) -> None:
    """Refuse a status line that is not ``NNN reason`` with a code from 100 to 599.

    :raises UnsafeHeaderError: the code is out of range (RFC 9110, section 15), or the reason
        has a control character or one outside of latin-1.
    """
    if _STATUS.fullmatch(status) is None:
        _refuse("status", status, "Give a code from 100 to 599 and a plain reason")


def check_cookie_part(part: str, value: str | None) -> None:
    """Refuse a part of a cookie that would start another attribute (RFC 6265, section 4.1.1).

    :param part: ``name``, ``path``, ``domain`` or ``expires``.
    :param value: None stands for a part that is left out.
    :raises UnsafeHeaderError: the name is no token; the path has a semicolon or a control
        character; the domain or the date has one of these or non-ASCII.
    """
    if value is not None and _COOKIE_PARTS[part].fullmatch(value) is None:
        _refuse(f"{part} of a cookie", value, "Remove semicolons and control characters")


def _is_token(name: object) -> bool:
    return isinstance(name, str) and _TOKEN.fullmatch(name) is not None


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable()


def _is_value(value: object) -> bool:
    return isinstance(value, str) and _VALUE.fullmatch(value) is not None


def _refuse(what: str, value: object, cure: str) -> None:
    quoted = repr(value)[:_LONGEST_QUOTE]
    message = f"The {what} {quoted} cannot be sent, it would break the HTTP message. {cure}."
    raise UnsafeHeaderError(message)
