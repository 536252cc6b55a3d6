"""The session's cookie: found in a request, put into a response, removed from the browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response

__all__ = ["CookieWriter", "read_cookie", "vary_by_cookie"]


def read_cookie(request: Request, name: str) -> str | None:
    """Give the value of a request's first cookie of a name.

    A session's cookie has no blanks and no quotes, so that it is found without parsing the
    others; whatever looks different is left to the general parser.
    """
    header = request.headers.get("Cookie")
    if header is None:
        return None
    start = 0 if header.startswith(f"{name}=") else header.find(f"; {name}=") + 2
    if start == 1 or '"' in header:
        return request.cookies.get(name)
    value, _, _ = header[start + len(name) + 1 :].partition(";")
    return value.strip()


def vary_by_cookie(response: Response) -> None:
    """Tell caches that the answer depends on the request's cookies, unless it says so."""
    headers = response.headers
    present = headers.getlist("Vary")
    if not present:
        headers.add("Vary", "Cookie")
        return
    fields = {field.strip().lower() for line in present for field in line.split(",")}
    if fields.isdisjoint({"*", "cookie"}):
        headers.set("Vary", ", ".join([*present, "Cookie"]))


class CookieWriter:
    """Puts cookies into responses, each checked and written as ``Response.set_cookie`` does it.

    The attributes are the same from one response to the next, so what is behind the cookie's
    value is made once and kept.
    """

    def __init__(self) -> None:
        self._kept: tuple[list[object], str] = ([], "")

    def write(
        self, response: Response, name: str, token: str, attributes: Mapping[str, Any]
    ) -> None:
        """Set a cookie whose value is safe as it is.

        :raises CookieTooLargeError: browsers would drop it.
        :raises UnsafeHeaderError: name, path or domain would start another attribute.
        """
        limit = response.max_cookie_size
        is_usual = type(response).set_cookie is Response.set_cookie
        if not is_usual or (limit and len(name) + len(token) > limit):
            response.set_cookie(name, token, **attributes)
            return
        wanted: list[object] = [name, *attributes.values()]
        kept, rest = self._kept
        if kept != wanted:
            rest = _behind_value(name, attributes)
            self._kept = (wanted, rest)
        response.headers.add("Set-Cookie", f"{name}={token}{rest}")


def _behind_value(name: str, attributes: Mapping[str, Any]) -> str:
    response = Response.quick(b"")
    response.set_cookie(name, "", **attributes)
    return response.headers["Set-Cookie"].removeprefix(f"{name}=")
