"""What an application is made of: settings, plugins, routes, blueprints, and how it starts."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from datetime import timedelta
from logging import Logger
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar
from weakref import ref

from pegboard_hookspecs import (
    Finding,
    Request,
    Response,
    Route,
    StaticFolder,
    TemplateFolder,
    lazy,
)
from pegboard_hookspecs.errors import FrozenError, RegistrationError
from pegboard_hookspecs.slots import ServeOptions
from werkzeug.exceptions import Aborter, HTTPException

from pegboard.words import url_for as url_for_word
from pegboard.blueprints import Blueprint
from pegboard.building import url_for
from pegboard.coercion import Coercion
from pegboard.command_group import CommandGroup
from pegboard.config import Config
from pegboard.context import Context, current_or_none, current_request
from pegboard.error_handling import ErrorHandlers
from pegboard.flashing import get_flashed_messages
from pegboard.json_words import JSONWords
from pegboard.loader import Selection
from pegboard.local_hooks import local_hook
from pegboard.logs import create_logger
from pegboard.namespace import Namespace
from pegboard.places import find_instance_path, place_of_function
from pegboard.plugin_set import FilledSlot, PluginSet
from pegboard.proxies import g, request, session
from pegboard.request_functions import RequestFunctions, scopes
from pegboard.routes import make_route, tie_view
from pegboard.scaffold import ErrorHandler, Scaffold, Scope, View, setup_word
from pegboard.settings import Declarations, lifetime
from pegboard.views import Views
from pegboard.wsgi import WSGIRequest

__all__ = ["Assembly"]

F = TypeVar("F", bound=Callable[..., Any])

_OFF = frozenset({"", "0", "false", "no", "off"})
_MANY_HOSTS = 256


class Assembly(Scaffold):
    """An application before it answers anything.

    :param import_name: the module that makes it, usually ``__name__``.
    :param static_url_path: what URLs of static files start with; None takes the folder's name.
    :param static_folder: folder of static files, relative to ``root_path``; None for none.
    :param static_host: the host of static files, with ``host_matching``.
    :param host_matching: routes name whole hosts.
    :param subdomain_matching: routes name subdomains of ``SERVER_NAME``.
    :param template_folder: folder of templates, relative to ``root_path``; None for none.
    :param instance_path: absolute path of the instance folder; None finds it.
    :param instance_relative_config: configuration files are relative to the instance folder.
    :param root_path: the folder of the module; None finds it.
    :param plugins: which plugins to load, by slot or identity; goes before all other settings.
    :param plugin_order: additive plugins in the order in which they are called.
    :raises PluginError: a plugin cannot be loaded, or does not keep the contract.
    :raises ConfigurationError: a setting names something unknown.
    """

    #: What WSGI requests are made of.
    request_class: type[WSGIRequest] = WSGIRequest
    #: What views' plain values become.
    response_class: type[Response] = Response
    #: What ``g`` is made of.
    app_ctx_globals_class: type[Namespace] = Namespace
    #: What ``config`` is made of.
    config_class: type[Config] = Config

    def __init__(
        self,
        import_name: str,
        static_url_path: str | None = None,
        static_folder: str | None = "static",
        static_host: str | None = None,
        host_matching: bool = False,
        subdomain_matching: bool = False,
        template_folder: str | None = "templates",
        instance_path: str | None = None,
        instance_relative_config: bool = False,
        root_path: str | None = None,
        *,
        plugins: Mapping[str, object] | None = None,
        plugin_order: Sequence[str] | None = None,
    ) -> None:
        super().__init__(
            import_name,
            static_folder=static_folder,
            static_url_path=static_url_path,
            template_folder=template_folder,
            root_path=root_path,
        )
        self.instance_path = find_instance_path(import_name, self.root_path, instance_path)
        self.host_matching = host_matching
        self.subdomain_matching = subdomain_matching
        self.static_host = static_host
        self.plugins = PluginSet(
            plugins=plugins,
            order=plugin_order,
            root_path=self.root_path,
            built_in=_built_in(),
        )
        #: Every hook as a plain function, or None where nobody implements it.
        self.calls = self.plugins.calls
        self.config = self._make_config(is_relative=instance_relative_config)
        self.blueprints: dict[str, Blueprint] = {}
        self.extensions: dict[str, Any] = {}
        self.cli = CommandGroup()
        self.aborter = Aborter()
        self.teardown_appcontext_funcs: list[View] = []
        self.shell_context_processors: list[Callable[[], Mapping[str, Any]]] = []
        self.url_build_error_handlers: list[Callable[..., str | None]] = []
        self.template_filters: dict[str, Callable[..., Any]] = {}
        self.template_tests: dict[str, Callable[..., Any]] = {}
        self.template_globals: dict[str, Any] = {
            "config": self.config,
            "g": g,
            "get_flashed_messages": get_flashed_messages,
            "request": request,
            "session": session,
            "url_for": url_for_word,
        }
        self._routes: list[Route] = []
        self._known_hosts: set[str | None] = set()
        self._start_lock = RLock()
        self._is_starting = False
        self._is_started = False
        self._add_own_static_folder()

    # What plugins and applications ask

    @lazy
    def name(self) -> str:
        """The import name; for a script that is run, its file's name."""
        if self.import_name != "__main__":
            return self.import_name
        file = getattr(sys.modules["__main__"], "__file__", None)
        return "__main__" if file is None else Path(file).stem

    @lazy
    def logger(self) -> Logger:
        """The logger of the application's name; it has a handler unless logging is set up."""
        return create_logger(self.name, is_debug=self.debug)

    @lazy
    def json(self) -> JSONWords:
        """``dumps``, ``loads``, ``dump``, ``load`` and ``response`` of the slot ``json``."""
        return JSONWords(self)

    @property
    def debug(self) -> bool:
        """Debug mode: details are shown, templates are reloaded."""
        return bool(self.config["DEBUG"])

    @debug.setter
    def debug(self, value: bool) -> None:
        self.config["DEBUG"] = value

    @property
    def testing(self) -> bool:
        """Test mode: exceptions reach the test."""
        return bool(self.config["TESTING"])

    @testing.setter
    def testing(self, value: bool) -> None:
        self.config["TESTING"] = value

    @property
    def secret_key(self) -> str | bytes | None:
        """The key that signs."""
        key: str | bytes | None = self.config["SECRET_KEY"]
        return key

    @secret_key.setter
    def secret_key(self, value: str | bytes | None) -> None:
        self.config["SECRET_KEY"] = value

    @property
    def permanent_session_lifetime(self) -> timedelta:
        """How long a permanent session lives."""
        return lifetime(self.config["PERMANENT_SESSION_LIFETIME"])

    @permanent_session_lifetime.setter
    def permanent_session_lifetime(self, value: timedelta | int) -> None:
        self.config["PERMANENT_SESSION_LIFETIME"] = value

    @property
    def propagates_exceptions(self) -> bool:
        """Unhandled exceptions leave the application, as tests and debuggers want."""
        asked: bool | None = self.config["PROPAGATE_EXCEPTIONS"]
        return self.testing or self.debug if asked is None else asked

    @property
    def routes(self) -> Sequence[Route]:
        """Every registered route, in order of registration."""
        return tuple(self._routes)

    @property
    def selection(self) -> Selection:
        """Which plugins were chosen, which were not, and why."""
        return self.plugins.selection

    @property
    def template_folders(self) -> Sequence[TemplateFolder]:
        """The application's folder of templates, then those of its blueprints."""
        owners: list[tuple[str, Scaffold]] = [("", self), *self.blueprints.items()]
        return tuple(
            TemplateFolder(name, Path(owner.root_path, owner.template_folder))
            for name, owner in owners
            if owner.template_folder is not None
        )

    def slot(self, name: str) -> FilledSlot:
        """Give what fills a slot; its engine is ``app.slot(name).native``.

        :raises SlotEmptyError: nobody does; the message says why and gives the cure.
        """
        return self.plugins.slot(name).of(self)

    def has_slot(self, name: str) -> bool:
        """Say whether a slot is filled."""
        return self.plugins.has_slot(name)

    def current_request(self) -> Request:
        """Give the request that is being answered here.

        :raises ContextError: none is.
        """
        return current_request("app.current_request()")

    def get_send_file_max_age(self, filename: str | None) -> int | None:  # noqa: ARG002 - for overriding
        """Say for how many seconds clients may keep a file; None leaves it to them."""
        age: timedelta | int | None = self.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return int(age.total_seconds()) if isinstance(age, timedelta) else age

    def dump_json(self, value: Any, indent: int | None = None) -> bytes:
        """Write JSON through the slot.

        :raises SlotEmptyError: no plugin reads and writes JSON.
        """
        written: bytes = self._slot_call("json", "dump_json")(self, value, indent)
        return written

    def load_json(self, data: str | bytes) -> Any:
        """Read JSON through the slot.

        :raises SlotEmptyError: no plugin reads and writes JSON.
        :raises ValueError: the text is not JSON.
        """
        return self._slot_call("json", "load_json")(self, data)

    def open_session(self, request: Request) -> Any:
        """Open the session of a request through the slot (step 2).

        :raises SlotEmptyError: no plugin keeps sessions.
        """
        return self._slot_call("sessions", "open_session")(self, request)

    def match_request(self, request: Request) -> None:
        """Find the route of a request through the slot (step 3); keep a miss for later."""
        match_request = self.calls.match_request
        if match_request is None:
            request.routing_exception = self.plugins.empty("routing")
            return
        try:
            request.match = match = match_request(self, request)
        except HTTPException as error:
            request.routing_exception = error.with_traceback(None)
        else:
            values = match.values
            request.view_args = dict(values) if values else {}

    def run_teardown(self, request: Request | None, error: BaseException | None) -> None:
        """Give back what a context took (step 10)."""
        self.calls.teardown(self, request, error)

    def allowed_methods(self, request: Request) -> Collection[str]:
        """Give the methods that a request's URL can be asked with."""
        methods: Collection[str] = self._slot_call("routing", "allowed_methods")(self, request)
        return methods

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
        """Build a URL for an endpoint; values that its rule does not know become the query.

        Inside of a request the URL has no scheme and host unless ``_external`` or ``_scheme``
        ask for them; outside of one it has, from ``SERVER_NAME``. A leading dot stands for the
        current blueprint.

        :param _anchor: what follows ``#``.
        :param _method: build a route of this method.
        :param _scheme: the scheme; "" gives ``//host/…``.
        :param _external: with scheme and host.
        :raises BuildError: the endpoint is unknown, or values are missing.
        """
        context = current_or_none()
        return url_for(
            self,
            None if context is None or context.app is not self else context.request,
            endpoint,
            anchor=_anchor,
            method=_method,
            scheme=_scheme,
            is_external=_external,
            values=values,
        )

    def template_context(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Add what context processors give to the values of one rendering; the caller's win."""
        registry = self.template_context_processors
        if not registry:
            return dict(context)
        current = current_or_none()
        request = None if current is None else current.request
        merged: dict[str, Any] = {}
        for scope in (None,) if request is None else reversed(scopes(request)):
            for processor in registry.get(scope, ()):
                merged.update(processor())
        merged.update(context)
        return merged

    def make_response(self, value: Any) -> Response:
        """Make a response of what a view may return."""
        response: Response = self.calls.make_response(self, self.current_request(), value)
        return response

    # The words that set it up

    def check_setup(self, word: str) -> None:
        """Refuse a set-up word after the start.

        :raises FrozenError: the application has started; the message names the word.
        """
        if self._is_started:
            message = (
                f"The setup method {word!r} can no longer be called on the application "
                f"{self.name!r}: it has answered its first request, so the change would come too "
                "late for some. Call it when the application is made."
            )
            raise FrozenError(message)

    @setup_word
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        *,
        provide_automatic_options: bool | None = None,
        methods: Iterable[str] | None = None,
        **options: Any,
    ) -> None:
        """Register a route.

        :param rule: the pattern, as in ``/users/<int:id>``.
        :param endpoint: the name to build it by; None takes the view's.
        :param view_func: the view; None for an endpoint whose view is tied to it elsewhere.
        :param provide_automatic_options: answer OPTIONS; None: unless it is among the methods.
        :param methods: HTTP methods; None takes the view's ``methods``, or GET.
        :param options: ``defaults``, ``host``, ``subdomain``, ``strict_slashes``,
            ``merge_slashes``, ``redirect_to``, ``build_only``, ``alias``, ``websocket``.
        :raises RegistrationError: the rule cannot be read, or another view has the endpoint.
        """
        route = make_route(
            rule,
            endpoint,
            view_func,
            methods=methods,
            answers_options=provide_automatic_options,
            default_answers_options=self.config["PROVIDE_AUTOMATIC_OPTIONS"],
            options=options,
        )
        if view_func is not None:
            tie_view(self.view_functions, route, view_func)
        if self.calls.add_route is not None:
            self.calls.add_route(self, route)
        self._routes.append(route)

    @setup_word
    def add_converter(self, name: str, converter: type[Any]) -> None:
        """Make a converter usable in rules, as ``<name:variable>``.

        :param converter: a subclass of ``werkzeug.routing.BaseConverter``.
        :raises SlotEmptyError: no plugin matches URLs.
        """
        self._slot_call("routing", "add_converter")(self, name, converter)

    @setup_word
    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Register a blueprint.

        :param options: ``url_prefix``, ``subdomain``, ``url_defaults``, ``name``, ``cli_group``;
            they go before what the blueprint says.
        :raises ValueError: its name is taken.
        """
        blueprint.register(self, options)

    @setup_word
    def register_plugin(self, plugin: object, name: str | None = None) -> None:
        """Take a plugin of the application's own, a class or an object with hooks.

        :param name: the end of its identity ``app:NAME``; None takes its class's name.
        :raises PluginRefusedError: it does not keep the contract.
        """
        loaded = self.plugins.add(plugin, name)
        self.config.declarations.add(loaded.identity, loaded.settings)
        self.config.declare()

    @setup_word
    def hookimpl(self, hook: str | None = None, *, wrapper: bool = False) -> Callable[[F], F]:
        """Make the decorated function an implementation of a hook.

        :param hook: the hook; None takes the function's name.
        :param wrapper: it is a generator that wraps the other implementations.
        :raises PluginRefusedError: there is no such hook, or it has no such argument.
        """

        def register(function: F) -> F:
            plugin = local_hook(function, hook, wrapper=wrapper)
            self.plugins.add(plugin, f"{function.__name__}@{place_of_function(function)}")
            return function

        return register

    @setup_word
    def teardown_appcontext(self, function: F) -> F:
        """Call a function at the end of each context, with its unhandled error or None."""
        self.teardown_appcontext_funcs.append(function)
        return function

    @setup_word
    def shell_context_processor(self, function: F) -> F:
        """Add the dictionary that a function returns to the names of ``pegboard shell``."""
        self.shell_context_processors.append(function)
        return function

    def template_filter(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a filter of templates."""
        return self._helper_word("filter", name)

    def template_test(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a test of templates."""
        return self._helper_word("test", name)

    def template_global(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a global of templates."""
        return self._helper_word("global", name)

    def add_template_filter(self, function: View, name: str | None = None) -> None:
        """Register a filter of templates."""
        self._helper_word("filter", name)(function)

    def add_template_test(self, function: View, name: str | None = None) -> None:
        """Register a test of templates."""
        self._helper_word("test", name)(function)

    def add_template_global(self, function: View, name: str | None = None) -> None:
        """Register a global of templates."""
        self._helper_word("global", name)(function)

    # What blueprints ask

    def registry(self, name: str) -> MutableMapping[Scope, list[View]]:
        """Give one of the registries that set-up words fill, by its name."""
        found: MutableMapping[Scope, list[View]] = getattr(self, name)
        return found

    def add_error_handlers(
        self,
        scope: Scope,
        handlers: Mapping[int | None, Mapping[type[Exception], ErrorHandler]],
    ) -> None:
        """Take the error handlers of a scope."""
        for code, by_kind in handlers.items():
            self.error_handler_spec[scope][code].update(by_kind)

    def add_template_helper(self, kind: str, helper: Any, name: str | None) -> None:
        """Take a filter, test or global for templates."""
        name = name or str(helper.__name__)
        registry: dict[str, Any] = getattr(self, f"template_{kind}s")
        registry[name] = helper
        if self.calls.add_template_helper is not None:
            self.calls.add_template_helper(self, kind, name, helper)

    def add_static_folder(self, folder: StaticFolder) -> None:
        """Serve the files of a folder, where a plugin sends files."""
        if self.calls.add_static_folder is not None:
            self.calls.add_static_folder(self, folder)

    # Starting and ending

    @property
    def watched_files(self) -> Sequence[Path]:
        """The files that settings were read from; a reloader watches them too."""
        sources = dict.fromkeys(self.config.sources.values())
        return [path for path in map(Path, sources) if path.is_file()]

    def start(self) -> None:
        """End set-up: validate settings, freeze, tell the plugins. Done once per process.

        The first request or command calls it; a server may call it before.

        :raises ConfigurationError: a setting has a wrong value.
        """
        with self._start_lock:
            if self._is_started or self._is_starting:
                return
            self._is_starting = True
            try:
                self._start_plugins()
            except Exception as error:
                self.plugins.annotate(error)
                raise
            finally:
                self._is_starting = False

    def close(self) -> None:
        """Tell the plugins that the process ends; done once, and at exit if nobody does it."""
        with self._start_lock:
            if self._is_started:
                self._is_started = False
                atexit.unregister(self._close_at_exit)
                if self.calls.app_closing is not None:
                    self.calls.app_closing(self)

    def check(self) -> list[Finding]:
        """Ask every plugin what is wrong or risky."""
        others = self.plugins.manager.get_plugins()
        findings: list[Finding] = []
        for plugin in self.plugins.loaded:
            ask = self.plugins.manager.subset_hook_caller("check", others - {plugin.object})
            try:
                findings.extend(finding for answer in ask(app=self) for finding in answer)
            except Exception as error:  # noqa: BLE001 - a broken check must not hide the others
                findings.append(_broken_check(plugin.identity, error))
        return findings

    def run(
        self,
        host: str | None = None,
        port: int | None = None,
        *,
        debug: bool | None = None,
        use_reloader: bool | None = None,
        use_debugger: bool | None = None,
        **options: Any,
    ) -> None:
        """Serve the application until the process is told to end, for development.

        :param host: the address to listen on; None takes ``SERVER_NAME``'s host, or loopback.
        :param port: TCP port; 0 takes a free one; None takes ``SERVER_NAME``'s, or 5000.
        :raises SlotEmptyError: no plugin serves HTTP.
        """
        if debug is not None:
            self.debug = debug
        named, _, named_port = (self.config["SERVER_NAME"] or "").partition(":")
        serve = self._slot_call("server", "serve")
        chosen_port = (int(named_port) if named_port else 5000) if port is None else port
        serve(
            self,
            ServeOptions(
                host=host or named or "127.0.0.1",
                port=chosen_port,
                is_debug=self.debug,
                use_reloader=use_reloader,
                use_debugger=use_debugger,
                extra=options,
            ),
        )

    # Contexts and tests

    def app_context(self) -> Context:
        """Give a context without a request, for ``with``."""
        return Context(self)

    def request_context(self, environ: dict[str, Any]) -> Context:
        """Give the context of the request of a WSGI environ, for ``with``."""
        return self._context_of(self.request_class(environ))

    def test_request_context(self, *args: Any, **kwargs: Any) -> Context:
        """Give the context of a made-up request, for ``with``.

        :param args: and ``kwargs``: as for :class:`pegboard.testing.EnvironBuilder`.
        """
        return self.request_context(self._testing().environ_of(self, *args, **kwargs))

    def test_client(self, *, use_cookies: bool = True, **kwargs: Any) -> Any:
        """Give a client that calls the application without a server.

        :param use_cookies: keep cookies from answer to request.
        """
        return self._testing().Client(self, use_cookies=use_cookies, **kwargs)

    def test_cli_runner(self, **kwargs: Any) -> Any:
        """Give what runs commands of the application and captures what they print."""
        # Only tests need it.
        from pegboard.cli_runner import CLIRunner

        return CLIRunner(self, **kwargs)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    def _admit(self, request: Request) -> None:
        """Let in the first request, and requests with a host that was not seen before.

        :raises werkzeug.exceptions.BadRequest: the host is malformed or not trusted.
        """
        self.start()
        trusted = self.config["TRUSTED_HOSTS"]
        request.trusted_hosts = trusted
        # Reading it is what checks it.
        host = request.host
        if trusted or not host:
            return
        if len(self._known_hosts) == _MANY_HOSTS:
            self._known_hosts.clear()
        self._known_hosts.add(request.host_header)

    def _context_of(self, request: Request) -> Context:
        request.app = self
        request.trusted_hosts = self.config["TRUSTED_HOSTS"]
        return Context(self, request)

    def _start_plugins(self) -> None:
        self.config.declare()
        if self.calls.configure is not None:
            self.calls.configure(self)
        self.plugins.manager.freeze()
        self._is_started = True
        try:
            if self.calls.app_ready is not None:
                self.calls.app_ready(self)
        except Exception:
            self.close()
            raise
        if self.calls.app_closing is not None:
            weak = ref(self)
            self._close_at_exit = lambda: (app := weak()) and app.close()
            atexit.register(self._close_at_exit)

    def _make_config(self, *, is_relative: bool) -> Config:
        declarations = Declarations()
        self.plugins.declare_settings(declarations)
        config = self.config_class(self.instance_path if is_relative else self.root_path, declarations)
        config["DEBUG"] = os.environ.get("PEGBOARD_DEBUG", "").lower() not in _OFF
        return config

    def _add_own_static_folder(self) -> None:
        if self.static_folder is None:
            return
        if self.host_matching != (self.static_host is not None):
            message = (
                "static_host and host_matching go together: with host_matching, a static folder "
                "needs static_host=\"…\"; without it, static_host means nothing."
            )
            raise RegistrationError(message)
        self.add_static_folder(
            StaticFolder(
                owner="",
                path=Path(self.static_folder),
                url_path=self.static_url_path or "",
                endpoint="static",
                host=self.static_host,
            )
        )

    def _helper_word(self, kind: str, name: str | None) -> Callable[[F], F]:
        self.check_setup(f"template_{kind}")

        def register(function: F) -> F:
            self.add_template_helper(kind, function, name)
            return function

        return register

    def _slot_call(self, slot: str, hook: str) -> Any:
        call = getattr(self.calls, hook)
        if call is None:
            raise self.plugins.empty(slot)
        return call

    @staticmethod
    def _testing() -> Any:
        # Only tests need it, and it imports a client and a request builder.
        from pegboard import testing

        return testing


def _built_in() -> dict[str, object]:
    """Give the kernel's own implementations of lifecycle hooks, by name."""
    return {
        "pegboard-core:request-functions": RequestFunctions(),
        "pegboard-core:views": Views(),
        "pegboard-core:coercion": Coercion(),
        "pegboard-core:error-handlers": ErrorHandlers(),
    }


def _broken_check(identity: str, error: Exception) -> Finding:
    return Finding(
        id="pegboard.check-failed",
        level="error",
        message=f"The check of {identity} raised {type(error).__name__}: {error}",
        place=identity,
        cure="Report it to the plugin's author.",
    )
