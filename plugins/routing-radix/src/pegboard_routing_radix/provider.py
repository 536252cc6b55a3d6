"""The plugin: the tree behind the hooks of the slot ``routing``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect, WebsocketMismatch

from pegboard_hookspecs import Application, Match, Request, Route, hookimpl
from pegboard_hookspecs.errors import RegistrationError
from pegboard_hookspecs.routing_kit import (
    build_url,
    check_converter,
    fixed_path,
    is_handshake,
    matched_part,
    quoted,
    unreadable,
)
from pegboard_routing_radix.redirects import (
    BadHostError,
    canonical_url,
    may_redirect,
    redirect_for,
)
from pegboard_routing_radix.search import Miss
from pegboard_routing_radix.table import USUAL_METHODS, Found, OtherPath, RouteTable

__all__ = ["RadixRouting"]

# No route is for it, so that a search for it passes all routes of a URL.
_NO_METHOD = "--"


class RadixRouting:
    """Matches by a radix tree of its own, with the rules and converters that are known."""

    #: What this provider can do that the contract of the slot leaves open.
    capabilities = frozenset({"host_matching", "subdomain_matching", "websocket"})

    def __init__(self) -> None:
        #: The rules, with the converters and what holds for all rules.
        self.native = RouteTable()

    @hookimpl
    def add_converter(self, app: Application, name: str, converter: type[Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Make a converter usable in rules."""
        check_converter(name, converter)
        self.native.converters[name] = converter

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        """Take one more route."""
        self.native.is_by_host = app.subdomain_matching
        if app.host_matching:
            self.native.host_matching = True
        try:
            self.native.add(route)
        except RegistrationError:
            raise
        except Exception as error:  # the constructor of a converter may raise anything
            raise unreadable(route, error, self.native.converters) from error

    @hookimpl
    def match_request(self, app: Application, request: Request) -> Match:
        """Find the route for a request."""
        # Every request passes here, and those for a path without variables go no further.
        path, method, table = request.path, request.method, self.native
        methods = table.fixed.get(path)
        if methods is not None and method in methods:
            return methods[method]
        found = table.quick(path, method)
        if isinstance(found, Match):
            return found
        if found is not None:
            raise NotFound
        return self._match_exactly(app, request)

    @hookimpl
    def allowed_methods(self, app: Application, request: Request) -> Collection[str]:
        """Give the methods of all routes that match a URL; of one for any method, the usual."""
        part = self._part(app, request)
        found = None if part is None else self._find(request, part, _NO_METHOD)
        if isinstance(found, Found):
            return USUAL_METHODS
        return sorted(found.allowed) if isinstance(found, Miss) else ()

    @hookimpl
    def build_url(
        self,
        app: Application,
        request: Request | None,
        endpoint: str,
        values: Mapping[str, Any],
        method: str | None,
        scheme: str | None,
        is_external: bool,  # noqa: FBT001 - hooks have no keyword-only arguments
    ) -> str:
        """Build a URL for an endpoint."""
        if request is not None and not (values or method or is_external):
            path = self.native.fixed_paths.get(endpoint)
            if path is None:
                path = self._fixed_path(app, endpoint)
            if path:
                return f"{quoted(request.root_path)}{path}" if request.root_path else path
        return build_url(
            app, self.native, request, endpoint, values, method, scheme, is_external=is_external
        )

    def _match_exactly(self, app: Application, request: Request) -> Match:
        answer = self._answer(app, request)
        if isinstance(answer, Match):
            return answer
        try:
            raise answer
        finally:
            # The traceback of the error holds this frame, which must not hold the error.
            del answer

    def _answer(self, app: Application, request: Request) -> Match | HTTPException:
        part = self._part(app, request)
        if part is None:
            return NotFound()
        found = self._find(request, part, request.method)
        if isinstance(found, Miss):
            return _miss(found)
        if isinstance(found, OtherPath) or may_redirect(self.native, found.rule):
            return _redirected(app, request, self.native, part, found)
        return Match(found.rule.route, found.values)

    def _find(self, request: Request, part: str, method: str) -> Found | OtherPath | Miss:
        is_websocket = self.native.has_websockets and is_handshake(request)
        return self.native.find(part, request.path, method, is_websocket=is_websocket)

    def _part(self, app: Application, request: Request) -> str | None:
        if self.native.host_matching or app.subdomain_matching:
            return matched_part(app, request, self.native)
        return self.native.default_subdomain

    def _fixed_path(self, app: Application, endpoint: str) -> str | None:
        kept = self.native.fixed_paths
        is_by_host = app.subdomain_matching or self.native.host_matching
        path = "" if is_by_host else fixed_path(self.native, endpoint)
        if path is not None:
            kept[endpoint] = path
        return path


def _redirected(
    app: Application, request: Request, table: RouteTable, part: str, found: Found | OtherPath
) -> Match | HTTPException:
    try:
        if isinstance(found, OtherPath):
            return RequestRedirect(canonical_url(app, request, table, part, found.path))
        url = redirect_for(app, request, table, part, found)
    except BadHostError:
        return BadRequest()
    return Match(found.rule.route, found.values) if url is None else RequestRedirect(url)


def _miss(miss: Miss) -> HTTPException:
    if miss.allowed:
        return MethodNotAllowed(valid_methods=sorted(miss.allowed))
    return WebsocketMismatch() if miss.is_mismatch else NotFound()
