"""One registration of a blueprint: where it is registered, and with which options."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any, Protocol

from pegboard.registration import CommandGroup, ErrorHandler, Scope, View
from pegboard_hookspecs import StaticFolder

__all__ = ["BlueprintHost", "BlueprintSetupState", "RegisteredBlueprint", "below", "nested_options"]


class BlueprintHost(Protocol):
    """What a blueprint asks of the application it is registered on."""

    @property
    def blueprints(self) -> MutableMapping[str, Any]:
        """The registered blueprints, by their dotted names."""
        ...

    @property
    def view_functions(self) -> MutableMapping[str, View]:
        """The views, by endpoint."""
        ...

    @property
    def cli(self) -> CommandGroup:
        """The application's commands."""
        ...

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - Flask's signature
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


class RegisteredBlueprint(Protocol):
    """What a registration asks of its blueprint."""

    name: str
    url_prefix: str | None
    subdomain: str | None
    url_values_defaults: Mapping[str, Any]


class BlueprintSetupState:
    """One registration of a blueprint, as recorded functions see it.

    :param blueprint: what is registered.
    :param app: where.
    :param options: ``url_prefix``, ``subdomain``, ``url_defaults``, ``name``, for nested
        blueprints ``name_prefix``, and whatever recorded functions look for.
    :param first_registration: this blueprint has not been registered on this app before.
    """

    def __init__(
        self,
        blueprint: RegisteredBlueprint,
        app: BlueprintHost,
        options: Mapping[str, Any],
        first_registration: bool,  # noqa: FBT001 - Flask's signature
    ) -> None:
        self.app = app
        self.blueprint = blueprint
        self.options = options
        self.first_registration = first_registration
        self.subdomain: str | None = _given(options, "subdomain", blueprint.subdomain)
        self.url_prefix: str | None = _given(options, "url_prefix", blueprint.url_prefix)
        self.name_prefix: str = options.get("name_prefix", "")
        self.name: str = _given(options, "name", blueprint.name)
        self.url_defaults: dict[str, Any] = {
            **blueprint.url_values_defaults,
            **(options.get("url_defaults") or {}),
        }

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
        name = endpoint or getattr(view_func, "__name__", None)
        options["defaults"] = {**self.url_defaults, **(options.get("defaults") or {})}
        if options.get("subdomain") is None:
            options["subdomain"] = self.subdomain
        self.app.add_url_rule(
            below(self.url_prefix, rule),
            None if name is None else f"{self.full_name}.{name}",
            view_func,
            **options,
        )


def below(prefix: str | None, rule: str) -> str:
    """Join a prefix and a rule with exactly one slash; an empty rule is the prefix itself."""
    if prefix is None:
        return rule
    return f"{prefix.rstrip('/')}/{rule.lstrip('/')}" if rule else prefix


def nested_options(
    child: RegisteredBlueprint, options: Mapping[str, Any], parent: BlueprintSetupState
) -> dict[str, Any]:
    """Give the options of a nested registration: prefixes, subdomains and names combine."""
    merged = dict(options)
    prefix: str | None = _given(options, "url_prefix", child.url_prefix)
    if parent.url_prefix is not None:
        prefix = below(parent.url_prefix, prefix or "")
    merged["url_prefix"] = prefix
    subdomain = _given(options, "subdomain", child.subdomain)
    parts = [part for part in (subdomain, parent.subdomain) if part]
    merged["subdomain"] = ".".join(parts) or None
    merged["name_prefix"] = parent.full_name
    return merged


def _given(options: Mapping[str, Any], name: str, default: Any) -> Any:
    value = options.get(name)
    return default if value is None else value
