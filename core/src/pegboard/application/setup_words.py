"""The words that set an application up, until it has started."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, TypeVar, overload

from pegboard.application.foundation import Foundation
from pegboard.blueprints import Blueprint, refuse_no_blueprint
from pegboard.config import Declarations
from pegboard.places import place_of_caller
from pegboard.plugins import local_hook, local_name
from pegboard.registration.registering import (
    ErrorHandler,
    Scope,
    View,
    refuse_asynchronous,
    refuse_bare,
    refuse_no_plugin,
    refuse_uncallable,
    setup_word,
)
from pegboard.registration.routes import make_route, refuse_overwriting
from pegboard_hookspecs.errors import FrozenError, RegistrationError

__all__ = ["SetupWords"]

F = TypeVar("F", bound=Callable[..., Any])


class SetupWords(Foundation):
    """An application as its author sees it, with the words of a scaffold."""

    def check_setup(self, word: str) -> None:
        """Refuse a set-up word after the start.

        :raises FrozenError: the application has started; the message names the word.
        """
        if self._is_frozen:
            message = (
                f"The setup method {word!r} can no longer be called on the application "
                f"{self.name!r}: it has started, so the change would come too late for some "
                "requests. Call it when the application is made."
            )
            raise FrozenError(message)

    @setup_word
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - Flask's signature
        *,
        methods: Iterable[str] | None = None,
        place: str | None = None,
        **options: Any,
    ) -> None:
        """Register a route.

        :param rule: the pattern, as in ``/users/<int:id>``.
        :param endpoint: the name to build it by; None takes the view's.
        :param view_func: the view; None for an endpoint whose view is tied to it elsewhere.
        :param provide_automatic_options: answer OPTIONS; None: unless it is among the methods.
        :param methods: HTTP methods; None takes the view's ``methods``, or GET.
        :param place: ``file:line`` to name in messages; None finds the caller.
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
            is_answering_by_default=self.config["PROVIDE_AUTOMATIC_OPTIONS"],
            place=place or place_of_caller(),
            options=options,
        )
        if view_func is not None:
            refuse_overwriting(self.view_functions, route.endpoint, view_func, route.place)
        if self.calls.add_route is not None:
            self.calls.add_route(self, route)
        self._routes.append(route)
        if view_func is not None:
            self.view_functions[route.endpoint] = view_func

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
        refuse_no_blueprint(blueprint)
        blueprint.register(self, options)

    @setup_word
    def register_plugin(self, plugin: object, name: str | None = None) -> None:
        """Take a plugin of the application's own, a class or an object with hooks.

        :param name: the end of its identity ``app:NAME``; None takes its class's name.
        :raises PluginRefusedError: it does not keep the contract.
        :raises RegistrationError: it is registered already, or another one has its identity.
        :raises ConfigurationError: a setting that it declares is another plugin's, or has a
            wrong value.
        """
        refuse_no_plugin(plugin)
        self.plugins.add(plugin, name, self.config.declarations)
        self.config.declare()

    @overload
    def hookimpl(self, hook: F) -> F: ...

    @overload
    def hookimpl(self, hook: str | None = None, *, wrapper: bool = False) -> Callable[[F], F]: ...

    @setup_word
    def hookimpl(
        self, hook: str | F | None = None, *, wrapper: bool = False
    ) -> F | Callable[[F], F]:
        """Make the decorated function an implementation of a hook.

        :param hook: the hook; None takes the function's name.
        :param wrapper: it is a generator that wraps the other implementations.
        :raises PluginRefusedError: there is no such hook, or it has no such argument.
        """
        if callable(hook):
            return self._add_hook(hook, None, wrapper=wrapper)
        return lambda function: self._add_hook(function, hook, wrapper=wrapper)

    @setup_word
    def teardown_appcontext(self, function: F) -> F:
        """Call a function at the end of each context, with its unhandled error or None."""
        refuse_uncallable("teardown_appcontext", function)
        self.teardown_appcontext_funcs.append(function)
        return function

    @setup_word
    def shell_context_processor(self, function: F) -> F:
        """Add the dictionary that a function returns to the names of ``pegboard shell``."""
        refuse_uncallable("shell_context_processor", function)
        refuse_asynchronous("shell_context_processor", function)
        self.shell_context_processors.append(function)
        return function

    def template_filter(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a filter of templates."""
        return self._helper_word("template_filter", "filter", name)

    def template_test(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a test of templates."""
        return self._helper_word("template_test", "test", name)

    def template_global(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a global of templates."""
        return self._helper_word("template_global", "global", name)

    def add_template_filter(self, function: View, name: str | None = None) -> None:
        """Register a filter of templates."""
        self._helper_word("add_template_filter", "filter", name)(function)

    def add_template_test(self, function: View, name: str | None = None) -> None:
        """Register a test of templates."""
        self._helper_word("add_template_test", "test", name)(function)

    def add_template_global(self, function: View, name: str | None = None) -> None:
        """Register a global of templates."""
        self._helper_word("add_template_global", "global", name)(function)

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
        """Take a filter, test or global for templates.

        :param name: None takes the helper's own.
        """
        name = name or getattr(helper, "__name__", None)
        if name is None:
            message = f'The {kind} {helper!r} of templates has no name. Give one as name="…".'
            raise RegistrationError(message)
        registry: dict[str, Any] = getattr(self, f"template_{kind}s")
        registry[name] = helper
        if self.calls.add_template_helper is not None:
            self.calls.add_template_helper(self, kind, name, helper)

    def _add_hook(self, function: F, hook: str | None, *, wrapper: bool) -> F:
        self.check_setup("hookimpl")
        refuse_uncallable("hookimpl", function)
        taken = [each.identity.partition(":")[2] for each in self.plugins.loaded]
        plugin = local_hook(function, hook, wrapper=wrapper)
        self.plugins.add(plugin, local_name(function, taken), Declarations())
        return function

    def _helper_word(self, word: str, kind: str, name: str | None) -> Callable[[F], F]:
        self.check_setup(word)
        refuse_bare(word, name)

        def register(function: F) -> F:
            refuse_uncallable(word, function)
            self.add_template_helper(kind, function, name)
            return function

        return register
