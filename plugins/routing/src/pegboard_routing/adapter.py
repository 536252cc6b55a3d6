"""The long way: Werkzeug's own adapter, which makes redirects and knows every special case."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, urlsplit, urlunsplit

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, MapAdapter, RequestRedirect

from pegboard_hookspecs import Application, Match, Request
from pegboard_routing.rule import route_of
from pegboard_routing.site import host_of, is_handshake, matched_part, root_of

__all__ = ["adapter_allows", "adapter_match"]

# What a query may hold unquoted: printable ASCII. Whatever else was sent is quoted.
_QUERY_SAFE = "".join(map(chr, range(0x21, 0x7F)))


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
        return RequestRedirect(_without_unknown_host(error.new_url))
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
    query = request.query_string
    scheme = request.scheme
    if is_handshake(request):
        scheme = "wss" if request.is_secure else "ws"
    return url_map.bind(
        host_of(app, request, url_map),
        root_of(app, request) or "/",
        None if url_map.host_matching else part,
        scheme,
        request.method,
        query_args=query.decode() if query.isascii() else quote(query, safe=_QUERY_SAFE),
    )


def _without_unknown_host(url: str) -> str:
    """Give a URL whose host nobody knew as a path, to which one may redirect (RFC 9110, 10.2.2)."""
    _scheme, host, path, query, fragment = urlsplit(url)
    if host and not host.endswith("."):
        return url
    return urlunsplit(("", "", f"/{path.lstrip('/')}", query, fragment))
