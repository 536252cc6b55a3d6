"""What building a URL asks of a router: its rules, whatever they are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

__all__ = ["Hosts", "URLRule", "URLRules"]


class URLRule(Protocol):
    """One rule; ``werkzeug.routing.Rule`` is one, once it is in a map."""

    @property
    def rule(self) -> str:
        """The rule as it was written."""
        ...

    @property
    def endpoint(self) -> Any:
        """The name that URLs are built by."""
        ...

    @property
    def methods(self) -> Collection[str] | None:
        """The methods that it answers, or None for any."""
        ...

    @property
    def defaults(self) -> Mapping[str, Any] | None:
        """Fixed values, which the rule is for only."""
        ...

    @property
    def arguments(self) -> Collection[str]:
        """The names of all variables and fixed values."""
        ...

    @property
    def websocket(self) -> bool:
        """The rule is for handshakes of WebSockets."""
        ...

    def suitable_for(self, values: Mapping[str, Any], method: str | None = None) -> bool:
        """Say whether the values are enough, and none is another one than the fixed."""
        ...

    def build(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """Give host part and path, with the query of what the rule does not know.

        None means that a converter refused its value with a ``ValidationError``.
        """
        ...


class Hosts(Protocol):
    """How a router tells hosts apart."""

    @property
    def host_matching(self) -> bool:
        """Rules name whole hosts, instead of subdomains."""
        ...

    @property
    def default_subdomain(self) -> str:
        """The subdomain of rules that name none."""
        ...


class URLRules(Hosts, Protocol):
    """All rules of a router; ``werkzeug.routing.Map`` is that."""

    def iter_rules(self, endpoint: str | None = None) -> Iterable[URLRule]:
        """Give the rules of an endpoint, the one to be built first at first; or all rules.

        :raises KeyError: no rule is of that endpoint.
        """
        ...
