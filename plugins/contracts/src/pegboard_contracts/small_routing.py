"""A router that does no more than the suites of other slots need, in place of a real one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from werkzeug.exceptions import MethodNotAllowed, NotFound

from pegboard_hookspecs import Match, Request, Route, hookimpl
from pegboard_hookspecs.errors import BuildError

__all__ = ["SmallRouting"]


class SmallRouting:
    """Knows fixed paths, and rules that end in one ``<path:variable>``; fixed paths go first."""

    def __init__(self) -> None:
        self._routes: list[Route] = []

    @hookimpl
    def add_converter(self) -> None:
        """Take none."""

    @hookimpl
    def add_route(self, route: Route) -> None:
        """Take one more route."""
        self._routes.append(route)

    @hookimpl
    def match_request(self, request: Request) -> Match:
        """Find the route for a request."""
        found = sorted(self._found(request.path), key=lambda match: len(match.values))
        if not found:
            raise NotFound
        for match in found:
            if match.route.methods is None or request.method in match.route.methods:
                return match
        raise MethodNotAllowed(sorted(_methods(found)))

    @hookimpl
    def allowed_methods(self, request: Request) -> Collection[str]:
        """Give the methods of all routes that match."""
        return _methods(self._found(request.path))

    @hookimpl
    def build_url(self, endpoint: str, values: Mapping[str, Any]) -> str:
        """Build the path of an endpoint."""
        for route in self._routes:
            if route.endpoint == endpoint:
                start, name = _taken_apart(route)
                return quote(f"{start}{values[name]}" if name else start)
        raise BuildError(f"There is no endpoint {endpoint!r}.", endpoint=endpoint)

    def _found(self, path: str) -> Iterator[Match]:
        for route in self._routes:
            start, name = _taken_apart(route)
            if route.is_build_only:
                continue
            if not name and path == start:
                yield Match(route)
            if name and path.startswith(start) and path != start:
                yield Match(route, {name: path.removeprefix(start)})


def _taken_apart(route: Route) -> tuple[str, str]:
    start, _, variable = route.rule.partition("<path:")
    return start, variable.removesuffix(">")


def _methods(found: Collection[Match] | Iterator[Match]) -> set[str]:
    return {method for match in found for method in match.route.methods or ()}
