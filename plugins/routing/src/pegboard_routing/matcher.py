"""The matcher: a dictionary of fixed paths, a quick walk down the tree, and the exact search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from werkzeug.routing import Map, NoMatch, RequestAliasRedirect, RequestPath, Rule

from pegboard_hookspecs import Match
from pegboard_hookspecs.routing_kit import refuse_clash
from pegboard_routing.affixes import affixes_of
from pegboard_routing.internals import Part, forget_parts, parts_of
from pegboard_routing.leaf import Leaf
from pegboard_routing.search import End, Miss, Search, SlashRequiredError
from pegboard_routing.trie import State

__all__ = ["KNOWN_METHODS", "NO_MATCH", "Found", "OtherPath", "RouteMatcher"]

#: A route for any method answers these quickly, any other by the exact search.
KNOWN_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: No rule matches, nor would one for another method, or with other slashes.
NO_MATCH = Miss()
_SLASHES = re.compile("/{2,}")


class Found(NamedTuple):
    """A rule matches, with these values."""

    leaf: Leaf
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OtherPath:
    """A rule matches another path, which is the canonical one."""

    path: str


class RouteMatcher:
    """Matches as Werkzeug's matcher does, and takes its place in a map.

    :param map_: the map whose rules it holds.
    """

    def __init__(self, map_: Map) -> None:
        #: Answers by path, then by method: rules without values that nothing can come before.
        self.fixed: dict[str, dict[str, Match]] = {}
        #: All rules are in order.
        self.is_ready = False
        #: Hosts or subdomains are matched, so every request needs the exact search.
        self.is_by_host = False
        #: Some rules match WebSocket handshakes only, so requests have to be told apart.
        self.has_websockets = False
        self.merge_slashes = True
        self._map = map_
        self._root = State()
        self._start = self._root
        self._quick_start: State | None = None
        self._leaves: list[Leaf] = []

    # The words of Werkzeug's matcher

    def add(self, rule: Rule) -> None:
        """Take one more rule, which is bound to the map.

        :raises RegistrationError: another endpoint's rule would always answer in its place.
        """
        leaf = Leaf(rule)
        parts = parts_of(rule)
        refuse_clash(leaf.route, [other.route for other in self._leaves_at(parts)])
        self.is_ready = False
        self._quick_start = None
        self.fixed.clear()
        state = self._root
        for part, affixes in zip(parts, affixes_of(rule), strict=False):
            state = state.open(part, affixes)
        state.leaves.append(leaf)
        self._leaves.append(leaf)
        forget_parts(rule)
        self.has_websockets |= leaf.is_websocket

    def update(self) -> None:
        """Put the rules in order; the map calls it under a lock when some are new."""
        self._find_rivals()
        self._start = self._root.static.get(self._map.default_subdomain, State())
        is_quick = not (self.is_by_host or self.has_websockets or self._map.host_matching)
        fixed: dict[str, dict[str, Match]] = {}
        for state, depth, path in self._walk():
            state.arrange(depth)
            if path is None:
                state.by_method = _quick_leaves(state)
            elif is_quick and not path.startswith("//"):
                fixed[path] = _fixed_answers(state)
        self.fixed.update((path, methods) for path, methods in fixed.items() if methods)
        self._quick_start = self._start if is_quick else None
        self.is_ready = True

    def match(
        self,
        domain: str,
        path: str,
        method: str,
        websocket: bool,  # noqa: FBT001 - werkzeug's signature
    ) -> tuple[Rule, dict[str, Any]]:
        """Find the rule and its values, for Werkzeug's adapter.

        Its private exceptions say what else may happen: no match, another path, an alias.
        """
        found = self.find(domain, path, method, is_websocket=websocket)
        if isinstance(found, Miss):
            raise NoMatch(found.allowed, found.is_mismatch)
        if isinstance(found, OtherPath):
            raise RequestPath(found.path)
        rule = found.leaf.rule
        if rule.alias and self._map.redirect_defaults:
            raise RequestAliasRedirect(found.values, rule.endpoint)
        return rule, found.values

    # What the plugin asks

    def quick(self, path: str, method: str) -> Match | Miss | None:
        """Find what the exact search finds where no step has to be taken back.

        None means: ask :meth:`find`, which may find something yet.
        """
        state = self._quick_start
        if state is None:
            return None
        values: list[str] = []
        parts = path.split("/")
        for part in parts:
            following = state.static.get(part)
            if following is not None:
                state = following
                continue
            for edge in state.edges if state.index is None else state.index.near(part):
                if edge.is_whole:
                    if edge.test(part):
                        values.append(part)
                        break
                    continue
                text = "/".join(parts[state.depth :]) if edge.final else part
                found = edge.test(text)
                if found:
                    values += edge.values(text, found)
                    if edge.final:
                        return None if edge.part.suffixed else edge.following.answer(method, values)
                    break
            else:
                return NO_MATCH if part and self._is_only_way(parts, state) else None
            state = edge.following
        leaf = state.by_method.get(method)
        return None if leaf is None else leaf.answer(values)

    def find(
        self, host: str, path: str, method: str, *, is_websocket: bool
    ) -> Found | OtherPath | Miss:
        """Find exactly what Werkzeug would.

        :param host: the whole host, the subdomain or "", as the map's rules have it.
        """
        search = Search(method, is_websocket=is_websocket)
        try:
            end = search.run(self._root, [host, *path.split("/")], [])
            if end is None and self.merge_slashes and "//" in path:
                path = _SLASHES.sub("/", path)
                end = search.run(self._root, [host, *path.split("/")], [])
                if end is not None and end[0].rule.merge_slashes is not False:
                    return OtherPath(path)
                return search.miss
        except SlashRequiredError:
            return OtherPath(f"{path}/")
        return search.miss if end is None else _found(end, search.miss)

    def _is_only_way(self, parts: Sequence[str], end: State) -> bool:
        """Say whether a path that ends nowhere could have led nowhere else."""
        state, remaining = self._start, iter(parts)
        while state is not end:
            following = state.static.get(next(remaining))
            if len(state.edges) > (following is None):
                return False
            state = state.edges[0].following if following is None else following
        # Slashes might be merged or ignored, which is for the exact search to find out.
        return "" not in parts[1:]

    def _leaves_at(self, parts: Iterable[Part]) -> Sequence[Leaf]:
        state: State | None = self._root
        for part in parts:
            state = None if state is None else state.after(part)
        return () if state is None else state.leaves

    def _find_rivals(self) -> None:
        contested: set[Any] = set()
        if self._map.redirect_defaults:
            contested = {leaf.rule.endpoint for leaf in self._leaves if leaf.rule.defaults}
        by_endpoint: dict[Any, list[Leaf]] = {}
        for leaf in self._leaves:
            leaf.rivals = ()
            if leaf.rule.endpoint in contested:
                by_endpoint.setdefault(leaf.rule.endpoint, []).append(leaf)
        for leaves in by_endpoint.values():
            _set_rivals(leaves)

    def _walk(self) -> Iterator[tuple[State, int, str | None]]:
        """Give every state, the number of parts before it, and its path where there is only one.

        The host is not counted. The state's patterns are read after it was given and arranged.
        """
        waiting: list[tuple[State, int, str | None]] = [(self._root, -1, None)]
        while waiting:
            state, depth, path = waiting.pop()
            yield state, depth, path
            waiting += [(edge.following, depth + 1, None) for edge in state.edges]
            for part, following in state.static.items():
                if state is self._start:
                    waiting.append((following, 1, part))
                else:
                    longer = None if path is None else f"{path}/{part}"
                    waiting.append((following, depth + 1, longer))


def _set_rivals(leaves: list[Leaf]) -> None:
    leaves.sort(key=lambda leaf: leaf.rule.build_compare_key())
    before: list[Rule] = []
    for leaf in leaves:
        leaf.rivals = tuple(rule for rule in before if rule.provides_defaults_for(leaf.rule))
        if leaf.rule.defaults:
            before.append(leaf.rule)


def _by_method(leaves: Iterable[Leaf]) -> dict[str, Leaf]:
    first: dict[str, Leaf] = {}
    for leaf in leaves:
        for method in KNOWN_METHODS if leaf.methods is None else leaf.methods:
            first.setdefault(method, leaf)
    return first


def _quick_leaves(state: State) -> dict[str, Leaf]:
    return {method: leaf for method, leaf in _by_method(state.leaves).items() if leaf.is_plain}


def _fixed_answers(state: State) -> dict[str, Match]:
    first = _by_method(state.leaves)
    slash = state.static.get("")
    for method, leaf in () if slash is None else _by_method(slash.leaves).items():
        # A rule with a slash at its end answers without one, unless it is strict: then the
        # exact search finds the redirect.
        if not leaf.is_strict:
            first.setdefault(method, leaf)
    return {m: leaf.match for m, leaf in first.items() if leaf.is_plain and leaf.match is not None}


def _found(end: End, miss: Miss) -> Found | Miss:
    leaf, raw = end
    try:
        return Found(leaf, leaf.read(raw))
    except ValueError:
        # As in Werkzeug, a refused value is a miss: no other rule is tried.
        return miss
