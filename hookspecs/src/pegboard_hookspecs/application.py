"""The application as plugins see it: the same for every kernel that speaks the contract."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response
from pegboard_hookspecs.route import Route

__all__ = ["Application", "Slotted", "StaticFolder", "TemplateFolder"]


@dataclass(frozen=True, slots=True)
class TemplateFolder:
    """A folder with templates.

    :param owner: "" for the application, else the blueprint's name.
    :param path: where the folder is; it need not exist.
    """

    owner: str
    path: Path


@dataclass(frozen=True, slots=True)
class StaticFolder:
    """A folder with static files and where its files are served.

    :param owner: "" for the application, else the blueprint's name.
    :param path: where the folder is; it need not exist.
    :param url_path: what the URL of each file starts with, without a slash at its end.
    :param endpoint: the endpoint that builds the URLs.
    :param host: the host that serves them when hosts are matched.
    :param subdomain: the subdomain that serves them when subdomains are matched.
    :param max_age: says by a file's name for how many seconds clients may keep it, as
        ``app.get_send_file_max_age`` does, which is asked where this is None.
    """

    owner: str
    path: Path
    url_path: str
    endpoint: str
    host: str | None = None
    subdomain: str | None = None
    max_age: Callable[[str | None], int | None] | None = None


class Slotted(Protocol):
    """What fills a slot: who it is, what it can do beyond the contract, and its engine."""

    @property
    def identity(self) -> str:
        """``distribution:entry-point``."""
        ...

    @property
    def provider(self) -> Any:  # the contract of the slot decides what it is
        """The provider's instance for this application."""
        ...

    @property
    def capabilities(self) -> frozenset[str]:
        """What this provider can do that the slot's contract leaves open."""
        ...

    @property
    def native(self) -> Any:  # every engine has its own type
        """The engine behind the provider: a Jinja environment, a werkzeug map and the like.

        It is the provider's attribute ``native``, or what its method ``native_of(app)`` gives
        where the engine is made from the application.
        """
        ...


class Application(Protocol):
    """What a hook may ask of the application that calls it."""

    import_name: str
    host_matching: bool
    subdomain_matching: bool
    view_functions: dict[str, Callable[..., Any]]
    #: Filters, tests and globals of templates, by name, as the application registered them.
    template_filters: dict[str, Callable[..., Any]]
    template_tests: dict[str, Callable[..., Any]]
    template_globals: dict[str, Any]

    @property
    def name(self) -> str:
        """The application's name: its import name, or its script's when run as one."""
        ...

    @property
    def root_path(self) -> str:
        """The folder of the application's module or package."""
        ...

    @property
    def instance_path(self) -> str:
        """The folder for what the application keeps beside its code; it need not exist."""
        ...

    @property
    def static_folder(self) -> str | None:
        """The whole path of the application's folder of static files; None where there is none."""
        ...

    @property
    def config(self) -> MutableMapping[str, Any]:
        """All settings, validated; read live, so that a change holds from the next request."""
        ...

    @property
    def debug(self) -> bool:
        """Debug mode: details are shown, templates are reloaded."""
        ...

    @property
    def testing(self) -> bool:
        """Test mode: exceptions reach the test."""
        ...

    @property
    def secret_key(self) -> str | bytes | None:
        """The key that signs."""
        ...

    @property
    def logger(self) -> logging.Logger:
        """The application's logger."""
        ...

    @property
    def permanent_session_lifetime(self) -> timedelta:
        """How long a permanent session lives."""
        ...

    @property
    def response_class(self) -> type[Response]:
        """The class of responses that views' plain values become."""
        ...

    @property
    def routes(self) -> Sequence[Route]:
        """Every registered route, in order of registration."""
        ...

    @property
    def template_folders(self) -> Sequence[TemplateFolder]:
        """The application's folder, then those of blueprints in order of registration."""
        ...

    @property
    def json(self) -> Any:  # the ``json`` module's functions, spoken through the slot
        """``dumps``, ``loads``, ``dump``, ``load`` and ``response`` of the JSON slot."""
        ...

    def json_default(self, value: Any) -> object:
        """Give what is written as JSON in place of a value that JSON has no type for.

        For providers of the slot ``json``. It asks the hook of that name, then
        ``app.json.default``.

        :raises TypeError: nothing stands for the value.
        """
        ...

    @property
    def has_own_json_types(self) -> bool:
        """A hook or ``app.json.default`` says what is written for some types.

        If not, ``json_default`` gives what ``pegboard_hookspecs.extra_types.plain`` does: a
        provider whose library writes one of these types alike may leave it to the library.
        """
        ...

    @property
    def watched_files(self) -> Sequence[Path]:
        """Files beside the code that shape the application; a reloader watches them too."""
        ...

    def ensure_sync(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give a plain function that does what an ``async def`` one does; any other as it is.

        For a plugin that calls what an application registered with it.

        :raises SetupError: nothing is installed that can run a coroutine here.
        """
        ...

    def start(self) -> None:
        """End set-up, once per process; a server calls it before it serves, behind its fork.

        :raises PegboardError: a setting or a plugin keeps the application from starting.
        """
        ...

    def close(self) -> None:
        """Tell the plugins that the process ends; a server calls it at the end of its workers.

        At the exit of the interpreter it is done anyway. It is not where a process ends without
        that, as those of ``multiprocessing`` do.
        """
        ...

    def run(
        self,
        host: str | None = None,
        port: int | None = None,
        debug: bool | None = None,  # noqa: FBT001 - Flask's signature
        load_dotenv: bool = True,  # noqa: FBT001, FBT002
        *,
        use_reloader: bool | None = None,
        use_debugger: bool | None = None,
        **options: Any,
    ) -> None:
        """Serve through the slot ``server``, until the process is told to end.

        :param options: what the provider takes beyond the contract.
        :raises SlotEmptyError: no plugin serves HTTP.
        """
        ...

    def slot(self, name: str) -> Slotted:
        """Give what fills a slot.

        :raises SlotEmptyError: nobody does; the message says why and gives the cure.
        """
        ...

    def has_slot(self, name: str) -> bool:
        """Say whether a slot is filled."""
        ...

    @property
    def calls(self) -> Any:  # the specifications decide what hooks there are
        """Every hook as a plain function of all its arguments, by position.

        For words that speak through a slot that a distribution brings; wrappers are called too.
        None stands for a hook that nobody implements. Read for each call.
        """
        ...

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        *,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Register a route."""
        ...

    def url_for(self, endpoint: str, /, **values: Any) -> str:
        """Build a URL."""
        ...

    def allowed_methods(self, request: Request) -> Collection[str]:
        """Give the methods that a request's URL can be asked with, through the slot.

        :raises SlotEmptyError: no plugin matches URLs.
        """
        ...

    def open_session(self, request: Request) -> Any:
        """Open the session of a request, through the slot; called once, on first use."""
        ...

    def current_request(self) -> Request:
        """Give the request that is being answered here.

        :raises ContextError: none is.
        """
        ...

    def current_state(self) -> dict[object, Any]:
        """Give where plugins keep what belongs to the context that is current here.

        That is ``request.state`` while a request is answered, and a dict of its own in a command.
        The context is current until its ``teardown`` is over.

        :raises ContextError: none is, or one of another application.
        """
        ...

    def handle(self, request: Request) -> Response:
        """Take one request through its life and give the response to send."""
        ...

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Say for how many seconds a client may keep a file; None leaves it to the client."""
        ...

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one WSGI request (PEP 3333)."""
        ...

    def template_context(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Add what context processors give to the values of one rendering; the caller's win."""
        ...
