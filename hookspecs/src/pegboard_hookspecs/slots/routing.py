"""The slot ``routing``: which route answers, and which URL reaches a route."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.markers import hookspec
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.route import Match, Route

__all__ = ["Converter", "Routing", "RoutingProvider"]


class Converter(Protocol):
    """What converts one part of a path; made once per use in a rule, with the rule's arguments."""

    #: What the part must match.
    regex: str
    #: The part ends at a slash.
    part_isolating: bool
    #: Lower is tried first.
    weight: int

    def to_python(self, value: str) -> Any:  # any type is what a converter is for
        """Convert a decoded part; :exc:`ValueError` means that the route does not match."""
        ...

    def to_url(self, value: Any) -> str:
        """Convert a value back to a quoted part."""
        ...


class Routing:
    """Hooks of the slot ``routing``."""

    @hookspec("first")
    def add_converter(self, app: Application, name: str, converter: type[Any]) -> None:
        """Make a converter usable as ``<name:variable>``.

        Called during set-up, before the routes that use it. Subclasses of
        ``werkzeug.routing.BaseConverter`` are what applications write; a provider calls them
        with a map (or None) and the rule's arguments. Since contract 1.0.
        """

    @hookspec("first")
    def add_route(self, app: Application, route: Route) -> None:
        """Take one more route.

        Called during set-up, once per route, in order of registration. Rules may use the converters
        ``string`` (which stands for none), ``int``, ``float``, ``path``, ``any`` and ``uuid``, and
        those that were added.

        :raises RegistrationError: the rule cannot be read, or names an unknown converter; the
            message names rule, place and cure.

        Since contract 1.0.
        """

    @hookspec("first")
    def match_request(self, app: Application, request: Request) -> Match:  # type: ignore[empty-body]
        """Step 3: find the route for a request.

        Called once per request. Reads ``request.method`` and ``request.path``, and
        ``request.host`` only where hosts or subdomains are matched, or for a redirect. Of several
        rules for a part of the path a text goes before a converter, and a converter before one
        of more weight, in whichever order they were registered; where one leads nowhere, or only
        to routes for other methods, the next is tried.

        :raises werkzeug.exceptions.NotFound: no rule matches.
        :raises werkzeug.exceptions.MethodNotAllowed: a rule matches, for other methods, which
            the exception carries.
        :raises werkzeug.routing.RequestRedirect: the canonical URL is another one (308); it is of
            the same host, and keeps the query.

        The exception is kept and raised after step 4. Since contract 1.0.
        """

    @hookspec("first")
    def allowed_methods(self, app: Application, request: Request) -> Collection[str]:  # type: ignore[empty-body]
        """Give the methods of all routes that match the request's URL.

        Called to answer OPTIONS. Since contract 1.0.
        """

    @hookspec("first")
    def build_url(
        self,
        app: Application,
        request: Request | None,
        endpoint: str,
        values: Mapping[str, Any],
        method: str | None,
        scheme: str | None,
        is_external: bool,  # noqa: FBT001 - hooks have no keyword-only arguments
    ) -> str:  # type: ignore[empty-body]
        """Build a URL for an endpoint; values that the rule does not know become the query.

        Called by ``url_for`` after the endpoint and the values are complete. Inside a request
        the root path, host and scheme come from it; outside of one from ``APPLICATION_ROOT``,
        ``SERVER_NAME`` and ``PREFERRED_URL_SCHEME``. Where ``SERVER_NAME`` is set and hosts are
        not matched, it is the host inside of a request too.

        :param method: only a route of this method is built; None for any.
        :param scheme: the scheme of an external URL; "" gives ``//host/…``; None: the current one.
        :param is_external: the URL starts with scheme and host.
        :raises BuildError: the endpoint is unknown or values are missing; the message names the
            nearest endpoint, the values or the cure.
        :raises HostUnknownError: nobody knows the host of an external URL.

        Since contract 1.0.
        """


class RoutingProvider(Protocol):
    """What fills the slot ``routing``."""

    def add_converter(self, app: Application, name: str, converter: type[Any]) -> None:
        """See :meth:`Routing.add_converter`."""
        ...

    def add_route(self, app: Application, route: Route) -> None:
        """See :meth:`Routing.add_route`."""
        ...

    def match_request(self, app: Application, request: Request) -> Match:
        """See :meth:`Routing.match_request`."""
        ...

    def allowed_methods(self, app: Application, request: Request) -> Collection[str]:
        """See :meth:`Routing.allowed_methods`."""
        ...

    def build_url(
        self,
        app: Application,
        request: Request | None,
        endpoint: str,
        values: Mapping[str, Any],
        method: str | None,
        scheme: str | None,
        is_external: bool,  # noqa: FBT001 - hooks have no keyword-only arguments
    ) -> str:
        """See :meth:`Routing.build_url`."""
        ...
