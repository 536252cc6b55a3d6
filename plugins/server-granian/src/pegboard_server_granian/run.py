"""``pegboard run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pegboard_hookspecs import Option, Program
from pegboard_hookspecs.serving_kit import debug_asked_for, parts_of, read_tls
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server_granian.serving import serve_program

__all__ = ["Http", "run"]

Http = Literal["auto", "1", "2"]


def run(
    program: Program,
    *,
    host: Annotated[str, Option(short="h")] = "127.0.0.1",
    port: Annotated[int, Option(short="p")] = 5000,
    workers: Annotated[int, Option(short="w")] = 1,
    threads: Annotated[int, Option(short="t")] = 4,
    debug: bool | None = None,
    reload: bool | None = None,
    debugger: bool | None = None,
    http: Http = "auto",
    access_log: bool | None = None,
    graceful_timeout: Annotated[int, Option(metavar="SECONDS")] = 30,
    cert: Annotated[str | None, Option(metavar="FILE")] = None,
    key: Path | None = None,
    extra_files: list[Path] = [],  # noqa: B006 - only read
    exclude_patterns: Annotated[list[str], Option(metavar="PATTERN")] = [],  # noqa: B006 - only read
) -> None:
    """Serve the application by Granian.

    With debug mode it starts anew when code changes, and shows errors in an interactive
    debugger. In production, with several processes: pegboard run --workers 4 --threads 8

    :param host: the address to listen on; 0.0.0.0 for all.
    :param port: the port to listen on; 0 takes a free one.
    :param workers: processes; each loads the application where there are several.
    :param threads: threads of each process, which is how many requests it answers at a time.
    :param debug: debug mode; else PEGBOARD_DEBUG, or as the application says.
    :param reload: start anew when code changes; on with debug mode.
    :param debugger: interactive debugger; on with debug mode, on a loopback address only.
    :param http: the version of HTTP: what the client speaks, or one of them only.
    :param access_log: a line for each request; on with debug mode.
    :param graceful_timeout: how long answers that have begun may take when the server ends.
    :param cert: certificate for HTTPS: a file, or 'adhoc' for one that is made up.
    :param key: the key of the certificate.
    :param extra_files: another file or folder that is watched; may be repeated.
    :param exclude_patterns: files that are not watched; may be repeated.
    """
    is_debug = debug_asked_for(program, debug)
    given: dict[str, Any] = {
        "workers": workers,
        "threads": threads,
        "http": http,
        "access_log": access_log,
        "graceful_timeout": graceful_timeout,
        "ssl_context": read_tls(cert, key),
        "extra_files": parts_of(extra_files),
        "exclude_patterns": parts_of(exclude_patterns),
    }
    options = ServeOptions(
        host=host,
        port=port,
        is_debug=bool(is_debug),
        use_reloader=reload,
        use_debugger=debugger,
        extra={name: value for name, value in given.items() if value is not None},
    )
    serve_program(program, options, is_debug=is_debug)
