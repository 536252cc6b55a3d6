"""``pegboard run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pegboard_hookspecs import Option, Program
from pegboard_hookspecs.serving_kit import debug_asked_for, parts_of, read_tls
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server.serving import serve_program

__all__ = ["Kind", "run"]

Kind = Literal["werkzeug", "gunicorn", "waitress"]


def run(
    program: Program,
    *,
    host: Annotated[str, Option(short="h")] = "127.0.0.1",
    port: Annotated[int, Option(short="p")] = 5000,
    server: Annotated[Kind, Option(short="s")] = "werkzeug",
    workers: Annotated[int | None, Option(short="w")] = None,
    debug: bool | None = None,
    reload: bool | None = None,
    debugger: bool | None = None,
    with_threads: bool = True,
    cert: Annotated[str | None, Option(metavar="FILE")] = None,
    key: Path | None = None,
    extra_files: list[Path] = [],  # noqa: B006 - only read
    exclude_patterns: Annotated[list[str], Option(metavar="PATTERN")] = [],  # noqa: B006 - only read
) -> None:
    """Serve the application.

    By default with a server for development: with debug mode it starts anew when code changes,
    and shows errors in an interactive debugger. For production, hand over to a server for it:
    pegboard run --server gunicorn --workers 4

    :param host: the address to listen on; 0.0.0.0 for all.
    :param port: the port to listen on; 0 takes a free one.
    :param server: what serves; gunicorn and waitress are for production.
    :param workers: processes of gunicorn, or threads of waitress.
    :param debug: debug mode; else PEGBOARD_DEBUG, or as the application says.
    :param reload: start anew when code changes; on with debug mode.
    :param debugger: interactive debugger; on with debug mode, on a loopback address only.
    :param with_threads: answer several requests at a time.
    :param cert: certificate for HTTPS: a file, 'adhoc', or the import path of an SSLContext.
    :param key: the key of the certificate.
    :param extra_files: another file or folder that is watched; may be repeated.
    :param exclude_patterns: files that are not watched; may be repeated.
    """
    given: dict[str, Any] = {
        "server": server,
        "workers": workers,
        "threaded": with_threads,
        "ssl_context": read_tls(cert, key),
        "extra_files": parts_of(extra_files),
        "exclude_patterns": parts_of(exclude_patterns),
    }
    is_debug = debug_asked_for(program, debug)
    options = ServeOptions(
        host=host,
        port=port,
        is_debug=bool(is_debug),
        use_reloader=reload,
        use_debugger=debugger,
        extra={name: value for name, value in given.items() if value is not None},
    )
    serve_program(program, options, is_debug=is_debug)
