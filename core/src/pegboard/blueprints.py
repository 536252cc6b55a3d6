"""Blueprints: set-up words that are recorded, and played back at each registration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pegboard_hookspecs import StaticFolder
from pegboard_hookspecs.errors import FrozenError

from pegboard.command_group import CommandGroup
from pegboard.scaffold import ErrorHandler, Scaffold, Scope, View, error_kind, setup_word

__all__ = ["Blueprint", "BlueprintHost", "BlueprintSetupState"]

F = TypeVar("F", bound=Callable[..., Any])
_UNSET: Any = object()
_REGISTRIES = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "template_context_processors",
    "url_value_preprocessors",
    "url_default_functions",
)


class BlueprintHost(Protocol):
    """What a blueprint asks of the application it is registered on."""

    blueprints: MutableMapping[str, Blueprint]
    view_functions: dict[str, View]
    cli: CommandGroup

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        *,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Register a route."""
        ...

    def add_static_folder(self, folder: StaticFolder) -> None:
        """Serve the files of a folder."""
        ...

    def registry(self, name: str) -> MutableMapping[Scope, list[View]]:
        """Give one of the registries that set-up words fill."""
        ...

    def add_error_handlers(
        self,
        scope: Scope,
        handlers: Mapping[int | None, Mapping[type[Exception], ErrorHandler]],
    ) -> None:
        """Take the error handlers of a scope."""
        ...

    def add_template_helper(self, kind: str, helper: Any, name: str | None) -> None:
        """Take a filter, test or global for templates."""
        ...


class BlueprintSetupState:
    """One registration of a blueprint, as recorded functions see it.

    :param blueprint: what is registered.
    :param app: where.
    :param options: ``url_prefix``, ``subdomain``, ``url_defaults``, ``name``, and for nested
        blueprints ``name_prefix``.
    :param first_registration: this blueprint has not been registered on this app before.
    """

    def __init__(
        self,
        blueprint: Blueprint,
        app: BlueprintHost,
        options: Mapping[str, Any],
        *,
        first_registration: bool,
    ) -> None:
        self.app = app
        self.blueprint = blueprint
        self.options = options
        self.first_registration = first_registration
        self.subdomain: str | None = options.get("subdomain", blueprint.subdomain)
        self.url_prefix: str | None = options.get("url_prefix", blueprint.url_prefix)
        self.name_prefix: str = options.get("name_prefix", "")
        self.name: str = options.get("name", blueprint.name)
        self.url_defaults = {**blueprint.url_values_defaults, **options.get("url_defaults", {})}

    @property
    def full_name(self) -> str:
        """The dotted name under which the blueprint is registered."""
        return f"{self.name_prefix}.{self.name}".lstrip(".")

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        **options: Any,
    ) -> None:
        """Register a route below the prefix, with the blueprint's name before its endpoint."""
        if endpoint is None and view_func is not None:
            endpoint = view_func.__name__
        options.setdefault("subdomain", self.subdomain)
        options["defaults"] = {**self.url_defaults, **(options.get("defaults") or {})}
        self.app.add_url_rule(
            _below(self.url_prefix, rule), f"{self.full_name}.{endpoint}", view_func, **options
        )


