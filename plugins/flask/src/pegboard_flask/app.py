"""The application: Flask's constructor, attributes and factories over Pegboard's."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from os import PathLike
from typing import Any
from weakref import ref

from click import secho
from werkzeug.datastructures import ImmutableDict
from werkzeug.exceptions import Aborter
from werkzeug.routing import Rule
from werkzeug.utils import redirect as werkzeug_redirect

from pegboard import Pegboard
from pegboard.context import current_request
from pegboard.places import find_instance_path
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
    get_debug_flag,
    get_flashed_messages,
    get_load_dotenv,
    url_for,
)
from pegboard_flask.json.provider import DefaultJSONProvider, JSONProvider
from pegboard_flask.life import FlaskFunctions
from pegboard_flask.pages import Pages
from pegboard_flask.parts import FlaskParts
from pegboard_flask.resources import Resources
from pegboard_flask.routes import Routes
from pegboard_flask.sessions import SecureCookieSessionInterface, SessionInterface
from pegboard_flask.templating import (
    Environment,
    _default_template_ctx_processor,  # pyright: ignore[reportPrivateUsage]  # Flask's name
)
from pegboard_flask.testing import EnvironBuilder, FlaskClient, FlaskCliRunner
from pegboard_flask.wrappers import Request, Response
from pegboard_hookspecs import Command
from pegboard_signals import Signals

__all__ = [
    "Environment",
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


class Flask(Resources, Routes, Pages):  # type: ignore[misc]  # ``cli`` is click's
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
        return {
            **super()._built_in(),
            "pegboard-core:request-functions": FlaskFunctions(),
            "pegboard-flask:parts": FlaskParts(),
        }

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

    def own_commands(self) -> Sequence[Command]:
        """Give the commands of ``cli``, which are click's, to the command ``pegboard``."""
        return native_commands(self.cli)

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
