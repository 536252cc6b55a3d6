"""What an error response tells of an error, in whatever form.

For providers of the slot ``errors``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from urllib.parse import quote

from werkzeug.exceptions import HTTPException, InternalServerError

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.request import Request

__all__ = ["INTERNAL", "headers_of", "instance_of", "internal_detail", "members_of"]

#: The status of an error that has none, and of what went wrong inside.
INTERNAL = 500
_OWN_FIELDS = frozenset({"content-type", "content-length"})


def internal_detail(app: Application, error: HTTPException) -> str:
    """Say nothing of what went wrong inside, save to a developer."""
    detail = InternalServerError.description or ""
    cause = getattr(error, "original_exception", None)
    if app.debug and cause is not None:
        return f"{detail}\n\n{type(cause).__qualname__} was raised; the log has the traceback."
    return detail


def headers_of(error: HTTPException) -> list[tuple[str, str]]:
    """Give the headers that an error brings, but for those about its own body."""
    if type(error).get_headers is HTTPException.get_headers:
        return []
    return [pair for pair in error.get_headers() if pair[0].lower() not in _OWN_FIELDS]


def instance_of(request: Request) -> str:
    """Give a reference to what a request was for: its path as a URL, without the query."""
    path = request.root_path + request.path
    return quote(path, safe="/:@!$&'()*+,;=", errors="replace")


def members_of(error: HTTPException) -> Mapping[str, object]:
    """Give the members of a problem (RFC 9457) that an error brings in its attribute ``problem``.

    They go before the usual ones, as ``type``, but for ``status``. There are none for a 500, which
    never tells what went wrong inside.

    :raises TypeError: the attribute is no mapping.
    """
    members = getattr(error, "problem", None)
    if members is None or (error.code or INTERNAL) == INTERNAL:
        return {}
    if not isinstance(members, Mapping):
        raise TypeError(
            f"The attribute 'problem' of {type(error).__qualname__} is {members!r}. "
            "Make it a mapping of names to values that can be written as JSON."
        )
    return cast("Mapping[str, object]", members)