class Blueprint(Scaffold):
    """Routes and functions that are registered together, once or more often.

    :param name: the name in front of its endpoints; no dots.
    :param url_prefix: what its rules start with.
    :param subdomain: the subdomain of its rules.
    :param url_defaults: values that all its rules have.
    :param cli_group: the group of its commands: None merges them into the application's; by
        default the blueprint's name.
    """

    def __init__(
        self,
        name: str,
        import_name: str,
        static_folder: str | None = None,
        static_url_path: str | None = None,
        template_folder: str | None = None,
        url_prefix: str | None = None,
        subdomain: str | None = None,
        url_defaults: Mapping[str, Any] | None = None,
        root_path: str | None = None,
        cli_group: str | None = _UNSET,
    ) -> None:
        super().__init__(
            import_name,
            static_folder=static_folder,
            static_url_path=static_url_path,
            template_folder=template_folder,
            root_path=root_path,
        )
        _refuse_dots("blueprint", name)
        self.name = name
        self.url_prefix = url_prefix
        self.subdomain = subdomain
        self.url_values_defaults: Mapping[str, Any] = dict(url_defaults or {})
        self.cli_group = cli_group
        self.cli = CommandGroup(name)
        self.deferred_functions: list[Callable[[BlueprintSetupState], object]] = []
        self._children: list[tuple[Blueprint, dict[str, Any]]] = []
        self._is_registered = False

    def check_setup(self, word: str) -> None:
        """Refuse a set-up word after the first registration.

        :raises FrozenError: the blueprint is registered; the message names the word.
        """
        if self._is_registered:
            message = (
                f"The setup method {word!r} can no longer be called on the blueprint "
                f"{self.name!r}: it is registered already, so the change would be lost. Call it "
                "before register_blueprint()."
            )
            raise FrozenError(message)

    @setup_word
    def record(self, function: Callable[[BlueprintSetupState], object]) -> None:
        """Call a function at every registration."""
        self.deferred_functions.append(function)

    @setup_word
    def record_once(self, function: Callable[[BlueprintSetupState], object]) -> None:
        """Call a function at the first registration on an application."""

        def first_only(state: BlueprintSetupState) -> None:
            if state.first_registration:
                function(state)

        self.deferred_functions.append(first_only)

    @setup_word
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        *,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Record a route; see :meth:`Pegboard.add_url_rule`.

        :raises ValueError: endpoint or view have a dot in their names.
        """
        _refuse_dot("endpoint", endpoint)
        _refuse_dot("view", getattr(view_func, "__name__", None))
        self.deferred_functions.append(
            lambda state: state.add_url_rule(
                rule,
                endpoint,
                view_func,
                provide_automatic_options=provide_automatic_options,
                **options,
            )
        )

    @setup_word
    def endpoint(self, endpoint: str) -> Callable[[F], F]:
        """Tie the decorated view to an endpoint of the application; no prefix is added."""

        def register(view: F) -> F:
            self.record_once(lambda state: state.app.view_functions.__setitem__(endpoint, view))
            return view

        return register

    @setup_word
    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Nest another blueprint: it is registered whenever this one is.

        :raises ValueError: a blueprint cannot be nested in itself.
        """
        if blueprint is self:
            message = f"The blueprint {self.name!r} cannot be registered on itself. Nest another."
            raise ValueError(message)
        self._children.append((blueprint, options))

    def before_app_request(self, function: F) -> F:
        """Like ``before_request``, for every request of the application."""
        return self._for_app("before_app_request", "before_request_funcs", function)

    def after_app_request(self, function: F) -> F:
        """Like ``after_request``, for every request of the application."""
        return self._for_app("after_app_request", "after_request_funcs", function)

    def teardown_app_request(self, function: F) -> F:
        """Like ``teardown_request``, for every request of the application."""
        return self._for_app("teardown_app_request", "teardown_request_funcs", function)

    def app_context_processor(self, function: F) -> F:
        """Like ``context_processor``, for every template of the application."""
        return self._for_app("app_context_processor", "template_context_processors", function)

    def app_url_value_preprocessor(self, function: F) -> F:
        """Like ``url_value_preprocessor``, for every request of the application."""
        return self._for_app("app_url_value_preprocessor", "url_value_preprocessors", function)

    def app_url_defaults(self, function: F) -> F:
        """Like ``url_defaults``, for every endpoint of the application."""
        return self._for_app("app_url_defaults", "url_default_functions", function)

    @setup_word
    def app_errorhandler(self, code_or_exception: int | type[Exception]) -> Callable[[F], F]:
        """Like ``errorhandler``, for every request of the application."""

        def register(handler: F) -> F:
            code, kind = error_kind(code_or_exception)
            handlers = {code: {kind: handler}}
            self.record_once(lambda state: state.app.add_error_handlers(None, handlers))
            return handler

        return register

    def app_template_filter(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a filter of all templates."""
        return self._helper("filter", name)

    def app_template_test(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a test of all templates."""
        return self._helper("test", name)

    def app_template_global(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a global of all templates."""
        return self._helper("global", name)

    def add_app_template_filter(self, function: View, name: str | None = None) -> None:
        """Register a filter of all templates."""
        self._helper("filter", name)(function)

    def add_app_template_test(self, function: View, name: str | None = None) -> None:
        """Register a test of all templates."""
        self._helper("test", name)(function)

    def add_app_template_global(self, function: View, name: str | None = None) -> None:
        """Register a global of all templates."""
        self._helper("global", name)(function)

    def make_setup_state(
        self, app: BlueprintHost, options: Mapping[str, Any], *, first_registration: bool = False
    ) -> BlueprintSetupState:
        """Make the object that recorded functions are called with."""
        return BlueprintSetupState(self, app, options, first_registration=first_registration)

    def register(self, app: BlueprintHost, options: Mapping[str, Any]) -> None:
        """Play everything back on an application; called by ``app.register_blueprint``.

        :raises ValueError: the name is taken.
        """
        state = self.make_setup_state(
            app, options, first_registration=self not in app.blueprints.values()
        )
        _refuse_dots("blueprint", state.name)
        self._refuse_taken(app, state.full_name)
        app.blueprints[state.full_name] = self
        self._is_registered = True
        self._add_static(app, state)
        self._copy_registries(app, state)
        for function in self.deferred_functions:
            function(state)
        self._merge_commands(app, state)
        for child, child_options in self._children:
            child.register(app, _nested(child, child_options, state))

    def _for_app(self, word: str, registry: str, function: F) -> F:
        self.check_setup(word)
        self.record_once(
            lambda state: state.app.registry(registry).setdefault(None, []).append(function)
        )
        return function

    def _helper(self, kind: str, name: str | None) -> Callable[[F], F]:
        self.check_setup(f"app_template_{kind}")

        def register(function: F) -> F:
            self.record_once(lambda state: state.app.add_template_helper(kind, function, name))
            return function

        return register

    def _refuse_taken(self, app: BlueprintHost, name: str) -> None:
        other = app.blueprints.get(name)
        if other is not None:
            which = "this blueprint" if other is self else f"another blueprint ({other.import_name})"
            message = (
                f"The blueprint name {name!r} is taken by {which}. "
                "Register it under another name: register_blueprint(…, name=\"…\")."
            )
            raise ValueError(message)

    def _add_static(self, app: BlueprintHost, state: BlueprintSetupState) -> None:
        if self.static_folder is not None:
            url_path = _below(state.url_prefix, self.static_url_path or "")
            folder = StaticFolder(
                owner=state.full_name,
                path=Path(self.static_folder),
                url_path=url_path.rstrip("/"),
                endpoint=f"{state.full_name}.static",
                subdomain=state.subdomain,
            )
            app.add_static_folder(folder)

    def _copy_registries(self, app: BlueprintHost, state: BlueprintSetupState) -> None:
        scope = state.full_name
        for name in _REGISTRIES:
            own: list[View] = getattr(self, name).get(None, [])
            if own:
                app.registry(name).setdefault(scope, []).extend(own)
        if self.error_handler_spec:
            app.add_error_handlers(scope, self.error_handler_spec[None])

    def _merge_commands(self, app: BlueprintHost, state: BlueprintSetupState) -> None:
        group = state.options.get("cli_group", self.cli_group)
        app.cli.add_group(self.cli, state.name if group is _UNSET else group or "")


def _below(prefix: str | None, rule: str) -> str:
    """Join a prefix and a rule with exactly one slash; an empty rule is the prefix itself."""
    if prefix is None:
        return rule
    return f"{prefix.rstrip('/')}/{rule.lstrip('/')}" if rule else prefix


def _nested(
    child: Blueprint, options: Mapping[str, Any], parent: BlueprintSetupState
) -> dict[str, Any]:
    merged = dict(options)
    prefix = options.get("url_prefix", child.url_prefix)
    if parent.url_prefix is not None:
        merged["url_prefix"] = _below(parent.url_prefix, prefix or "")
    elif prefix is not None:
        merged["url_prefix"] = prefix
    subdomain = options.get("subdomain", child.subdomain)
    parts = [part for part in (subdomain, parent.subdomain) if part]
    merged["subdomain"] = ".".join(parts) or None
    merged["name_prefix"] = parent.full_name
    return merged


def _refuse_dots(what: str, name: str) -> None:
    if not name:
        message = f"The name of a {what} must not be empty. Give it one."
        raise ValueError(message)
    _refuse_dot(what, name)


def _refuse_dot(what: str, name: str | None) -> None:
    if name and "." in name:
        message = f"The name of a {what} must have no dot, but is {name!r}. Nesting adds the dots."
        raise ValueError(message)
