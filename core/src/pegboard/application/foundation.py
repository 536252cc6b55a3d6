"""What an application is made of: places, plugins, settings and registries."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from logging import Logger
from os import PathLike
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import IO, Any

from werkzeug.exceptions import Aborter

from pegboard.blueprints import Blueprint
from pegboard.config import Config, Declarations, is_on
from pegboard.context import Context, Namespace, g, request, session
from pegboard.logs import create_logger
from pegboard.places import find_instance_path
from pegboard.plugins import FilledSlot, PluginSet
from pegboard.plugins.loader import Selection
from pegboard.registration import CommandGroup, Scaffold, View
from pegboard.registration.resources import open_file
from pegboard.responses import Response
from pegboard.steps import Coercion, ErrorHandlers, RequestFunctions, Views
from pegboard.words import get_flashed_messages, url_for
from pegboard.wsgi import WSGIRequest
from pegboard_hookspecs import Command, Route, StaticFolder, lazy
from pegboard_hookspecs import Response as ContractResponse
from pegboard_hookspecs.errors import RegistrationError

__all__ = ["Foundation"]


class Foundation(Scaffold):
    """An application as its constructor makes it; its words are in the classes derived from it.

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
    #: What the contexts of WSGI requests are made of.
    context_class: type[Context] = Context
    #: What views' plain values become.
    response_class: type[ContractResponse] = Response
    #: What ``g`` is made of.
    app_ctx_globals_class: type[Namespace] = Namespace
    #: What ``config`` is made of.
    config_class: type[Config] = Config
    #: What ``aborter`` is made of, which ``abort`` asks for the exception of a code.
    aborter_class: type[Aborter] = Aborter
    #: Settings that an application of this class starts with, over the declared defaults.
    default_config: Mapping[str, Any] = MappingProxyType({})

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
        plugin_order: Sequence[str] | None = None,
    ) -> None:
        super().__init__(
            import_name,
            static_folder=static_folder,
            static_url_path=static_url_path,
            template_folder=template_folder,
            root_path=root_path,
        )
        self.instance_path = find_instance_path(import_name, root_path, instance_path)
        self.host_matching = host_matching
        self.subdomain_matching = subdomain_matching
        self.static_host = static_host
        self.plugins = PluginSet(
            plugins=plugins,
            order=plugin_order,
            root_path=self.root_path,
            built_in=self._built_in(),
        )
        #: Every hook as a plain function, or None where nobody implements it.
        self.calls = self.plugins.calls
        self.config = self._make_config(is_relative=instance_relative_config)
        self.blueprints: dict[str, Blueprint] = {}
        self.extensions: dict[str, Any] = {}
        self.cli = CommandGroup()
        self.aborter = self.aborter_class()
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
            "url_for": url_for,
        }
        self._routes: list[Route] = []
        #: Functions around views are ``async def``, so an event loop must not call them itself.
        self._awaits_around_views = False
        self._known_hosts: set[str | None] = set()
        self._start_lock = RLock()
        self._is_starting = False
        self._is_configured = False
        self._is_frozen = False
        #: The process in which the application started; None while it has not, or has ended.
        self._started_in: int | None = None
        self._close_at_exit: Callable[[], None] = _nothing
        self._add_own_static_folder()

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
        return create_logger(self.name, is_debug=bool(self.config["DEBUG"]))

    def own_commands(self) -> Sequence[Command]:
        """Give the commands of the application and its blueprints, for a command line."""
        return self.cli.commands()

    def iter_blueprints(self) -> Iterable[Blueprint]:
        """Give the registered blueprints in order of registration."""
        return self.blueprints.values()

    @property
    def selection(self) -> Selection:
        """Which plugins were chosen, which were not, and why."""
        return self.plugins.selection

    def slot(self, name: str) -> FilledSlot:
        """Give what fills a slot; its engine is ``app.slot(name).native``.

        :raises SlotEmptyError: nobody does; the message says why and gives the cure.
        """
        return self.plugins.slot(name, self)

    def has_slot(self, name: str) -> bool:
        """Say whether a slot is filled."""
        return self.plugins.has_slot(name)

    def open_instance_resource(
        self, resource: str | PathLike[str], mode: str = "rb", encoding: str = "utf-8"
    ) -> IO[Any]:
        """Open a file that lies below ``instance_path``, in any mode."""
        return open_file(self.instance_path, resource, mode, encoding)

    def add_static_folder(self, folder: StaticFolder) -> None:
        """Serve the files of a folder, where a plugin sends files."""
        if self.calls.add_static_folder is not None:
            self.calls.add_static_folder(self, folder)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    def _slot_call(self, slot: str, hook: str) -> Any:
        call = getattr(self.calls, hook)
        if call is None:
            raise self.plugins.empty(slot)
        return call

    def _built_in(self) -> dict[str, object]:
        """Give the kernel's own implementations of lifecycle hooks, by name."""
        return {
            "pegboard-core:request-functions": RequestFunctions(),
            "pegboard-core:views": Views(),
            "pegboard-core:coercion": Coercion(),
            "pegboard-core:error-handlers": ErrorHandlers(),
        }

    def _make_config(self, *, is_relative: bool) -> Config:
        declarations = Declarations()
        self.plugins.declare_settings(declarations)
        folder = self.instance_path if is_relative else self.root_path
        config = self.config_class(folder, declarations)
        config.update(self.default_config)
        if is_on(os.environ.get("PEGBOARD_DEBUG", "")):
            config.put("DEBUG", value=True, source="environment variable PEGBOARD_DEBUG")
        return config

    def _add_own_static_folder(self) -> None:
        if self.static_folder is None:
            return
        if self.host_matching != (self.static_host is not None):
            message = (
                f"static_host={self.static_host!r} does not go with host_matching="
                f"{self.host_matching!r}: where hosts are matched, a static folder needs "
                'static_host="…", and elsewhere static_host means nothing.'
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


def _nothing() -> None:
    """Do nothing, in place of what is registered later."""
