"""Blueprints: set-up words that are recorded, and played back at each registration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from pegboard.blueprints.setup import BlueprintHost, BlueprintSetupState, below, nested_options
from pegboard.blueprints.words import BlueprintWords
from pegboard.context import current
from pegboard.places import place_of_caller
from pegboard.registration import CommandGroup
from pegboard.registration.registering import Scope, View, refuse_uncallable, setup_word
from pegboard.registration.routes import refuse_overwriting
from pegboard_hookspecs import StaticFolder
from pegboard_hookspecs.errors import FrozenError, RegistrationError

__all__ = ["Blueprint", "refuse_no_blueprint"]

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


class Blueprint(BlueprintWords):
    """Routes and functions that are registered together, once or more often.

    :param name: the name in front of its endpoints; no dots.
    :param import_name: the module that makes it, usually ``__name__``.
    :param static_folder: folder of static files, relative to ``root_path``.
    :param static_url_path: what their URLs start with, below the prefix; None takes the
        folder's name.
    :param template_folder: folder of templates, relative to ``root_path``.
    :param url_prefix: what its rules start with.
    :param subdomain: the subdomain of its rules.
    :param url_defaults: values that all its rules have.
    :param root_path: the folder of the module; None finds it.
    :param cli_group: the group of its commands, one word or several with spaces between them:
        ``"shop orders"`` makes ``pegboard shop orders …``. None merges them into the
        application's; by default it is the blueprint's name.
    """

    def __init__(
        self,
        name: str,
        import_name: str,
        static_folder: str | PathLike[str] | None = None,
        static_url_path: str | None = None,
        template_folder: str | PathLike[str] | None = None,
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
        _refuse_bad_name(name)
        self.name = name
        self.url_prefix = url_prefix
        self.subdomain = subdomain
        self.url_values_defaults: Mapping[str, Any] = dict(url_defaults or {})
        self.cli_group = cli_group
        self.cli = CommandGroup(name)
        self.deferred_functions: list[Callable[[BlueprintSetupState], object]] = []
        self._children: list[tuple[Blueprint, dict[str, Any]]] = []
        self._is_registered = False
        self._place = place_of_caller()

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
        refuse_uncallable("record", function)
        self.deferred_functions.append(function)

    @setup_word
    def record_once(self, function: Callable[[BlueprintSetupState], object]) -> None:
        """Call a function at the first registration on an application."""
        refuse_uncallable("record_once", function)

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
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - Flask's signature
        **options: Any,
    ) -> None:
        """Record a route; see :meth:`pegboard.Pegboard.add_url_rule`.

        :raises ValueError: endpoint or view have a dot in their names.
        """
        _refuse_dot("an endpoint", endpoint)
        _refuse_dot("a view", getattr(view_func, "__name__", None))
        options["provide_automatic_options"] = provide_automatic_options
        # Here, because the line that registers the blueprint says nothing about the route.
        options.setdefault("place", place_of_caller())
        self.deferred_functions.append(
            lambda state: state.add_url_rule(rule, endpoint, view_func, **options)
        )

    @setup_word
    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Nest another blueprint: it is registered whenever this one is.

        :param options: as for :meth:`pegboard.Pegboard.register_blueprint`; prefixes, subdomains
            and names combine.
        :raises ValueError: a blueprint cannot be nested in itself.
        """
        refuse_no_blueprint(blueprint)
        if blueprint._holds(self):
            message = (
                f"The blueprint {self.name!r} cannot be registered on itself, nor below itself. "
                "Nest another."
            )
            raise ValueError(message)
        self._children.append((blueprint, options))

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Say for how many seconds clients may keep a file of this blueprint's static folder.

        What the application says, unless a subclass knows better.
        """
        age: int | None = current("get_send_file_max_age").app.get_send_file_max_age(filename)
        return age

    def make_setup_state(
        self,
        app: BlueprintHost,
        options: Mapping[str, Any],
        first_registration: bool = False,  # noqa: FBT001, FBT002 - Flask's signature
    ) -> BlueprintSetupState:
        """Make the object that recorded functions are called with."""
        return BlueprintSetupState(self, app, options, first_registration)

    def register(self, app: BlueprintHost, options: Mapping[str, Any]) -> None:
        """Play everything back on an application; called by ``app.register_blueprint``.

        :raises ValueError: the name is taken.
        """
        is_first = all(other is not self for other in app.blueprints.values())
        state = self.make_setup_state(app, options, first_registration=is_first)
        _refuse_bad_name(state.name)
        self._refuse_taken(app, state.full_name)
        app.blueprints[state.full_name] = self
        self._is_registered = True
        self._add_static(app, state)
        self._copy_registries(app, state.full_name)
        for function in self.deferred_functions:
            function(state)
        self._tie_views(app)
        self._merge_commands(app, state)
        for child, child_options in self._children:
            child.register(app, nested_options(child, child_options, state))

    def __repr__(self) -> str:
        return f"<Blueprint {self.name!r}>"

    def _holds(self, other: Blueprint) -> bool:
        return self is other or any(
            child._holds(other)  # noqa: SLF001 - it is of this class
            for child, _ in self._children
        )

    def _refuse_taken(self, app: BlueprintHost, name: str) -> None:
        other: Blueprint | None = app.blueprints.get(name)
        if other is not None:
            place = other._place  # noqa: SLF001 - it is of this class
            which = (
                f"this blueprint, which is registered already (it is made at {place})"
                if other is self
                else f"another blueprint, made at {place}; this one is made at {self._place}"
            )
            message = (
                f"The name {name!r} is taken by {which}. "
                'Register it under another name: register_blueprint(…, name="…").'
            )
            raise ValueError(message)

    def _add_static(self, app: BlueprintHost, state: BlueprintSetupState) -> None:
        if self.static_folder is not None:
            url_path = below(state.url_prefix, self.static_url_path or "")
            folder = StaticFolder(
                owner=state.full_name,
                path=Path(self.static_folder),
                url_path=url_path.rstrip("/"),
                endpoint=f"{state.full_name}.static",
                subdomain=state.subdomain,
                max_age=self.get_send_file_max_age,
            )
            app.add_static_folder(folder)

    def _copy_registries(self, app: BlueprintHost, scope: str) -> None:
        for name in _REGISTRIES:
            own: dict[Scope, list[View]] = getattr(self, name)
            for inner, functions in own.items():
                # A key that was only looked at is none: a request would look at it, too.
                if functions:
                    app.registry(name).setdefault(_within(scope, inner), []).extend(functions)
        for inner, handlers in self.error_handler_spec.items():
            app.add_error_handlers(_within(scope, inner), handlers)

    def _tie_views(self, app: BlueprintHost) -> None:
        """Give the application the views of ``endpoint()``; no prefix is added."""
        for endpoint, view in self.view_functions.items():
            refuse_overwriting(app.view_functions, endpoint, view)
            app.view_functions[endpoint] = view

    def _merge_commands(self, app: BlueprintHost, state: BlueprintSetupState) -> None:
        group = state.options.get("cli_group", self.cli_group)
        app.cli.add_group(self.cli, state.full_name if group is _UNSET else group or "")


def _within(scope: str, inner: Scope) -> str:
    """Give the application's key for one of a blueprint's registries."""
    return scope if inner is None else f"{scope}.{inner}"


def refuse_no_blueprint(given: object) -> None:
    """Refuse something else in place of a blueprint.

    :raises RegistrationError: it is none.
    """
    if not isinstance(given, Blueprint):
        message = f"{given!r} is no blueprint. Give register_blueprint() a Blueprint(…)."
        raise RegistrationError(message)


def _refuse_bad_name(name: object) -> None:
    if not isinstance(name, str) or not name:
        message = f"The name of a blueprint must be a text and not be empty, but is {name!r}."
        raise ValueError(message)
    _refuse_dot("a blueprint", name)


def _refuse_dot(what: str, name: str | None) -> None:
    if name and "." in name:
        message = f"The name of {what} must have no dot, but is {name!r}. Nesting adds the dots."
        raise ValueError(message)
