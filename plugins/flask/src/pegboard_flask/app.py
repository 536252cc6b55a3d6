"""The application: Flask's constructor, attributes and factories over Pegboard's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from os import PathLike
from typing import Any, ClassVar, cast
from urllib.parse import quote
from weakref import ref

from click import secho
from jinja2 import BaseLoader
from jinja2 import Environment as JinjaEnvironment
from werkzeug.datastructures import ImmutableDict
from werkzeug.exceptions import Aborter, HTTPException
from werkzeug.routing import BuildError as WerkzeugBuildError
from werkzeug.routing import Map, MapAdapter, Rule
from werkzeug.utils import redirect as werkzeug_redirect
from werkzeug.wsgi import get_host

from pegboard import Pegboard
from pegboard.context import current_or_none, current_request
from pegboard.places import find_instance_path, place_of_caller, place_of_function
from pegboard.registration.registering import setup_word
from pegboard_flask.cli import load_dotenv as read_dotenv
from pegboard_flask.cli import native_commands
from pegboard_flask.config import Config
from pegboard_flask.ctx import (
    AppContext,
    OwnRequestContext,
    RequestContext,
    _AppCtxGlobals,  # pyright: ignore[reportPrivateUsage]  # Flask's name
)
from pegboard_flask.globals import current_app, g, request, request_ctx, session
from pegboard_flask.helpers import (
    _endpoint_from_view_func,  # pyright: ignore[reportPrivateUsage]  # Flask's name
    get_debug_flag,
    get_flashed_messages,
    get_load_dotenv,
    url_for,
)
from pegboard_flask.json.provider import DefaultJSONProvider, JSONProvider
from pegboard_flask.life import FlaskFunctions, Life
from pegboard_flask.resources import Resources
from pegboard_flask.sessions import SecureCookieSessionInterface, SessionInterface
from pegboard_flask.templating import (
    DispatchingJinjaLoader,
    Environment,
    _default_template_ctx_processor,  # pyright: ignore[reportPrivateUsage]  # Flask's name
)
from pegboard_flask.testing import EnvironBuilder, FlaskClient, FlaskCliRunner
from pegboard_flask.url_map import UrlMap, route_for
from pegboard_flask.wrappers import Request, Response
from pegboard_hookspecs import Command, Match, Route, lazy
from pegboard_hookspecs.errors import RegistrationError
from pegboard_signals import Signals

__all__ = [
    "Flask",
    "Request",
    "Response",
    "Rule",
    "current_app",
    "g",
    "get_flashed_messages",
    "request",
    "request_ctx",
    "session",
    "url_for",
]

_SIGNALS = "pegboard-signals"
#: Pegboard's own settings whose defaults would refuse what Flask takes.
_LENIENT = {"SECRET_KEY_MIN_BYTES": 0, "SESSION_ABSOLUTE_LIFETIME": None}
_NO_SERVER_NAME = (
    "Unable to build URLs outside an active request without 'SERVER_NAME' configured. Also "
    "configure 'APPLICATION_ROOT' and 'PREFERRED_URL_SCHEME' as needed."
)
_SAFE_IN_ANCHOR = "%!#$&'()*+,/:;=?@"


class Flask(Resources, Life):  # type: ignore[misc]  # ``cli`` is click's
    """A Flask application that runs on Pegboard; see :class:`pegboard.Pegboard`.

    The objects that extensions touch are live: what is put into ``view_functions``, ``url_map``,
    ``config``, ``jinja_env`` and the registries counts from then on.
    """

    request_class: Any = Request
    response_class: Any = Response
    session_interface: SessionInterface = SecureCookieSessionInterface()
    config_class: Any = Config
    aborter_class: type[Aborter] = Aborter
    app_ctx_globals_class: Any = _AppCtxGlobals
    context_class = RequestContext
    json_provider_class: type[JSONProvider] = DefaultJSONProvider
    jinja_environment: type[Environment] = Environment
    jinja_options: ClassVar[dict[str, Any]] = {}
    url_rule_class: type[Rule] = Rule
    url_map_class: type[Map] = UrlMap
    test_client_class: Any = None
    test_cli_runner_class: Any = None
    #: Flask's settings, where Pegboard's own defaults are stricter; see the guide.
    default_config: Mapping[str, Any] = ImmutableDict(
        {
            "DEBUG": None,
            "TESTING": False,
            "PROPAGATE_EXCEPTIONS": None,
            "SECRET_KEY": None,
            "SECRET_KEY_FALLBACKS": None,
            "PERMANENT_SESSION_LIFETIME": timedelta(days=31),
            "USE_X_SENDFILE": False,
            "TRUSTED_HOSTS": None,
            "SERVER_NAME": None,
            "APPLICATION_ROOT": "/",
            "SESSION_COOKIE_NAME": "session",
            "SESSION_COOKIE_DOMAIN": None,
            "SESSION_COOKIE_PATH": None,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SECURE": False,
            "SESSION_COOKIE_PARTITIONED": False,
            "SESSION_COOKIE_SAMESITE": None,
            "SESSION_REFRESH_EACH_REQUEST": True,
            "MAX_CONTENT_LENGTH": None,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 1_000,
            "SEND_FILE_MAX_AGE_DEFAULT": None,
            "TRAP_BAD_REQUEST_ERRORS": None,
            "TRAP_HTTP_EXCEPTIONS": False,
            "EXPLAIN_TEMPLATE_LOADING": False,
            "PREFERRED_URL_SCHEME": "http",
            "TEMPLATES_AUTO_RELOAD": None,
            "MAX_COOKIE_SIZE": 4093,
            "PROVIDE_AUTOMATIC_OPTIONS": True,
        }
    )

    def __init__(
        self,
        import_name: str,
        static_url_path: str | None = None,
        static_folder: str | PathLike[str] | None = "static",
        static_host: str | None = None,
        host_matching: bool = False,  # noqa: FBT001, FBT002 - Flask's signature
        subdomain_matching: bool = False,  # noqa: FBT001, FBT002
        template_folder: str | PathLike[str] | None = "templates",
        instance_path: str | None = None,
        instance_relative_config: bool = False,  # noqa: FBT001, FBT002
        root_path: str | None = None,
        *,
        plugins: Mapping[str, object] | None = None,
    ) -> None:
        Pegboard.__init__(
            self,
            import_name,
            static_url_path,
            static_folder,
            static_host,
            host_matching,
            subdomain_matching,
            template_folder,
            instance_path,
            instance_relative_config,
            root_path,
            plugins=plugins,
        )

        if type(self).auto_find_instance_path is not Flask.auto_find_instance_path:
            given = instance_path or self.auto_find_instance_path()
            self.instance_path = find_instance_path(import_name, root_path, given)
        if not any(each.identity.startswith(_SIGNALS) for each in self.plugins.loaded):
            # It is loaded by itself where its distribution is installed.
            self.register_plugin(Signals, "signals")

    # What the kernel's constructor asks for

    def _built_in(self) -> dict[str, object]:
        return {**super()._built_in(), "pegboard-core:request-functions": FlaskFunctions()}

    def _make_config(self, *, is_relative: bool) -> Any:
        return self.make_config(is_relative)

    def make_config(self, instance_relative: bool = False) -> Any:  # noqa: FBT001, FBT002 - Flask's signature
        """Make the settings, with their defaults and debug mode as ``FLASK_DEBUG`` has it."""
        config = super()._make_config(is_relative=instance_relative)
        for name, value in _LENIENT.items():
            if name in config:
                config[name] = value
        config["DEBUG"] = get_debug_flag()
        return config

    def _add_own_static_folder(self) -> None:
        """Make what routes need, and add the first one."""
        self._has_foreign_map = False
        self._replaced: dict[str, bool] = {}
        self.cli = self.make_cli(self.name)
        self.aborter = self.make_aborter()
        self.json: Any = self.json_provider_class(self)
        self.template_context_processors[None] = [_default_template_ctx_processor]
        self._url_map = self._make_url_map()
        if self.has_slot("templating"):
            provider = self.slot("templating").provider
            if hasattr(provider, "make_environment"):
                provider.make_environment = _environment_of
        if self.static_folder is None:
            return
        if self.host_matching != bool(self.static_host):
            message = "Invalid static_host/host_matching combination"
            raise AssertionError(message)
        if self.is_replaced("static"):
            super()._add_own_static_folder()
            return
        owner = ref(self)
        self.add_url_rule(
            f"{self.static_url_path}/<path:filename>",
            endpoint="static",
            host=self.static_host,
            view_func=_static_view(owner),
        )

    # Parts

    def own_commands(self) -> Sequence[Command]:
        """Give the commands of ``cli``, which are click's, to the command ``pegboard``."""
        return native_commands(self.cli)

    def is_replaced(self, slot: str) -> bool:
        """Say whether another plugin than Pegboard's default one fills a slot.

        Where it does, the plugin says what users see, and else Flask's ways are kept.
        """
        if slot not in self._replaced:
            is_own = not self.has_slot(slot) or self.slot(slot).identity.startswith(
                f"pegboard-{slot}:"
            )
            self._replaced[slot] = not is_own
        return self._replaced[slot]

    def open_session(self, request: Any) -> Any:
        """Open the session of a request, by the interface where one was put in place."""
        if not self.overrides("session_interface"):
            return super().open_session(request)
        interface = self.session_interface
        opened = interface.open_session(self, request)
        return interface.make_null_session(self) if opened is None else opened

    def save_session(self, request: Any, session: Any, response: Any) -> None:
        """Save the session of a request, by the interface where one was put in place."""
        if not self.overrides("session_interface"):
            super().save_session(request, session, response)
        elif not self.session_interface.is_null_session(session):
            self.session_interface.save_session(self, session, response)

    def error_page(self, request: Any, error: HTTPException) -> Any:
        """Give the response for an HTTP error that no error handler answers: Werkzeug's page."""
        if self.is_replaced("errors"):
            return super().error_page(request, error)
        made = error.get_response(request.environ)
        return self.response_class.force_type(made, request.environ)

    # Routes

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
                return cast("Flask", owner())._tell_router(rule)  # noqa: SLF001 - a closure of it

            def on_converter(name: str, converter: type[Any]) -> None:
                cast("Flask", owner()).add_converter(name, converter)

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
            adapter = self.create_url_adapter(request)
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
        parts = endpoint.split(".")[:-1]
        scopes = [None, *(".".join(parts[: count + 1]) for count in range(len(parts)))]
        for scope in scopes:
            for function in self.url_default_functions.get(scope, ()):
                function(endpoint, values)

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

    # Templates

    @lazy
    def jinja_env(self) -> Environment:
        """The Jinja environment, made when it is first needed."""
        if self.has_slot("templating"):
            native = self.slot("templating").native
            if isinstance(native, JinjaEnvironment):
                return cast("Environment", native)
        return self.create_jinja_environment()

    def create_jinja_environment(self) -> Environment:
        """Make the Jinja environment."""
        options = dict(self.jinja_options)
        options.setdefault("autoescape", self.select_jinja_autoescape)
        return self.jinja_environment(self, **options)

    def create_global_jinja_loader(self) -> BaseLoader:
        """Make what finds the templates of the application and its blueprints."""
        return DispatchingJinjaLoader(self)

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Say whether a template escapes what it prints, by the end of its name."""
        return filename is None or filename.endswith((".html", ".htm", ".xml", ".xhtml", ".svg"))

    def update_template_context(self, context: dict[str, Any]) -> None:
        """Add what context processors give to the values of one rendering; they win."""
        context.update(super().template_context(context))

    def add_template_global(self, f: Any, name: str | None = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # Flask's name
        """Register a global of templates: a function, or any other value, which needs a name."""
        self.check_setup("add_template_global")
        self.add_template_helper("global", f, name)

    def template_context(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Give the values of one rendering, with what context processors add."""
        if "update_template_context" not in self._own_steps:
            return super().template_context(context)
        values = dict(context)
        self.update_template_context(values)
        return values

    # Factories

    def make_aborter(self) -> Aborter:
        """Make what ``abort`` asks."""
        return self.aborter_class()

    def auto_find_instance_path(self) -> str:
        """Find the folder for what belongs to one installation."""
        return find_instance_path(self.import_name, None, None)

    def app_context(self) -> Any:
        """Give a context without a request, for ``with``."""
        return AppContext(self)

    def request_context(self, environ: dict[str, Any]) -> Any:
        """Give the context of the request of a WSGI environ, for ``with``."""
        made = self.request_class(environ)
        made.app = self
        made.trusted_hosts = self.config["TRUSTED_HOSTS"]
        return OwnRequestContext(self, made)

    def test_request_context(self, *args: Any, **kwargs: Any) -> Any:
        """Give the context of a made-up request, for ``with``.

        :param args: and ``kwargs``: as for :class:`flask.testing.EnvironBuilder` behind its
            application.
        """
        builder = EnvironBuilder(self, *args, **kwargs)
        try:
            return self.request_context(builder.get_environ())
        finally:
            builder.close()

    def test_client(self, use_cookies: bool = True, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Flask's signature
        """Give a client that calls the application without a server."""
        kind = self.test_client_class or FlaskClient
        return kind(self, self.response_class, use_cookies=use_cookies, **kwargs)

    def test_cli_runner(self, **kwargs: Any) -> Any:
        """Give what runs commands of the application and captures what they print."""
        return (self.test_cli_runner_class or FlaskCliRunner)(self, **kwargs)

    def redirect(self, location: str, code: int = 302) -> Any:
        """Answer with another location."""
        return werkzeug_redirect(location, code=code, Response=self.response_class)

    def make_response(self, rv: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]  # Flask's name
        """Make a response of what a view may return."""
        return self.calls.make_response(self, current_request("make_response"), rv)

    def run(
        self,
        host: str | None = None,
        port: int | None = None,
        debug: bool | None = None,  # noqa: FBT001 - Flask's signature
        load_dotenv: bool = True,  # noqa: FBT001, FBT002
        **options: Any,
    ) -> None:
        """Serve the application for development, until the process is told to end.

        :param options: as for :func:`werkzeug.serving.run_simple`.
        """
        if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
            if os.environ.get("WERKZEUG_RUN_MAIN") != "true":
                secho(
                    " * Ignoring a call to 'app.run()' that would block the current 'flask' "
                    "command.\n   Only call 'app.run()' in an 'if __name__ == \"__main__\"' guard.",
                    fg="red",
                )
            return
        if get_load_dotenv(load_dotenv):
            read_dotenv()
            if "FLASK_DEBUG" in os.environ:
                self.debug = get_debug_flag()
        super().run(host, port, debug, load_dotenv=False, **options)

    # What else extensions look at

    @property
    def _got_first_request(self) -> bool:
        return self._is_frozen

    @_got_first_request.setter
    def _got_first_request(self, value: bool) -> None:
        self._is_frozen = value

    def _check_setup_finished(self, f_name: str) -> None:
        self.check_setup(f_name)


def _static_view(owner: Callable[[], Any]) -> Callable[..., Any]:
    """Make the view of static files; with the method, the application would keep itself alive."""

    def static(filename: str) -> Any:
        return owner().send_static_file(filename)

    return static


def _environment_of(app: Any) -> Any:
    return app.create_jinja_environment()


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
