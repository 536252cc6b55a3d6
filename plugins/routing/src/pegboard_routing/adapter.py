"""The long way: Werkzeug's own adapter, which makes redirects and knows every special case."""

from __future__ import annotations

from collections.abc import Collection

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, MapAdapter, RequestRedirect

from pegboard_hookspecs import Application, Match, Request
from pegboard_hookspecs.routing_kit import (
    host_of,
    is_handshake,
    matched_part,
    query_of,
    quoted,
    root_of,
    without_unknown_host,
)
from pegboard_routing.rule import route_of

__all__ = ["adapter_allows", "adapter_match"]


def adapter_match(app: Application, request: Request, url_map: Map) -> Match | HTTPException:
    """Give Werkzeug's answer, or the error to raise.

    The error is returned rather than raised, and without those that led to it: their tracebacks
    would keep the request alive.
    """
    part = matched_part(app, request, url_map)
    if part is None:
        return NotFound()
    try:
        adapter = _bind(app, request, url_map, part)
        rule, values = adapter.match(request.path, request.method, return_rule=True)
    except RequestRedirect as error:
        return RequestRedirect(without_unknown_host(error.new_url))
    except HTTPException as error:
        error.__cause__ = error.__context__ = None
        return error.with_traceback(None)
    return Match(route_of(rule), values)


def adapter_allows(app: Application, request: Request, url_map: Map) -> Collection[str]:
    """Give the methods of the URL as Werkzeug finds them."""
    part = matched_part(app, request, url_map)
    if part is None:
        return ()
    return frozenset(_bind(app, request, url_map, part).allowed_methods(request.path))


def _bind(app: Application, request: Request, url_map: Map, part: str) -> MapAdapter:
    scheme = request.scheme
    if is_handshake(request):
        scheme = "wss" if request.is_secure else "ws"
    return url_map.bind(
        host_of(app, request, url_map),
        # The adapter puts it into URLs as it is.
        quoted(root_of(app, request)) or "/",
        None if url_map.host_matching else part,
        scheme,
        request.method,
        query_args=query_of(request),
    )
