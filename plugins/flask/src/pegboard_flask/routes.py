"""Routes: rules that are added, matched and built, by the router or by an adapter of Werkzeug's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, cast
from urllib.parse import quote
from weakref import ref

from werkzeug.exceptions import HTTPException
from werkzeug.routing import BuildError as WerkzeugBuildError
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.wsgi import get_host

from pegboard.application.building import add_defaults
from pegboard.context import current_or_none
from pegboard.places import place_of_caller, place_of_function
from pegboard.registration.registering import setup_word
from pegboard_flask.helpers import (
    _endpoint_from_view_func,  # pyright: ignore[reportPrivateUsage]  # Flask's name
)
from pegboard_flask.life import Life
from pegboard_flask.url_map import UrlMap, route_for
from pegboard_hookspecs import Match, Route
from pegboard_hookspecs.errors import RegistrationError

__all__ = ["Routes"]

_NO_SERVER_NAME = (
    "Unable to build URLs outside an active request without 'SERVER_NAME' configured. Also "
    "configure 'APPLICATION_ROOT' and 'PREFERRED_URL_SCHEME' as needed."
)
_SAFE_IN_ANCHOR = "%!#$&'()*+,/:;=?@"


class Routes(Life):
    """An application as those see it who add, match and build URLs."""

    url_rule_class: type[Rule] = Rule
    url_map_class: type[Map] = UrlMap

    #: The router does not know what is in the map.
    _has_foreign_map = False

    @property
    def url_map(self) -> Any:
        """All rules, as a Werkzeug map; what is added to it counts."""
        return self._url_map

    @url_map.setter
    def url_map(self, value: Map) -> None:
        self._url_map = value
        # The router does not know what is in it.
        self._has_foreign_map = True

    def _make_url_map(self) -> Map:
        made = self.url_map_class(host_matching=self.host_matching)
        if isinstance(made, UrlMap):
            owner = ref(self)

            def on_rule(rule: Rule) -> Route | None:
                return cast("Routes", owner())._tell_router(rule)  # noqa: SLF001 - a closure of it

            def on_converter(name: str, converter: type[Any]) -> None:
                cast("Routes", owner()).add_converter(name, converter)

            made.connect(on_rule, on_converter)
        else:
            self._has_foreign_map = True
        return made

    def _tell_router(self, rule: Rule) -> Route | None:
        if self.calls.add_route is None:
            return None
        route = route_for(rule, getattr(rule, "place", "") or place_of_caller())
        try:
            self.calls.add_route(self, route)
        except RegistrationError:
            # Werkzeug has taken it, so it can be read: an earlier one always matches first.
            route = replace(route, is_build_only=True)
            self.calls.add_route(self, route)
        self._routes.append(route)
        return route

    def add_converter(self, name: str, converter: type[Any]) -> None:
        """Make a converter usable in rules."""
        if self.calls.add_converter is not None:
            self.calls.add_converter(self, name, converter)

    @setup_word
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - Flask's signature
        **options: Any,
    ) -> None:
        """Register a route.

        :param options: as for :class:`werkzeug.routing.Rule`.
        :raises AssertionError: another view has the endpoint.
        """
        place = options.pop("place", None) or place_of_caller()
        endpoint = endpoint or _endpoint_from_view_func(cast("Any", view_func))
        methods = _methods(view_func, options.pop("methods", None))
        if provide_automatic_options is None:
            provide_automatic_options = getattr(view_func, "provide_automatic_options", None)
        if provide_automatic_options is None:
            provide_automatic_options = (
                "OPTIONS" not in methods and self.config["PROVIDE_AUTOMATIC_OPTIONS"]
            )
        if provide_automatic_options:
            methods.add("OPTIONS")
        made: Any = self.url_rule_class(rule, methods=methods, endpoint=endpoint, **options)
        made.provide_automatic_options = provide_automatic_options
        made.place = place
        self.url_map.add(made)
        if view_func is not None:
            earlier = self.view_functions.get(endpoint)
            if earlier is not None and earlier != view_func:
                message = (
                    "View function mapping is overwriting an existing endpoint function: "
                    f"{endpoint}. It belongs to the view at {place_of_function(earlier)}; {place} "
                    "gives it another."
                )
                raise AssertionError(message)
            self.view_functions[endpoint] = view_func

    def _uses_adapter(self) -> bool:
        return self._has_foreign_map or "create_url_adapter" in self._own_steps

    def match_request(self, request: Any) -> None:
        """Find the route of a request; by the adapter where the application makes its own."""
        if not self._uses_adapter():
            super().match_request(request)
            return
        try:
            adapter = self.url_adapter_of(request)
            if adapter is None:
                return
            rule, values = adapter.match(return_rule=True)
        except HTTPException as error:
            request.routing_exception = error
        else:
            request.url_rule, request.view_args = rule, values
            request.match = Match(route_for(rule, ""), values)

    def create_url_adapter(self, request: Any) -> MapAdapter | None:
        """Make what matches and builds URLs of a request, or outside of requests."""
        name = self.config["SERVER_NAME"]
        if request is not None:
            trusted = self.config["TRUSTED_HOSTS"]
            if trusted is not None:
                request.trusted_hosts = trusted
            # Reading it checks it.
            request.host = get_host(request.environ, request.trusted_hosts)
            subdomain = None
            if self.url_map.host_matching:
                name = None
            elif not self.subdomain_matching:
                subdomain = self.url_map.default_subdomain or ""
            made: MapAdapter = self.url_map.bind_to_environ(
                request.environ, server_name=name, subdomain=subdomain
            )
            return made
        if name is None:
            return None
        bound: MapAdapter = self.url_map.bind(
            name,
            script_name=self.config["APPLICATION_ROOT"],
            url_scheme=self.config["PREFERRED_URL_SCHEME"],
        )
        return bound

    def url_adapter_of(self, request: Any) -> MapAdapter | None:
        """Give the adapter of a context; one is made for each request that asks."""
        if request is None:
            return self.create_url_adapter(None)
        state = request.state
        if "pegboard_flask.adapter" not in state:
            state["pegboard_flask.adapter"] = self.create_url_adapter(request)
        found: MapAdapter | None = state["pegboard_flask.adapter"]
        return found

    def url_for(
        self,
        endpoint: str,
        /,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """Build a URL for an endpoint; see :meth:`pegboard.Pegboard.url_for`.

        :raises werkzeug.routing.BuildError: the endpoint is unknown, or values are missing.
        """
        own = self._own_steps
        if not (
            self._uses_adapter()
            or (own and not own.isdisjoint(("inject_url_defaults", "handle_url_build_error")))
        ):
            if self.config["SERVER_NAME"] is None and not self._is_in_request():
                raise RuntimeError(_NO_SERVER_NAME)
            return super().url_for(
                endpoint,
                _anchor=_anchor,
                _method=_method,
                _scheme=_scheme,
                _external=_external,
                **values,
            )
        return self._url_by_adapter(endpoint, values, _anchor, _method, _scheme, _external)

    def _is_in_request(self) -> bool:
        context = current_or_none()
        return context is not None and context.request is not None and context.app is self

    def _url_by_adapter(
        self,
        endpoint: str,
        values: dict[str, Any],
        anchor: str | None,
        method: str | None,
        scheme: str | None,
        external: bool | None,  # noqa: FBT001 - None is a third one
    ) -> str:
        context: Any = current_or_none()
        current = None if context is None or context.app is not self else context.request
        adapter = self.url_adapter_of(current)
        if adapter is None:
            raise RuntimeError(_NO_SERVER_NAME)
        if current is not None and endpoint.startswith("."):
            endpoint = f"{current.blueprint}{endpoint}" if current.blueprint else endpoint[1:]
        if external is None:
            external = current is None or scheme is not None
        if scheme is not None and not external:
            message = "When specifying '_scheme', '_external' must be True."
            raise ValueError(message)
        self.inject_url_defaults(endpoint, values)
        try:
            url: str = adapter.build(
                endpoint, values, method=method, url_scheme=scheme, force_external=external
            )
        except WerkzeugBuildError as error:
            values.update(_anchor=anchor, _method=method, _scheme=scheme, _external=external)
            return self.handle_url_build_error(error, endpoint, values)
        return url if anchor is None else f"{url}#{quote(anchor, safe=_SAFE_IN_ANCHOR)}"

    def inject_url_defaults(self, endpoint: str, values: dict[str, Any]) -> None:
        """Let the functions of ``url_defaults`` add values."""
        add_defaults(self, endpoint, values)

    def handle_url_build_error(
        self, error: WerkzeugBuildError, endpoint: str, values: dict[str, Any]
    ) -> str:
        """Ask the functions of ``url_build_error_handlers``; raise the error if none has a URL."""
        for handler in self.url_build_error_handlers:
            try:
                url = handler(error, endpoint, values)
            except WerkzeugBuildError as raised:
                error = raised
            else:
                if url is not None:
                    return url
        raise error


def _methods(view: Any, methods: Any) -> set[str]:
    if methods is None:
        methods = getattr(view, "methods", None) or ("GET",)
    if isinstance(methods, str):
        message = (
            "Allowed methods must be a list of strings, for example: "
            '@app.route(..., methods=["POST"])'
        )
        raise TypeError(message)
    required: Iterable[str] = getattr(view, "required_methods", None) or ()
    return {each.upper() for each in (*methods, *required)}
