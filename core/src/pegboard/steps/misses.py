"""What becomes of a request that routing sends elsewhere, or nowhere."""

from __future__ import annotations

from typing import Any

from werkzeug.routing import RequestRedirect

from pegboard_hookspecs import Application, Request
from pegboard_hookspecs.errors import BodyLostError

__all__ = ["miss_of"]

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
# With these browsers send method and body again (RFC 9110, section 15.4).
_KEEPING = frozenset({307, 308})


def miss_of(app: Application, request: Request) -> Exception:
    """Give what answers a request that no route matched; in debug mode, a lost body is told."""
    miss: Any = request.routing_exception
    if isinstance(miss, RequestRedirect) and app.debug and _loses_body(miss, request):
        return BodyLostError(
            f"A {request.method} request was sent to {request.url!r}, and routing redirects it by "
            f"{miss.code} to the canonical URL {miss.new_url!r}: a browser would go there without "
            "its body. Send it to that URL at once. Without debug mode the redirect is sent."
        )
    return miss  # type: ignore[no-any-return]  # it is one


def _loses_body(miss: RequestRedirect, request: Request) -> bool:
    return miss.code not in _KEEPING and request.method not in _WITHOUT_BODY
