"""Werkzeug's map with this package's matcher in it."""

from __future__ import annotations

from werkzeug.routing import Map, RuleFactory

from pegboard_routing.matcher import RouteMatcher

__all__ = ["RouteMap"]


class RouteMap(Map):
    """A map that finds rules quickly; what is added to it by hand is found like any route."""

    def __init__(self) -> None:
        super().__init__()
        self.matcher = RouteMatcher(self)
        #: Paths that need no values, by endpoint, as far as they were asked for.
        self.fixed_paths: dict[str, str] = {}
        # The adapter then asks this matcher too, so that redirects are Werkzeug's own.
        self._matcher = self.matcher  # type: ignore[assignment]  # it has the same words

    def add(self, rulefactory: RuleFactory) -> None:
        """Add a rule, or all rules of a factory."""
        self.fixed_paths.clear()
        super().add(rulefactory)
