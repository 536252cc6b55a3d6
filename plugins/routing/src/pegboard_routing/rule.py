"""Werkzeug's rule, knowing the route it was made of, and cheap to make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from werkzeug.routing import BaseConverter, Rule, ValidationError

from pegboard_hookspecs import Route
from pegboard_hookspecs.routing_kit import RedirectTemplate, UnknownConverterError, quoted
from pegboard_routing.internals import arguments_of, parts_of, trace_of
from pegboard_routing.redirects import RuleRedirect

__all__ = ["NamedRule", "RouteRule", "route_of", "rule_for"]

# One piece of a URL to build: a text as it is, or a variable's name and what converts its value.
_Piece = tuple[str, Callable[[Any], str] | None]


class NamedRule(Rule):
    """A rule that knows the route it was made of, and says which converter it misses."""

    #: What was registered.
    route: Route | None = None

    def get_converter(
        self,
        variable_name: str,
        converter_name: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
    ) -> BaseConverter:
        """Make the converter of a variable.

        :raises UnknownConverterError: there is none of that name.
        """
        if converter_name not in self.map.converters:
            raise UnknownConverterError(converter_name)
        return super().get_converter(variable_name, converter_name, args, kwargs)


class RouteRule(NamedRule):
    """A rule that is cheap to make.

    Werkzeug compiles two functions that build URLs when a rule is added, which takes ten times
    as long as the rest of it. This one puts its pieces together when its first URL is built.
    """

    _pieces: tuple[list[_Piece], list[_Piece]] | None = None

    def compile(self) -> None:
        """Take the rule apart.

        :raises ValueError: the rule is malformed, uses a name twice, or redirects with a name
            that it does not have.
        :raises UnknownConverterError: it names a converter that does not exist.
        :raises re.error: a converter's expression cannot be compiled.
        """
        super().compile()
        self._pieces = None
        names = [text for is_variable, text in trace_of(self) if is_variable]
        if len(names) != len(set(names)):
            raise ValueError("it uses the name of a variable twice")
        if self.defaults:
            self._take_apart()
        self._check_expressions()
        self._check_redirect()

    def build(
        self,
        values: Mapping[str, Any],
        append_unknown: bool = True,  # noqa: FBT001, FBT002 - werkzeug's signature
    ) -> tuple[str, str] | None:
        """Give host part and path, with the query of what the rule does not know.

        None means that a converter refused its value.
        """
        known = arguments_of(self)
        host, path = self._pieces or self._take_apart()
        try:
            built = _join(host, values), _join(path, values)
        except ValidationError:
            return None
        if append_unknown and not values.keys() <= known:
            unknown = {key: values[key] for key in values if key not in known}
            query = self._encode_query_vars(unknown)
            return (built[0], f"{built[1]}?{query}") if query else built
        return built

    def _take_apart(self) -> tuple[list[_Piece], list[_Piece]]:
        trace = list(trace_of(self))
        bar = trace.index((False, "|"))
        self._pieces = list(self._pieces_of(trace[:bar])), list(self._pieces_of(trace[bar + 1 :]))
        return self._pieces

    def _pieces_of(self, trace: list[tuple[bool, str]]) -> Iterator[_Piece]:
        defaults = self.defaults or {}
        for is_variable, text in trace:
            if not is_variable:
                yield quoted(text), None
            elif text in defaults:
                yield self._converters[text].to_url(defaults[text]), None
            else:
                yield text, _writer(self._converters[text])

    def _check_expressions(self) -> None:
        # Werkzeug's own converters are known to compile; of others, the first request would
        # be the one to find out.
        converters = self._converters.values()
        foreign = [c for c in converters if type(c).__module__ != BaseConverter.__module__]
        for converter in foreign:
            re.compile(converter.regex)
        for part in parts_of(self) if foreign else ():
            if not part.static:
                re.compile(part.content)

    def _check_redirect(self) -> None:
        target = self.redirect_to
        names = target.names if isinstance(target, RedirectTemplate) else set[str]()
        unknown = names - arguments_of(self)
        if unknown:
            raise ValueError(f"its redirect_to uses {min(unknown)!r}, which is no variable of it")

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: ARG002, FBT001, FBT002 - werkzeug's signature
        return _not_compiled


def rule_for(route: Route, kind: type[NamedRule]) -> NamedRule:
    """Make the rule of a route; it still has to be added to a map.

    :raises ValueError: the rule does not start with a slash.
    """
    rule = kind(
        route.rule,
        defaults=dict(route.defaults) or None,
        subdomain=route.subdomain,
        methods=route.methods,
        build_only=route.is_build_only,
        endpoint=route.endpoint,
        strict_slashes=route.strict_slashes,
        merge_slashes=route.merge_slashes,
        redirect_to=route.redirect_to,
        alias=route.is_alias,
        host=route.host,
        websocket=route.is_websocket,
    )
    rule.route = route
    if isinstance(route.redirect_to, str):
        rule.redirect_to = RuleRedirect(route.redirect_to, rule)
    return rule


def route_of(rule: Rule) -> Route:
    """Give the route of a rule; one is made up for a rule that was added to the map by hand."""
    route = getattr(rule, "route", None)
    if isinstance(route, Route):
        return route
    return Route(
        rule.rule,
        str(rule.endpoint),
        None if rule.methods is None else frozenset(rule.methods),
        defaults=dict(rule.defaults or {}),
        subdomain=rule.subdomain,
        host=rule.host,
        redirect_to=rule.redirect_to,
        is_alias=rule.alias,
        is_websocket=rule.websocket,
        # OPTIONS reaches the view, if the rule takes it at all: nobody asked for an answer.
        answers_options=False,
    )


def _join(pieces: list[_Piece], values: Mapping[str, Any]) -> str:
    return "".join([text if to_url is None else to_url(values[text]) for text, to_url in pieces])


def _writer(converter: BaseConverter) -> Callable[[Any], str]:
    is_plain = type(converter).to_url is BaseConverter.to_url
    return _quoted_value if is_plain else converter.to_url


def _quoted_value(value: object) -> str:
    text = str(value)
    return text if text.isascii() and text.isalnum() else quoted(text)


def _not_compiled(*_: object, **__: object) -> tuple[str, str]:
    raise NotImplementedError("RouteRule.build() builds the URL")
