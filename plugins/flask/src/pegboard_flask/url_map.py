"""``app.url_map``: a Werkzeug map of all routes, and the door to the router.

What is added to it is told to the slot ``routing``, which matches and builds; the map itself is
for those who look at its rules, and matches where an application asks it to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.routing import BaseConverter, Map, Rule, RuleFactory

from pegboard_hookspecs import Route

__all__ = ["Converters", "UrlMap", "route_for"]

_Listener = Callable[[Rule], Route | None]


class Converters(dict[str, type[BaseConverter]]):
    """The converters of a map; the router is told of each that is added.

    :param known: those to begin with, which the router knows.
    :param tell: told of name and class.
    """

    def __init__(
        self,
        known: dict[str, type[BaseConverter]],
        tell: Callable[[str, type[BaseConverter]], None],
    ) -> None:
        super().__init__(known)
        self._tell = tell

    def __setitem__(self, name: str, converter: type[BaseConverter]) -> None:
        self._tell(name, converter)
        super().__setitem__(name, converter)

    def update(self, *sources: Any, **named: Any) -> None:
        """Take several."""
        for name, converter in dict(*sources, **named).items():
            self[name] = converter

    def setdefault(self, name: str, converter: Any = None) -> Any:
        """Take one, where there is none of its name."""
        if name not in self:
            self[name] = converter
        return self[name]


class UrlMap(Map):
    """A map that tells the router of its rules and converters."""

    def __init__(self, rules: Iterable[RuleFactory] | None = None, **options: Any) -> None:
        self._listener: _Listener | None = None
        self._rules_of: dict[int, Rule] = {}
        super().__init__(rules, **options)

    def connect(
        self, on_rule: _Listener, on_converter: Callable[[str, type[BaseConverter]], None]
    ) -> None:
        """Tell somebody of each rule and converter from now on.

        :param on_rule: gives the route that it made of the rule; None for none.
        """
        self._listener = on_rule
        usual = Map.default_converters
        own = {name: kind for name, kind in self.converters.items() if usual.get(name) is not kind}
        for name, kind in own.items():
            on_converter(name, kind)
        self.converters = Converters(self.converters, on_converter)

    def add(self, rulefactory: RuleFactory) -> None:
        """Add a rule, or all of a factory."""
        for rule in list(rulefactory.get_rules(self)):
            super().add(rule)
            if self._listener is None:
                continue
            route = self._listener(rule)
            if route is not None:
                self._rules_of[id(route)] = rule

    def rule_of(self, route: Route) -> Rule | None:
        """Give the rule that a route was made of."""
        return self._rules_of.get(id(route))


def route_for(rule: Rule, place: str) -> Route:
    """Make the route of a rule that is bound to a map.

    :param place: ``file:line`` of its registration.
    """
    return Route(
        rule.rule,
        rule.endpoint,
        None if rule.methods is None else frozenset(rule.methods),
        defaults=dict(rule.defaults or {}),
        subdomain=rule.subdomain or None,
        host=rule.host or None,
        strict_slashes=rule.strict_slashes,
        merge_slashes=rule.merge_slashes,
        redirect_to=rule.redirect_to,
        is_build_only=rule.build_only,
        is_alias=rule.alias,
        is_websocket=rule.websocket,
        answers_options=bool(getattr(rule, "provide_automatic_options", False)),
        place=place,
    )
