"""The command ``flask``: its own commands, those of plugins, and those of the application."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

import click

from pegboard import current_app
from pegboard_flask.cli.app_group import AppGroup
from pegboard_flask.cli.finding import NoAppException
from pegboard_flask.cli.options import app_option, debug_option, env_file_option, version_option
from pegboard_flask.cli.routes import routes_command
from pegboard_flask.cli.run import run_command
from pegboard_flask.cli.script_info import ScriptInfo
from pegboard_flask.cli.shell import shell_command

__all__ = ["FlaskGroup"]

#: Distributions advertise commands for every application here.
_PLUGINS = "flask.commands"


class FlaskGroup(AppGroup):
    """A command line that finds its application, and has that one's commands too.

    :param add_default_commands: have ``run``, ``shell`` and ``routes``.
    :param create_app: makes the application, in place of a search.
    :param add_version_option: have ``--version``.
    :param load_dotenv: read ``.flaskenv`` and ``.env`` first.
    :param set_debug_flag: set the debug mode of the application as ``FLASK_DEBUG`` says.
    :param extra: as for :class:`click.Group`.
    """

    def __init__(
        self,
        add_default_commands: bool = True,  # noqa: FBT001, FBT002 - Flask's signature
        create_app: Callable[..., Any] | None = None,
        add_version_option: bool = True,  # noqa: FBT001, FBT002
        load_dotenv: bool = True,  # noqa: FBT001, FBT002
        set_debug_flag: bool = True,  # noqa: FBT001, FBT002
        **extra: Any,
    ) -> None:
        params: list[click.Parameter] = list(extra.pop("params", None) or ())
        params.extend((env_file_option, app_option, debug_option))
        if add_version_option:
            params.append(version_option)
        settings: dict[str, Any] = {
            "auto_envvar_prefix": "FLASK",
            **(extra.pop("context_settings", None) or {}),
        }
        super().__init__(params=params, context_settings=settings, **extra)
        self.create_app = create_app
        self.load_dotenv = load_dotenv
        self.set_debug_flag = set_debug_flag
        self._has_plugins = False
        if add_default_commands:
            self.add_command(run_command)
            self.add_command(shell_command)
            self.add_command(routes_command)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command: of the group or a plugin, else of the application."""
        own = self._own_command(ctx, cmd_name)
        if own is not None:
            return own
        try:
            app = ctx.ensure_object(ScriptInfo).load_app()
        except NoAppException as error:
            _complain(f"Error: {error.format_message()}\n")
            return None
        found: click.Command | None = app.cli.get_command(ctx, cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is to run; for one of the application that one is made current."""
        found = super().resolve_command(ctx, args)
        name, command, _ = found
        if command is not None and self._own_command(ctx, str(name)) is None:
            app: Any = ctx.ensure_object(ScriptInfo).load_app()
            current: Any = current_app
            if not current or current._get_current_object() is not app:  # noqa: SLF001 - what a proxy has for it
                # What click is told to call while it reads the words has the application, too.
                ctx.with_resource(app.app_context())
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands; why an application's are missing goes to standard error."""
        self._load_plugins()
        names = set(super().list_commands(ctx))
        try:
            names.update(ctx.ensure_object(ScriptInfo).load_app().cli.list_commands(ctx))
        except NoAppException as error:
            # The message of one that says all by itself.
            _complain(f"Error: {error.format_message()}\n")
        except Exception:  # noqa: BLE001 - whatever an application raises as it is imported
            _complain(f"{traceback.format_exc()}\n")
        return sorted(names)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Make the context of a run, with a :class:`ScriptInfo` unless one is given."""
        # Says to app.run(), at the end of a module that is imported now, that it is not wanted.
        os.environ["FLASK_RUN_FROM_CLI"] = "true"
        if "obj" not in extra and "obj" not in self.context_settings:
            extra["obj"] = ScriptInfo(
                create_app=self.create_app,
                set_debug_flag=self.set_debug_flag,
                load_dotenv_defaults=self.load_dotenv,
            )
        return super().make_context(info_name, args, parent=parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words in front of the command."""
        is_help = len(args) == 1 and args[0] in self.get_help_option_names(ctx)
        if is_help or (not args and self.no_args_is_help):
            # The help is shown before other options are read, and has the application's commands.
            env_file_option.handle_parse_result(ctx, {}, [])
            app_option.handle_parse_result(ctx, {}, [])
        return super().parse_args(ctx, args)

    def _own_command(self, ctx: click.Context, name: str) -> click.Command | None:
        self._load_plugins()
        return super().get_command(ctx, name)

    def _load_plugins(self) -> None:
        if self._has_plugins:
            return
        self._has_plugins = True
        for entry in entry_points(group=_PLUGINS):
            self.add_command(entry.load(), entry.name)


def _complain(text: str) -> None:
    click.secho(text, err=True, fg="red")
