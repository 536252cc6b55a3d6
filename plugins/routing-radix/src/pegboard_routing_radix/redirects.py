"""To where a rule redirects, if it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from pegboard_hookspecs import Application, Request
from pegboard_hookspecs.routing_kit import (
    RedirectTemplate,
    build_url,
    host_of,
    is_handshake,
    query_of,
    quoted,
    root_of,
    without_unknown_host,
)
from pegboard_routing_radix.rule import RadixRule
from pegboard_routing_radix.table import Found, RouteTable

__all__ = ["BadHostError", "Place", "canonical_url", "may_redirect", "redirect_for"]


class BadHostError(ValueError):
    """The host of a request is no domain name, so nobody can be sent there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request was sent: what a function given as ``redirect_to`` is called with.

    :param server_name: host and port, without a rule's subdomain; "" where nobody knows it.
    :param script_name: the path below which the application is mounted, quoted, with a slash at
        its end.
    :param url_scheme: ``http`` or ``https``; ``ws`` or ``wss`` for a handshake.
    :param subdomain: the subdomain; None where whole hosts are matched.
    :param path_info: the path, decoded.
    :param default_method: the request's method.
    :param query_args: the query, as a URL may hold it.
    """

    server_name: str
    script_name: str
    url_scheme: str
    subdomain: str | None
    path_info: str
    default_method: str
    query_args: str
    _app: Application
    _request: Request
    _table: RouteTable

    @classmethod
    def of(cls, app: Application, request: Request, table: RouteTable, part: str) -> Place:
        """Read it off a request.

        :param part: the host, or the subdomain.
        :raises BadHostError: its host is no domain name.
        """
        scheme = request.scheme
        if is_handshake(request):
            scheme = "wss" if request.is_secure else "ws"
        root = quoted(root_of(app, request).strip("/"))
        return cls(
            server_name=_domain(host_of(app, request, table)),
            script_name=f"/{root}/" if root else "/",
            url_scheme=scheme,
            subdomain=None if table.host_matching else part,
            path_info=request.path,
            default_method=request.method,
            query_args=query_of(request),
            _app=app,
            _request=request,
            _table=table,
        )

    @property
    def root(self) -> str:
        """The URL of the application's root, on this host."""
        return self.url(self.part, "")

    @property
    def part(self) -> str:
        """What rules have before their path: the host, or the subdomain."""
        return self.server_name if self.subdomain is None else self.subdomain

    def build(
        self,
        endpoint: str,
        values: Mapping[str, Any] | None = None,
        method: str | None = None,
        *,
        force_external: bool = False,
    ) -> str:
        """Build a URL.

        :raises BuildError: no rule of the endpoint fits.
        """
        return build_url(
            self._app,
            self._table,
            self._request,
            endpoint,
            values or {},
            method,
            None,
            is_external=force_external,
        )

    def url(self, part: str, path: str, *, is_for_handshakes: bool | None = None) -> str:
        """Give an absolute URL, but for the query.

        :param part: the host, or the subdomain.
        :param is_for_handshakes: whether the scheme is a WebSocket's; None for the own one.
        """
        scheme = self.url_scheme
        if is_for_handshakes is not None:
            kind = "ws" if is_for_handshakes else "http"
            scheme = f"{kind}s" if scheme in {"https", "wss"} else kind
        host = part
        if self.subdomain is not None:
            host = f"{part}.{self.server_name}" if part else self.server_name
        return f"{scheme}://{host}{self.script_name}{path.lstrip('/')}"

    def with_query(self, url: str) -> str:
        """Add the query of the request to a URL."""
        return f"{url}?{self.query_args}" if self.query_args else url


def may_redirect(table: RouteTable, rule: RadixRule) -> bool:
    """Say whether the answer may be a redirect, depending on the values."""
    return bool(
        rule.redirect_to is not None
        or (rule.is_alias and table.redirect_defaults)
        or table.shorter(rule)
    )


def canonical_url(
    app: Application, request: Request, table: RouteTable, part: str, path: str
) -> str:
    """Give the URL of another path on the same host, with the query of the request.

    :param part: the host, or the subdomain.
    :raises BadHostError: the host of the request is no domain name.
    """
    place = Place.of(app, request, table, part)
    return without_unknown_host(place.with_query(place.url(place.part, quoted(path))))


def redirect_for(
    app: Application, request: Request, table: RouteTable, part: str, found: Found
) -> str | None:
    """Give the URL to redirect to; None where the rule found answers itself.

    :param part: the host, or the subdomain.
    :raises BadHostError: the host of the request is no domain name.
    """
    url = _target(Place.of(app, request, table, part), table, found)
    return None if url is None else without_unknown_host(url)


def _target(place: Place, table: RouteTable, found: Found) -> str | None:
    rule, values = found
    if rule.is_alias and table.redirect_defaults:
        return _canonical(place, table, found)
    for shorter in table.shorter(rule):
        if shorter.suitable_for(values, place.default_method):
            built = shorter.build({**values, **(shorter.defaults or {})})
            return None if built is None else place.with_query(place.url(*built))
    target = rule.redirect_to
    if target is None:
        return None
    if isinstance(target, RedirectTemplate):
        return urljoin(place.root, target.fill(values, rule.converters))
    return urljoin(place.root, target(place, **values))


def _canonical(place: Place, table: RouteTable, found: Found) -> str | None:
    values = {name: value for name, value in found.values.items() if value is not None}
    first: str | None = None
    for rule in table.iter_rules(found.rule.endpoint):
        if not rule.suitable_for(values, place.default_method):
            continue
        built = rule.build_path(values)
        if built is None:
            continue
        url = place.with_query(place.url(*built, is_for_handshakes=rule.websocket))
        # Where hosts are matched, the rule for the own one goes before the others.
        if place.subdomain is not None or built[0] == place.server_name:
            return url
        first = first or url
    return first


def _domain(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadHostError(host) from error
