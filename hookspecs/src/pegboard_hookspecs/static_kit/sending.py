"""From an open file to a response."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from werkzeug.datastructures import Headers
from werkzeug.exceptions import PreconditionFailed
from werkzeug.http import http_date

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response
from pegboard_hookspecs.static_kit.conditions import judge, part_is_current
from pegboard_hookspecs.static_kit.describing import Description
from pegboard_hookspecs.static_kit.ranges import requested_part
from pegboard_hookspecs.static_kit.source import Source

__all__ = ["Sender"]

_OK, _PARTIAL, _UNCHANGED = 200, 206, 304


class Sender:
    """Makes responses of files, and remembers how dates are written."""

    def __init__(self) -> None:
        self._written = lru_cache(1024)(_written)

    def send(
        self, app: Application, request: Request, source: Source, described: Description
    ) -> Response:
        """Give the response to a request; the source is closed with it, or here.

        :raises werkzeug.exceptions.PreconditionFailed: the client knows another version.
        :raises werkzeug.exceptions.RequestedRangeNotSatisfiable: the file has no such part.
        """
        try:
            return self._send(app, request, source, described)
        except BaseException:
            source.close()
            raise

    def _send(
        self, app: Application, request: Request, source: Source, described: Description
    ) -> Response:
        head = self._head(described)
        is_read = request.method in {"GET", "HEAD"}
        if described.is_conditional and is_read:
            verdict = judge(request.headers, described.etag, described.modified)
            if verdict == "failed":
                raise PreconditionFailed
            if verdict == "unchanged":
                source.close()
                return _response(app, [], _UNCHANGED, head)
        if source.path is not None and app.config.get("USE_X_SENDFILE"):
            source.close()
            head.append(("X-Sendfile", _header_path(source.path)))
            return _response(app, [], _OK, head)
        return _with_body(app, request, source, described, head)

    def _head(self, described: Description) -> list[tuple[str, str]]:
        head = [
            ("Content-Type", described.content_type),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if described.encoding is not None:
            head.append(("Content-Encoding", described.encoding))
        if described.disposition is not None:
            head.append(("Content-Disposition", described.disposition))
        if described.etag is not None:
            head.append(("ETag", described.etag))
        if described.modified is not None:
            head.append(("Last-Modified", self._written(described.modified)))
        head.extend(_cache_control(described))
        if described.more:
            head.extend(described.more)
        return head


def _with_body(
    app: Application,
    request: Request,
    source: Source,
    described: Description,
    head: list[tuple[str, str]],
) -> Response:
    part = None
    size = source.size
    if described.is_conditional and size is not None:
        head.append(("Accept-Ranges", "bytes"))
        part = _part(request, described, size)
    start, end = (0, size) if part is None else part
    body: Iterable[bytes] = []
    if request.method == "HEAD":
        source.close()
    else:
        body = source.body(start, end)
    if end is not None:
        head.append(("Content-Length", str(end - start)))
    if part is None:
        return _response(app, body, _OK, head)
    head.append(("Content-Range", f"bytes {start}-{part[1] - 1}/{size}"))
    return _response(app, body, _PARTIAL, head)


def _part(request: Request, described: Description, size: int) -> tuple[int, int] | None:
    """Give the part to send; only GET knows parts (RFC 9110, section 14.2)."""
    if request.method != "GET":
        return None
    field = request.headers.get("Range")
    if field is None:
        return None
    if not part_is_current(request.headers, described.etag, described.modified):
        return None
    return requested_part(field, size)


def _response(
    app: Application, body: Iterable[bytes], status: int, head: list[tuple[str, str]]
) -> Response:
    headers = Headers()
    headers[:] = head
    return app.response_class(body, status, headers, direct_passthrough=True)


def _cache_control(described: Description) -> list[tuple[str, str]]:
    max_age = described.max_age
    if max_age is None:
        return [("Cache-Control", "no-cache")]
    if max_age <= 0:
        return [("Cache-Control", "no-cache, max-age=0")]
    expires = _written(int(time.time()) + max_age)
    end = ", immutable" if described.is_immutable else ""
    return [("Cache-Control", f"public, max-age={max_age}{end}"), ("Expires", expires)]


def _written(seconds: int) -> str:
    return http_date(seconds)


def _header_path(path: str) -> str:
    # Servers that understand the field decode it; what is plain ASCII is not touched.
    return quote(path, safe="/ !#$&'()*+,:;=?@[]~%")
