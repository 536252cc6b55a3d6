"""The command line: the command ``flask``, and what applications and extensions add to it.

Commands are click's. See :class:`FlaskGroup` for where they come from.
"""

from __future__ import annotations

import click

from pegboard_flask.cli.app_group import AppGroup
from pegboard_flask.cli.env_files import load_dotenv
from pegboard_flask.cli.finding import (
    NoAppException,
    find_app_by_string,
    find_best_app,
    locate_app,
    prepare_import,
)
from pegboard_flask.cli.flask_group import FlaskGroup
from pegboard_flask.cli.native import native_commands
from pegboard_flask.cli.options import get_version, version_option
from pegboard_flask.cli.parameters import CertParamType, SeparatedPathType
from pegboard_flask.cli.routes import routes_command
from pegboard_flask.cli.run import run_command, show_server_banner
from pegboard_flask.cli.script_info import ScriptInfo, pass_script_info, with_appcontext
from pegboard_flask.cli.shell import shell_command
from pegboard_flask.helpers import get_debug_flag, get_load_dotenv

__all__ = [
    "AppGroup",
    "CertParamType",
    "FlaskGroup",
    "NoAppException",
    "ScriptInfo",
    "SeparatedPathType",
    "cli",
    "click",
    "find_app_by_string",
    "find_best_app",
    "get_debug_flag",
    "get_load_dotenv",
    "get_version",
    "load_dotenv",
    "locate_app",
    "main",
    "native_commands",
    "pass_script_info",
    "prepare_import",
    "routes_command",
    "run_command",
    "shell_command",
    "show_server_banner",
    "version_option",
    "with_appcontext",
]

#: The command ``flask``.
cli = FlaskGroup(
    name="flask",
    help="""\
Work on a Flask application, by Pegboard.

The application is named by the option '--app' or the variable 'FLASK_APP', or is found in a file
'wsgi.py' or 'app.py' in the current folder.
""",
)


def main() -> None:
    """Run the command ``flask`` with the words of the process, and end."""
    cli.main()
