"""``flask run``."""

from __future__ import annotations

import os
import sys
from typing import Any

import click
from werkzeug import serving

from pegboard import Pegboard
from pegboard_flask.cli.options import debug_option
from pegboard_flask.cli.parameters import CertParamType, SeparatedPathType, checked_key
from pegboard_flask.cli.script_info import ScriptInfo, pass_script_info
from pegboard_flask.helpers import get_debug_flag
from pegboard_hookspecs.errors import PegboardError
from pegboard_hookspecs.serving_kit import Excuse, end_with_parent, say

__all__ = ["run_command", "show_server_banner"]


@click.command("run", short_help="Serve the application for development.", params=[debug_option])
@click.option("--host", "-h", default="127.0.0.1", help="The address to listen on.")
@click.option("--port", "-p", default=5000, help="The port to listen on; 0 takes a free one.")
@click.option(
    "--cert",
    type=CertParamType(),
    # Read before the key, wherever it stands.
    is_eager=True,
    help="Certificate for HTTPS: a file, 'adhoc', or the import path of an SSLContext.",
)
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, resolve_path=True),
    callback=checked_key,
    expose_value=False,
    help="The file with the key of the certificate.",
)
@click.option(
    "--reload/--no-reload", default=None, help="Start anew when code changes; on with debug mode."
)
@click.option(
    "--debugger/--no-debugger",
    default=None,
    help="The interactive debugger; on with debug mode, on a loopback address only.",
)
@click.option(
    "--with-threads/--without-threads", default=True, help="Answer several requests at a time."
)
@click.option(
    "--extra-files",
    type=SeparatedPathType(),
    help=f"More files that are watched for changes, separated by {os.pathsep!r}.",
)
@click.option(
    "--exclude-patterns",
    type=SeparatedPathType(),
    help=f"Patterns of files that are not watched, separated by {os.pathsep!r}.",
)
@pass_script_info
def run_command(
    info: ScriptInfo,
    host: str,
    port: int,
    cert: Any,
    reload: bool | None,  # noqa: FBT001 - click's
    debugger: bool | None,  # noqa: FBT001
    with_threads: bool,  # noqa: FBT001
    extra_files: list[str] | None,
    exclude_patterns: list[str] | None,
) -> None:
    """Serve the application by the server for development.

    With debug mode (--debug) it starts anew when code changes, and shows errors in an interactive
    debugger. It is not made for production: for that, hand the application to a WSGI server.
    """
    given = {
        "ssl_context": cert,
        "threaded": with_threads,
        "extra_files": extra_files,
        "exclude_patterns": exclude_patterns,
    }
    options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    try:
        app = info.load_app()
    except Exception as error:
        if not serving.is_running_from_reloader():
            raise
        _serve_excuse(error, host, port, debugger, options)
        return
    try:
        # The application's own run() does nothing where a command has imported it.
        Pegboard.run(
            app,
            host,
            port,
            load_dotenv=False,
            use_reloader=reload,
            use_debugger=debugger,
            **options,
        )
    except PegboardError as error:
        raise click.UsageError(str(error)) from error


def show_server_banner(debug: bool, app_import_path: str | None) -> None:  # noqa: FBT001 - Flask's signature
    """Say what is served, unless this process was started by the reloader."""
    if serving.is_running_from_reloader():
        return
    if app_import_path is not None:
        click.echo(f" * Serving Flask app {app_import_path!r}")
    click.echo(f" * Debug mode: {'on' if debug else 'off'}")


def _serve_excuse(
    error: Exception,
    host: str,
    port: int,
    debugger: bool | None,  # noqa: FBT001 - None is a third one
    options: dict[str, Any],
) -> None:
    """Serve why the application cannot be loaded, until a change mends it.

    Which part serves is up to the application, so here it is Werkzeug's server.
    """
    end_with_parent()
    use_debugger = get_debug_flag() if debugger is None else debugger
    excuse = Excuse(error, is_raised=use_debugger)
    say(excuse.text)
    watched = [*excuse.watched_files, *options.pop("extra_files", ())]
    serving.run_simple(
        host,
        port,
        excuse,
        use_reloader=True,
        use_debugger=use_debugger,
        extra_files=watched,
        **options,
    )
    sys.exit(0)
