"""A rule: which requests it answers, what it reads from a path, which URLs it builds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from werkzeug.routing import ValidationError

from pegboard_hookspecs import Match, Route
from pegboard_hookspecs.routing_kit import RedirectTemplate
from pegboard_hookspecs.slots import Converter
from pegboard_routing_radix.building import Writer, query, write, writers
from pegboard_routing_radix.converters import reader_of
from pegboard_routing_radix.parts import Parts
from pegboard_routing_radix.settings import RuleSettings

__all__ = ["RadixRule"]


class RadixRule:
    """A route with all that matching and building need of it taken out.

    :param route: what was registered.
    :param settings: what the route does not say itself.
    :param host: the parts of its host or subdomain.
    :param path: the parts of its path.
    :raises ValueError: a fixed value cannot be written.
    """

    __slots__ = (
        "_fixed",
        "_names",
        "_pieces",
        "_readers",
        "_required",
        "_writers",
        "arguments",
        "converters",
        "defaults",
        "endpoint",
        "is_alias",
        "is_plain",
        "is_strict",
        "match",
        "merges_slashes",
        "methods",
        "redirect_to",
        "route",
        "rule",
        "websocket",
    )

    def __init__(self, route: Route, settings: RuleSettings, host: Parts, path: Parts) -> None:
        self.route = route
        self.rule = route.rule
        self.endpoint = route.endpoint
        self.methods = None if route.methods is None else _with_head(route.methods)
        self.defaults: Mapping[str, Any] | None = dict(route.defaults) or None
        self.converters: Mapping[str, Converter] = {**host.converters, **path.converters}
        self.arguments = frozenset({*self.converters, *(self.defaults or ())})
        self.websocket = route.is_websocket
        self.is_alias = route.is_alias
        self.is_strict = _or(route.strict_slashes, settings.strict_slashes)
        self.merges_slashes = _or(route.merge_slashes, settings.merge_slashes)
        target = route.redirect_to
        self.redirect_to = RedirectTemplate(target) if isinstance(target, str) else target
        #: To reach the rule is the answer, if no other rule of its endpoint is shorter.
        self.is_plain = not (self.is_alias or self.redirect_to is not None)
        self._names = tuple(self.converters)
        self._readers = tuple(map(reader_of, self.converters.values()))
        self._required = self.arguments - set(self.defaults or ())
        self._fixed: Mapping[str, Any] = MappingProxyType(self.defaults or {})
        self._pieces = host.pieces, path.pieces
        self._writers: tuple[list[Writer], list[Writer]] | None = None
        if self.defaults:
            self._writers = self._make_writers()
        #: The answer that all requests share, where the path holds no values.
        self.match = None if self.converters else Match(route, self._fixed)

    # Matching

    def answers(self, method: str) -> bool:
        """Say whether the rule is for a method."""
        return self.methods is None or method in self.methods

    def read(self, raw: Sequence[str]) -> dict[str, Any]:
        """Convert the values found in a path.

        :raises ValueError: a converter refuses its value.
        """
        names, readers = self._names, self._readers
        # Nearly all rules have one variable or two.
        if len(names) == 1:
            values = {names[0]: readers[0](raw[0])}
        elif len(names) == 2:  # noqa: PLR2004 - see above
            values = {names[0]: readers[0](raw[0]), names[1]: readers[1](raw[1])}
        else:
            triples = zip(names, readers, raw, strict=True)
            values = {name: reader(text) for name, reader, text in triples}
        if self._fixed:
            values.update(self._fixed)
        return values

    # Building

    @property
    def precedence(self) -> tuple[bool, int, int]:
        """Among the rules of an endpoint the least is built first."""
        return self.is_alias, -len(self.arguments), -len(self._fixed)

    def suitable_for(self, values: Mapping[str, Any], method: str | None = None) -> bool:
        """Say whether the values are enough, and none is another one than the fixed."""
        if method is not None and not self.answers(method):
            return False
        if not self._required <= values.keys():
            return False
        return all(values.get(name, fixed) == fixed for name, fixed in self._fixed.items())

    def is_shorter_than(self, other: RadixRule) -> bool:
        """Say whether this rule's fixed values make another one of its endpoint superfluous."""
        return (
            bool(self._fixed)
            and not self.route.is_build_only
            and self.arguments == other.arguments
            and self._pieces != other._pieces
        )

    def build(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """Give host part and path, with the query of what the rule does not know.

        None means that a converter refused its value.
        """
        built = self.build_path(values)
        if built is None or values.keys() <= self.arguments:
            return built
        unknown = {key: values[key] for key in values if key not in self.arguments}
        added = query(unknown)
        return (built[0], f"{built[1]}?{added}") if added else built

    def build_path(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """Give host part and path alone."""
        if self._writers is None:
            self._writers = self._make_writers()
        host, path = self._writers
        try:
            return write(host, values), write(path, values)
        except ValidationError:
            return None

    def _make_writers(self) -> tuple[list[Writer], list[Writer]]:
        # When the first URL is built, not when the rule is added: most are never asked for one.
        host, path = self._pieces
        return (
            writers(host, self.converters, self._fixed),
            writers(path, self.converters, self._fixed),
        )


def _with_head(methods: frozenset[str]) -> frozenset[str]:
    return methods | {"HEAD"} if "GET" in methods else methods


def _or(value: bool | None, otherwise: bool) -> bool:  # noqa: FBT001 - a value, not an option
    return otherwise if value is None else value
