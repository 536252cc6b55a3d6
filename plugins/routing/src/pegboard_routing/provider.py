"""The plugin: Werkzeug's rules behind the hooks of the slot ``routing``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import Map, WebsocketMismatch

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
from pegboard_routing.adapter import adapter_allows, adapter_match
from pegboard_routing.internals import are_known
from pegboard_routing.matcher import KNOWN_METHODS, NO_MATCH, Found, OtherPath, RouteMatcher
from pegboard_routing.route_map import RouteMap
from pegboard_routing.rule import NamedRule, RouteRule, rule_for
from pegboard_routing.search import Miss

__all__ = ["WerkzeugRouting"]

# No route is for it, so that a search for it passes all routes of a URL.
_NO_METHOD = "--"


class WerkzeugRouting:
    """Matches with the rules and converters of :mod:`werkzeug.routing`, by a matcher of its own.

    A path without variables is found by one look-up. All answers are Werkzeug's: order of
    precedence, strict and merged slashes, defaults, aliases, hosts and subdomains.

    :param has_own_matcher: False leaves matching to Werkzeug, which is slower by far; None does
        so only where the inside of the installed Werkzeug is not the one known here.
    """

    #: What this provider can do that the contract of the slot leaves open.
    capabilities = frozenset({"host_matching", "subdomain_matching", "websocket"})

    def __init__(self, *, has_own_matcher: bool | None = None) -> None:
        is_own = are_known() if has_own_matcher is None else has_own_matcher
        #: The map; what is added to it by hand counts like any route.
        self.native: Map = RouteMap() if is_own else Map()
        self._kind: type[NamedRule] = RouteRule if is_own else NamedRule
        self._matcher: RouteMatcher | None = None
        self._fixed: Mapping[str, Mapping[str, Match]] = {}
        self._quick: Callable[[str, str], Match | Miss | None] = _nothing
        # The paths of endpoints without variables; "" for endpoints that take the longer way.
        self._fixed_paths: dict[str, str] = {}
        if isinstance(self.native, RouteMap):
            self._matcher = self.native.matcher
            self._quick = self.native.matcher.quick
            self._fixed = self.native.matcher.fixed
            self._fixed_paths = self.native.fixed_paths

    @hookimpl
    def add_converter(self, app: Application, name: str, converter: type[Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Make a converter usable in rules."""
        check_converter(name, converter)
        self.native.converters[name] = converter

    @hookimpl
    def add_route(self, app: Application, route: Route) -> None:
        """Take one more route."""
        if app.host_matching:
            self.native.host_matching = True
        if self._matcher is not None:
            self._matcher.is_by_host = app.subdomain_matching
        self._fixed_paths.clear()
        try:
            self.native.add(rule_for(route, self._kind))
        except RegistrationError:
            raise
        except Exception as error:  # the constructor of a converter may raise anything
            raise unreadable(route, error, self.native.converters) from error

    @hookimpl
    def match_request(self, app: Application, request: Request) -> Match:
        """Find the route for a request."""
        # Every request passes here, and those for a path without variables go no further.
        methods = self._fixed.get(request.path)
        if methods is not None:
            match = methods.get(request.method)
            if match is not None:
                return match
        found = self._quick(request.path, request.method)
        if found is None:
            return self._match_exactly(app, request)
        if isinstance(found, Miss):
            raise NotFound
        return found

    @hookimpl
    def allowed_methods(self, app: Application, request: Request) -> Collection[str]:
        """Give the methods of all routes that match a URL; of one for any method, the usual."""
        if self._matcher is None:
            return adapter_allows(app, request, self.native)
        found = self._find(app, request, self._matcher, _NO_METHOD)
        if isinstance(found, Found):
            return KNOWN_METHODS
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
            path = self._fixed_paths.get(endpoint)
            if path is None:
                path = self._fixed_path(app, endpoint)
            if path:
                return f"{quoted(request.root_path)}{path}" if request.root_path else path
        return build_url(
            app, self.native, request, endpoint, values, method, scheme, is_external=is_external
        )

    def _match_exactly(self, app: Application, request: Request) -> Match:
        answer = self._answer(app, request, self._matcher)
        if isinstance(answer, Match):
            return answer
        try:
            raise answer
        finally:
            # The traceback of the error holds this frame, which must not hold the error.
            del answer

    def _answer(
        self, app: Application, request: Request, matcher: RouteMatcher | None
    ) -> Match | HTTPException:
        if matcher is None:
            return adapter_match(app, request, self.native)
        found = self._find(app, request, matcher, request.method)
        if isinstance(found, Miss):
            return _miss(found)
        if isinstance(found, OtherPath) or found.leaf.redirects(found.values, request.method):
            return adapter_match(app, request, self.native)
        return Match(found.leaf.route, found.values)

    def _find(
        self, app: Application, request: Request, matcher: RouteMatcher, method: str
    ) -> Found | OtherPath | Miss:
        if not matcher.is_ready:
            self.native.update()
        part = matched_part(app, request, self.native)
        if part is None:
            return NO_MATCH
        is_websocket = matcher.has_websockets and is_handshake(request)
        return matcher.find(part, request.path, method, is_websocket=is_websocket)

    def _fixed_path(self, app: Application, endpoint: str) -> str | None:
        is_by_host = app.subdomain_matching or self.native.host_matching
        path = "" if is_by_host else fixed_path(self.native, endpoint)
        if path is not None:
            self._fixed_paths[endpoint] = path
        return path


def _nothing(_path: str, _method: str) -> None:
    """Find nothing quickly."""


def _miss(miss: Miss) -> HTTPException:
    if miss.allowed:
        return MethodNotAllowed(valid_methods=sorted(miss.allowed))
    return WebsocketMismatch() if miss.is_mismatch else NotFound()
