"""All rules of an application: the tree for matching, and lists by endpoint for building."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any, NamedTuple

from pegboard_hookspecs import Match, Route
from pegboard_hookspecs.routing_kit import refuse_clash
from pegboard_hookspecs.slots import Converter
from pegboard_routing_radix.converters import CONVERTERS
from pegboard_routing_radix.reading import Way, read_route
from pegboard_routing_radix.rule import RadixRule
from pegboard_routing_radix.search import End, Miss, Search, SlashRequiredError, first_way
from pegboard_routing_radix.settings import RuleSettings
from pegboard_routing_radix.tree import Node

__all__ = ["USUAL_METHODS", "Found", "OtherPath", "RouteTable"]

#: What a route for any method is said to answer.
USUAL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_SLASHES = re.compile("/{2,}")


class Found(NamedTuple):
    """A rule matches, with these values."""

    rule: RadixRule
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OtherPath:
    """A rule matches another path, which is the canonical one."""

    path: str


class RouteTable(RuleSettings):
    """The rules, with what holds for all of them.

    Rules may be added while others are matched: a lock lets one thread at a time change the tree,
    and whoever reads it meanwhile finds it as it was, or as it is.
    """

    def __init__(self) -> None:
        super().__init__()
        #: By the name that a rule calls them by; more may be put in.
        self.converters: dict[str, type[Converter]] = dict(CONVERTERS)
        #: Some rules match handshakes of WebSockets only, so requests have to be told apart.
        self.has_websockets = False
        #: Subdomains are matched.
        self.is_by_host = False
        #: Answers by path, then by method, as far as they were asked for; empty after every change.
        self.fixed: dict[str, dict[str, Match]] = {}
        #: Paths that need no values, by endpoint, in the same way.
        self.fixed_paths: dict[str, str] = {}
        self._lock = RLock()
        self._root = Node()
        self._changed: set[Node] = set()
        self._is_ready = False
        # Where the search begins, where path and method are all that decides.
        self._quick_start: Node | None = None
        self._by_endpoint: dict[str, list[RadixRule]] = {}
        self._in_order: dict[str, Sequence[RadixRule]] = {}
        self._with_defaults: set[str] = set()
        self._shorter: dict[RadixRule, Sequence[RadixRule]] = {}

    def add(self, route: Route) -> None:
        """Take one more route.

        :raises RegistrationError: another endpoint's route would always answer in its place.
        :raises Exception: it cannot be read: what reading it raised, as a converter's constructor.
        """
        with self._lock:
            rule, way = read_route(route, self, self.converters)
            self._is_ready, self._quick_start = False, None
            if way.is_passable and not route.is_build_only:
                self._place(rule, way)
            self._by_endpoint.setdefault(rule.endpoint, []).append(rule)
            if rule.defaults:
                self._with_defaults.add(rule.endpoint)
            # New ones, as a request that is on its way may yet write into the old ones.
            self.fixed, self.fixed_paths, self._in_order, self._shorter = {}, {}, {}, {}

    def iter_rules(self, endpoint: str | None = None) -> Sequence[RadixRule]:
        """Give the rules of an endpoint, the one to be built first at first; or all rules.

        :raises KeyError: no rule is of that endpoint.
        """
        if endpoint is None:
            return [rule for rules in list(self._by_endpoint.values()) for rule in rules]
        in_order = self._in_order
        rules = in_order.get(endpoint)
        if rules is None:
            # The sort is stable: among equals the first registered comes first.
            given = self._by_endpoint[endpoint]
            rules = in_order[endpoint] = sorted(given, key=lambda rule: rule.precedence)
        return rules

    def shorter(self, rule: RadixRule) -> Sequence[RadixRule]:
        """Give the rules whose fixed values may make theirs the canonical URL."""
        if not self.redirect_defaults or rule.endpoint not in self._with_defaults:
            return ()
        kept = self._shorter
        found = kept.get(rule)
        if found is None:
            rules = self.iter_rules(rule.endpoint)
            before = rules[: rules.index(rule)]
            found = kept[rule] = [each for each in before if each.is_shorter_than(rule)]
        return found

    def quick(self, path: str, method: str) -> Match | Miss | None:
        """Find what :meth:`find` finds first, where path and method are all that decides.

        None means: ask :meth:`find`, which may find something yet.
        """
        start, kept = self._quick_start, self.fixed
        end = None if start is None or not path else first_way(start, _segments(path), method)
        if end is None or isinstance(end, Miss):
            return end
        rule, raw = end
        if not rule.is_plain or (rule.endpoint in self._with_defaults and self.shorter(rule)):
            return None
        if rule.match is not None:
            if method in USUAL_METHODS:
                kept.setdefault(path, {})[method] = rule.match
            return rule.match
        try:
            return Match(rule.route, rule.read(raw))
        except ValueError:
            return None

    def find(
        self, host: str, path: str, method: str, *, is_websocket: bool
    ) -> Found | OtherPath | Miss:
        """Find the rule for a request.

        :param host: the whole host, the subdomain or "", as the rules have it.
        """
        if not self._is_ready:
            self._arrange()
        search = Search(method, is_websocket=is_websocket)
        try:
            end = search.run(self._root, [host, *_segments(path)])
            if end is None and self.merge_slashes and "//" in path:
                path = _SLASHES.sub("/", path)
                end = search.run(self._root, [host, *_segments(path)])
                if end is not None and end[0].merges_slashes:
                    return OtherPath(path)
                return search.miss
        except SlashRequiredError:
            return OtherPath(f"{path}/")
        return search.miss if end is None else _read(end) or search.miss

    def _place(self, rule: RadixRule, way: Way) -> None:
        # The host is a step of its own, so that what lies behind it can be kept at hand.
        host = self._root.place(way.host, self._changed)
        node = host.place(way.path, self._changed)
        refuse_clash(rule.route, [other.route for other in node.rules])
        self.has_websockets |= rule.websocket
        node.rules = (*node.rules, rule)

    def _arrange(self) -> None:
        with self._lock:
            for node in self._changed:
                node.arrange()
            self._changed.clear()
            # A pattern of a subdomain may match that there is none.
            is_by_host = self.is_by_host or self.host_matching or self._root.branches
            if not (is_by_host or self.has_websockets):
                run = self._root.runs.get(self.default_subdomain)
                self._quick_start = None if run is None else run.node
            self._is_ready = True


def _segments(path: str) -> list[str]:
    return path[1:].split("/") if path else []


def _read(end: End) -> Found | None:
    rule, raw = end
    try:
        return Found(rule, rule.read(raw))
    except ValueError:
        # A refused value is a miss: no other rule is tried.
        return None
