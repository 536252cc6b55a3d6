"""From a route to a rule and its way through the tree; what cannot be read is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pegboard_hookspecs import Route
from pegboard_hookspecs.routing_kit import RedirectTemplate, UnknownConverterError
from pegboard_hookspecs.slots import Converter
from pegboard_routing_radix.arguments import read_arguments
from pegboard_routing_radix.converters import CONVERTERS
from pegboard_routing_radix.parts import Parts, Pattern, take_apart
from pegboard_routing_radix.rule import RadixRule
from pegboard_routing_radix.settings import RuleSettings

__all__ = ["Way", "read_route"]

_SLASHES = re.compile("/{2,}")
_HANDSHAKE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset(CONVERTERS.values())


class Way(NamedTuple):
    """What leads to a rule.

    :param host: the parts of the host or subdomain.
    :param path: the parts of the path.
    """

    host: Sequence[str | Pattern]
    path: Sequence[str | Pattern]

    @property
    def is_passable(self) -> bool:
        """Nothing in the host takes the path along, slashes and all."""
        return not any(isinstance(step, Pattern) and step.is_final for step in self.host)


def read_route(
    route: Route, settings: RuleSettings, converters: Mapping[str, type[Converter]]
) -> tuple[RadixRule, Way]:
    """Give the rule of a route, and its way through the tree.

    :raises ValueError: the rule is malformed, uses a name twice, or redirects with a name that it
        does not have.
    :raises UnknownConverterError: it names a converter that does not exist.
    :raises re.error: a converter's expression cannot be compiled.
    """
    if not route.rule.startswith("/"):
        raise ValueError("it does not start with a slash")
    if route.is_websocket and route.methods is not None:
        _check_handshake(route.methods)

    def make_converter(name: str, arguments: str) -> Converter:
        if name not in converters:
            raise UnknownConverterError(name)
        positional, named = read_arguments(arguments)
        kind: type = converters[name]
        # Converters written for Werkzeug take its map first, which there is none of.
        made: Converter = kind(None, *positional, **named)
        return made

    host = take_apart(_host(route, settings), make_converter)
    path = take_apart(_path(route, settings), make_converter)
    if host.converters.keys() & path.converters.keys():
        raise ValueError("it uses the name of a variable twice")
    _check_expressions(host)
    _check_expressions(path)
    rule = RadixRule(route, settings, host, path)
    _check_redirect(rule)
    # Before the first slash of a path there is nothing.
    return rule, Way(host.steps, path.steps[1:])


def _host(route: Route, settings: RuleSettings) -> str:
    if settings.host_matching:
        return route.host or ""
    return settings.default_subdomain if route.subdomain is None else route.subdomain


def _path(route: Route, settings: RuleSettings) -> str:
    merges = settings.merge_slashes if route.merge_slashes is None else route.merge_slashes
    return _SLASHES.sub("/", route.rule) if merges else route.rule


def _check_handshake(methods: frozenset[str]) -> None:
    others = sorted(methods - _HANDSHAKE_METHODS)
    if others:
        raise ValueError(
            f"WebSocket rules can only use GET, HEAD and OPTIONS, not {', '.join(others)}"
        )


def _check_expressions(parts: Parts) -> None:
    # The own converters are known to compile; of others, the first request would be the one to
    # find out.
    foreign = [each for each in parts.converters.values() if type(each) not in _OWN]
    for converter in foreign:
        re.compile(converter.regex)
    for step in parts.steps if foreign else ():
        if isinstance(step, Pattern):
            re.compile(step.content)


def _check_redirect(rule: RadixRule) -> None:
    target = rule.redirect_to
    names = target.names if isinstance(target, RedirectTemplate) else set[str]()
    unknown = names - rule.arguments
    if unknown:
        raise ValueError(f"its redirect_to uses {min(unknown)!r}, which is no variable of it")
