"""The options in front of a command: ``--app``, ``--debug``, ``--env-file``, ``--version``."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import click
from click.core import ParameterSource

from pegboard_flask.cli.env_files import load_dotenv
from pegboard_flask.cli.script_info import ScriptInfo
from pegboard_flask.standing_in import FLASK_VERSION

__all__ = ["app_option", "debug_option", "env_file_option", "get_version", "version_option"]


def get_version(ctx: click.Context, param: click.Parameter, value: Any) -> None:  # noqa: ARG001 - a callback's signature
    """Print the versions of Python, of Flask's names and of Werkzeug, and end."""
    if not value or ctx.resilient_parsing:
        return
    click.echo(
        f"Python {platform.python_version()}\n"
        f"Flask {FLASK_VERSION} (on Pegboard {version('pegboard-core')})\n"
        f"Werkzeug {version('werkzeug')}",
        color=ctx.color,
    )
    ctx.exit()


def _name_app(ctx: click.Context, param: click.Option, value: str | None) -> str | None:  # noqa: ARG001 - a callback's signature
    if value is not None:
        ctx.ensure_object(ScriptInfo).app_import_path = value
    return value


def _set_debug(ctx: click.Context, param: click.Option, value: bool) -> bool | None:  # noqa: FBT001 - a callback's signature
    source = ctx.get_parameter_source(str(param.name))
    if source in {None, ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP}:
        return None
    # The application may read it while it is imported.
    os.environ["FLASK_DEBUG"] = "1" if value else "0"
    return value


def _read_env_file(ctx: click.Context, param: click.Option, value: str | None) -> str | None:
    if value is not None and find_spec("dotenv") is None:
        raise click.BadParameter(
            "It needs a library that is not installed. Run: pip install python-dotenv",
            ctx=ctx,
            param=param,
        )
    load_defaults = ctx.ensure_object(ScriptInfo).load_dotenv_defaults
    if value is not None or load_defaults:
        load_dotenv(value, load_defaults=load_defaults)
    return value


#: Which application; heeded before the others, so that its commands are known.
app_option = click.Option(
    ["-A", "--app"],
    metavar="IMPORT",
    help="Which application: 'module', 'path/file.py', 'module:name' or 'module:factory(args)'. "
    "Without a name these are tried: app, application, create_app() and make_app().",
    is_eager=True,
    expose_value=False,
    callback=_name_app,
)

#: Debug mode; not heeded first, for a file of variables may say it, too.
debug_option = click.Option(
    ["--debug/--no-debug"],
    help="Switch debug mode on or off.",
    expose_value=False,
    callback=_set_debug,
)

#: Variables from a file; first of all, for it may name the application.
env_file_option = click.Option(
    ["-e", "--env-file"],
    type=click.Path(exists=True, dir_okay=False),
    help="Set environment variables from this file. It goes before '.env' and '.flaskenv', and "
    "what is set already before it. Needs python-dotenv.",
    is_eager=True,
    expose_value=False,
    callback=_read_env_file,
)

#: The versions.
version_option = click.Option(
    ["--version"],
    help="Show the versions of Python, Flask and Werkzeug.",
    expose_value=False,
    callback=get_version,
    is_flag=True,
    is_eager=True,
)
