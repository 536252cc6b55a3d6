"""Blueprints with Flask's attributes, and what a registration hands to recorded functions."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import Any

import pegboard
from pegboard.blueprints import BlueprintSetupState
from pegboard_flask.resources import Resources

__all__ = ["Blueprint", "BlueprintSetupState"]

_UNSET: Any = object()


class Blueprint(Resources, pegboard.Blueprint):  # type: ignore[misc]  # ``cli`` is click's
    """Routes and functions that are registered together; see :class:`pegboard.Blueprint`."""

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
        pegboard.Blueprint.__init__(
            self,
            name,
            import_name,
            static_folder,
            static_url_path,
            template_folder,
            url_prefix,
            subdomain,
            url_defaults,
            root_path,
        )
        self.cli_group = cli_group
        self.cli = self.make_cli()

    def add_app_template_global(self, f: Any, name: str | None = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # Flask's name
        """Register a global of all templates: a function, or any other value with a name."""
        self.check_setup("add_app_template_global")
        self.record_once(lambda state: state.app.add_template_helper("global", f, name))

    @property
    def _got_registered_once(self) -> bool:
        return self._is_registered

    @_got_registered_once.setter
    def _got_registered_once(self, value: bool) -> None:
        self._is_registered = value

    def _check_setup_finished(self, f_name: str) -> None:
        self.check_setup(f_name)

    @property
    def _blueprints(self) -> list[tuple[Any, dict[str, Any]]]:
        return self._children

    def _add_static(self, app: Any, state: Any) -> None:  # noqa: ARG002 - the kernel's signature
        if self.has_static_folder:
            state.add_url_rule(
                f"{self.static_url_path}/<path:filename>",
                view_func=self.send_static_file,
                endpoint="static",
            )

    def _merge_commands(self, app: Any, state: Any) -> None:
        if not self.cli.commands:
            return
        group = state.options.get("cli_group", self.cli_group)
        if group is None:
            app.cli.commands.update(self.cli.commands)
            return
        self.cli.name = state.full_name if group is _UNSET else group
        app.cli.add_command(self.cli)
