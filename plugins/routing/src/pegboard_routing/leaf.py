"""A rule at the end of its path, with all that matching needs of it taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from werkzeug.routing import BaseConverter, FloatConverter, IntegerConverter, Rule

from pegboard_hookspecs import Match, Route
from pegboard_routing.internals import converters_of
from pegboard_routing.rule import route_of

__all__ = ["Leaf"]

# What Match() does, at half the cost.
_match: Callable[[type[Match], tuple[Route, Mapping[str, Any]]], Match] = tuple.__new__  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]  # it has no types


class Leaf:
    """What answers when a path has led to a rule.

    :param rule: a bound rule.
    """

    __slots__ = (
        "_defaults",
        "_names",
        "_readers",
        "is_strict",
        "is_websocket",
        "match",
        "methods",
        "rivals",
        "route",
        "rule",
    )

    def __init__(self, rule: Rule) -> None:
        converters = converters_of(rule)
        self.rule = rule
        self.route = route_of(rule)
        self.methods = None if rule.methods is None else frozenset(rule.methods)
        self.is_websocket = rule.websocket
        self.is_strict = bool(rule.strict_slashes)
        #: Rules of the same endpoint whose defaults may make theirs the canonical URL.
        self.rivals: tuple[Rule, ...] = ()
        self._names = tuple(converters)
        self._readers = tuple(_reader(converter) for converter in converters.values())
        self._defaults: Mapping[str, Any] = MappingProxyType(dict(rule.defaults or {}))
        #: The answer shared by all requests, where the path holds no values.
        self.match = None if converters else Match(self.route, self._defaults)

    def answers(self, method: str) -> bool:
        """Say whether the rule is for a method."""
        return self.methods is None or method in self.methods

    @property
    def is_plain(self) -> bool:
        """To reach the rule is the answer: it redirects nobody, whatever the values are."""
        return not (
            self.rule.redirect_to is not None
            or self.rivals
            or self.is_websocket
            or (self.rule.alias and self.rule.map.redirect_defaults)
        )

    def redirects(self, values: Mapping[str, Any], method: str) -> bool:
        """Say whether the answer to these values is a redirect."""
        rule = self.rule
        return (
            rule.redirect_to is not None
            or (rule.alias and rule.map.redirect_defaults)
            or any(rival.suitable_for(values, method) for rival in self.rivals)
        )

    def answer(self, raw: Sequence[str]) -> Match | None:
        """Give the answer for the values found in a path; None when a converter refuses one."""
        try:
            return _match(Match, (self.route, self.read(raw)))
        except ValueError:
            return None

    def read(self, raw: Sequence[str]) -> dict[str, Any]:
        """Convert the values found in a path.

        :raises ValueError: a converter refuses its value.
        """
        names, readers = self._names, self._readers
        # Nearly all rules have one variable or two.
        if len(names) == 1:
            values = {names[0]: readers[0](raw[0])}
        elif len(names) == 2:  # noqa: PLR2004
            values = {names[0]: readers[0](raw[0]), names[1]: readers[1](raw[1])}
        else:
            triples = zip(names, readers, raw, strict=False)
            values = {name: reader(text) for name, reader, text in triples}
        if self._defaults:
            values.update(self._defaults)
        return values


def _reader(converter: BaseConverter) -> Callable[[str], Any]:
    kind = type(converter)
    if kind.to_python is BaseConverter.to_python:
        # What str() answers to a str is that str.
        return str
    if kind is IntegerConverter or kind is FloatConverter:
        number = cast("IntegerConverter", converter)
        if not number.fixed_digits and number.min is None and number.max is None:
            return number.num_convert
    return converter.to_python
