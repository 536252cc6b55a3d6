"""The set-up words that applications and blueprints share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, MutableMapping
from os import PathLike
from os.path import normpath
from pathlib import Path
from typing import IO, Any, TypeVar

from pegboard.places import find_root_path
from pegboard.registration.registering import (
    ErrorHandler,
    Scope,
    View,
    error_kind,
    refuse_asynchronous,
    refuse_bare,
    refuse_class,
    refuse_uncallable,
    setup_word,
)
from pegboard.registration.resources import open_for_reading
from pegboard.registration.routes import refuse_overwriting
from pegboard.responses import Response
from pegboard.words import send_from_directory
from pegboard_hookspecs.errors import SetupError

__all__ = ["Scaffold"]

F = TypeVar("F", bound=Callable[..., Any])


class Scaffold(ABC):
    """Registries of one application or blueprint, and the decorators that fill them.

    :param import_name: the module that makes it, usually ``__name__``.
    :param static_folder: folder of static files, relative to ``root_path``.
    :param static_url_path: what their URLs start with; None takes the folder's name.
    :param template_folder: folder of templates, relative to ``root_path``.
    :param root_path: the folder of the module; None finds it.
    """

    def __init__(
        self,
        import_name: str,
        *,
        static_folder: str | PathLike[str] | None = None,
        static_url_path: str | None = None,
        template_folder: str | PathLike[str] | None = None,
        root_path: str | None = None,
    ) -> None:
        self.import_name = import_name
        self.root_path = find_root_path(import_name) if root_path is None else root_path
        self.template_folder = template_folder
        self.static_folder = static_folder
        self._static_url_path = static_url_path
        self.view_functions: dict[str, View] = {}
        self.before_request_funcs: dict[Scope, list[View]] = defaultdict(list)
        self.after_request_funcs: dict[Scope, list[View]] = defaultdict(list)
        self.teardown_request_funcs: dict[Scope, list[View]] = defaultdict(list)
        self.template_context_processors: dict[Scope, list[View]] = defaultdict(list)
        self.url_value_preprocessors: dict[Scope, list[View]] = defaultdict(list)
        self.url_default_functions: dict[Scope, list[View]] = defaultdict(list)
        self.error_handler_spec: dict[
            Scope, dict[int | None, dict[type[Exception], ErrorHandler]]
        ] = defaultdict(lambda: defaultdict(dict))

    @abstractmethod
    def check_setup(self, word: str) -> None:
        """Refuse a set-up word when set-up is over.

        :raises FrozenError: it is; the message names the word.
        """

    @abstractmethod
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - Flask's signature
        **options: Any,
    ) -> None:
        """Register a route; the words below end here."""

    @abstractmethod
    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Say for how many seconds clients may keep a file; None leaves it to them."""

    @property
    def static_folder(self) -> str | None:
        """The whole path of the folder of static files; None where there is none.

        A relative path that is assigned starts at ``root_path``. Whether files are served is
        decided when the application is made, or the blueprint registered.
        """
        return self._static_folder

    @static_folder.setter
    def static_folder(self, value: str | PathLike[str] | None) -> None:
        self._static_folder = None if value is None else str(Path(self.root_path, value))

    @property
    def has_static_folder(self) -> bool:
        """There is a folder of static files."""
        return self.static_folder is not None

    @property
    def static_url_path(self) -> str | None:
        """What the URLs of static files start with, without a slash at its end.

        Where none was given it is the folder's name, and "" where the folder is the root path.
        """
        if self._static_url_path is not None:
            return self._static_url_path.rstrip("/")
        if self.static_folder is None:
            return None
        folder = Path(normpath(self.static_folder))
        return "" if folder == Path(normpath(self.root_path)) else f"/{folder.name}".rstrip("/")

    @static_url_path.setter
    def static_url_path(self, value: str | None) -> None:
        self._static_url_path = value

    def send_static_file(self, filename: str) -> Response:
        """Answer with a file of the static folder, kept as :meth:`get_send_file_max_age` says.

        :raises SetupError: there is no static folder.
        :raises werkzeug.exceptions.NotFound: the folder has no such file.
        """
        if self.static_folder is None:
            message = f"{self!r} has no static files: static_folder must be set to send them."
            raise SetupError(message)

        def max_age(_: str | None) -> int | None:
            return self.get_send_file_max_age(filename)

        return send_from_directory(self.static_folder, filename, max_age=max_age)

    def open_resource(
        self, resource: str | PathLike[str], mode: str = "rb", encoding: str = "utf-8"
    ) -> IO[Any]:
        """Open a file that lies below ``root_path``, for reading.

        :raises ValueError: the mode is not one for reading.
        """
        return open_for_reading(self.root_path, resource, mode, encoding)

    @setup_word
    def route(self, rule: str, **options: Any) -> Callable[[F], F]:
        """Register the decorated view for a rule.

        :param rule: the pattern, as in ``/users/<int:id>``.
        :param options: ``endpoint``, ``methods``, ``defaults``, ``host``, ``subdomain``,
            ``strict_slashes``, ``merge_slashes``, ``redirect_to``, ``build_only``, ``alias``,
            ``websocket``, ``provide_automatic_options``.
        """
        refuse_bare("route", rule)
        endpoint = options.pop("endpoint", None)

        def register(view: F) -> F:
            self.add_url_rule(rule, endpoint, view, **options)
            return view

        return register

    def get(self, rule: str, **options: Any) -> Callable[[F], F]:
        """Register the decorated view for GET (and HEAD)."""
        return self._method_route("get", rule, options)

    def post(self, rule: str, **options: Any) -> Callable[[F], F]:
        """Register the decorated view for POST."""
        return self._method_route("post", rule, options)

    def put(self, rule: str, **options: Any) -> Callable[[F], F]:
        """Register the decorated view for PUT."""
        return self._method_route("put", rule, options)

    def delete(self, rule: str, **options: Any) -> Callable[[F], F]:
        """Register the decorated view for DELETE."""
        return self._method_route("delete", rule, options)

    def patch(self, rule: str, **options: Any) -> Callable[[F], F]:
        """Register the decorated view for PATCH."""
        return self._method_route("patch", rule, options)

    @setup_word
    def endpoint(self, endpoint: str) -> Callable[[F], F]:
        """Tie the decorated view to an endpoint whose rule is added elsewhere.

        :raises RegistrationError: another view is tied to it; the message names both places.
        """
        refuse_bare("endpoint", endpoint)

        def register(view: F) -> F:
            refuse_uncallable("endpoint", view)
            refuse_class(f"The view of the endpoint {endpoint!r}", view)
            refuse_overwriting(self.view_functions, endpoint, view)
            self.view_functions[endpoint] = view
            return view

        return register

    def before_request(self, function: F) -> F:
        """Call a function before each view; what it returns, other than None, is the answer."""
        return self._take("before_request", self.before_request_funcs, function)

    def after_request(self, function: F) -> F:
        """Call a function with each response; it returns the response to go on with."""
        return self._take("after_request", self.after_request_funcs, function)

    def teardown_request(self, function: F) -> F:
        """Call a function at the end of each request, with its unhandled error or None."""
        return self._take("teardown_request", self.teardown_request_funcs, function)

    def context_processor(self, function: F) -> F:
        """Add the dictionary that a function returns to the values of every template."""
        return self._take("context_processor", self.template_context_processors, function)

    def url_value_preprocessor(self, function: F) -> F:
        """Call a function with endpoint and values of each request; it may change the values."""
        refuse_asynchronous("url_value_preprocessor", function)
        return self._take("url_value_preprocessor", self.url_value_preprocessors, function)

    def url_defaults(self, function: F) -> F:
        """Call a function with endpoint and values of each ``url_for``; it may add values."""
        refuse_asynchronous("url_defaults", function)
        return self._take("url_defaults", self.url_default_functions, function)

    @setup_word
    def errorhandler(self, code_or_exception: int | type[Exception]) -> Callable[[F], F]:
        """Register the decorated function for an HTTP status or an exception class.

        :raises TypeError: an instance instead of a class was given.
        :raises ValueError: the code is no HTTP error, or the class no exception.
        """
        error_kind(code_or_exception)

        def register(handler: F) -> F:
            self.register_error_handler(code_or_exception, handler)
            return handler

        return register

    @setup_word
    def register_error_handler(
        self, code_or_exception: int | type[Exception], handler: ErrorHandler
    ) -> None:
        """Register a function for an HTTP status or an exception class.

        :raises TypeError: an instance instead of a class was given.
        :raises ValueError: the code is no HTTP error, or the class no exception.
        """
        code, kind = error_kind(code_or_exception)
        refuse_uncallable("register_error_handler", handler)
        self.error_handler_spec[None][code][kind] = handler

    def _method_route(self, word: str, rule: str, options: dict[str, Any]) -> Callable[[F], F]:
        self.check_setup(word)
        refuse_bare(word, rule)
        if "methods" in options:
            message = f"{word}() sets the method itself. Use route(rule, methods=[…]) for several."
            raise TypeError(message)
        return self.route(rule, methods=[word.upper()], **options)

    def _take(self, word: str, registry: MutableMapping[Scope, list[View]], function: F) -> F:
        self.check_setup(word)
        refuse_uncallable(word, function)
        registry.setdefault(None, []).append(function)
        return function
