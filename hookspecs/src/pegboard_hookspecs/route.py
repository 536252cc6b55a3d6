"""A route as it was registered, and a match: the route that answers a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

__all__ = ["Match", "Route"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Route:
    """One registered URL rule.

    :param rule: the pattern, as in ``/users/<int:id>``.
    :param endpoint: the name that ``url_for`` builds it by; dotted below a blueprint.
    :param methods: upper-case HTTP methods, with HEAD where there is GET; None means any.
    :param defaults: values for converters that the rule does not spell out.
    :param subdomain: the part of the host in front of the server name, or None.
    :param host: the whole host, when the application matches hosts, or None.
    :param strict_slashes: redirect ``/a`` to ``/a/`` where the rule ends in a slash;
        None leaves it to the router's setting.
    :param merge_slashes: redirect ``//a`` to ``/a``; None leaves it to the router's setting.
    :param redirect_to: a rule or a function that gives the target of a redirect.
    :param is_build_only: the route builds URLs and never matches.
    :param is_alias: the route is an alias of another one of the same endpoint.
    :param is_websocket: the route matches WebSocket handshakes only.
    :param answers_options: OPTIONS requests are answered automatically.
    :param place: ``file:line`` of the registration, for messages.
    """

    rule: str
    endpoint: str
    methods: frozenset[str] | None = frozenset({"GET", "HEAD"})
    defaults: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    subdomain: str | None = None
    host: str | None = None
    strict_slashes: bool | None = None
    merge_slashes: bool | None = None
    redirect_to: str | Callable[..., str] | None = None
    is_build_only: bool = False
    is_alias: bool = False
    is_websocket: bool = False
    answers_options: bool = True
    place: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.rule


class Match(NamedTuple):
    """The route that answers a request, and the values its converters read from the URL.

    ``values`` is never changed by the kernel, so a router may share one object among matches.
    """

    route: Route
    values: Mapping[str, Any] = _NOTHING
