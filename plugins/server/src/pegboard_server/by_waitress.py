"""Serving in production by waitress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit import (
    Served,
    check_free,
    end_when_told,
    refuse_unknown,
    say,
)
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server.library import library

__all__ = ["check_waitress", "serve_by_waitress"]

_KNOWN = frozenset(
    {"exclude_patterns", "extra_files", "server", "ssl_context", "threaded", "workers"}
)
_THREADS = 4
_UNIX = "unix://"


def check_waitress(options: ServeOptions) -> None:
    """Refuse what waitress cannot do, before anything is loaded.

    :raises CommandError: waitress is not installed, cannot do what was asked, or the address is
        not free.
    """
    refuse_unknown(options, "waitress", _KNOWN)
    _refuse_impossible(options)
    library("waitress")
    check_free(options.host, options.port)


def serve_by_waitress(served: Served, options: ServeOptions) -> None:
    """Hand over to waitress: one process, ``workers`` threads.

    :raises CommandError: as for :func:`check_waitress`.
    """
    check_waitress(options)
    app = served.started()
    server = library("waitress").create_server(app, **_settings(options))
    for address in _listening(server, options):
        say(f" * Serving {app.name} on {address} by waitress")
    end_when_told()
    server.run()


def _refuse_impossible(options: ServeOptions) -> None:
    if options.use_debugger:
        raise CommandError("waitress has no interactive debugger. Drop --debugger.")
    if options.use_reloader:
        raise CommandError("waitress does not start anew by itself. Drop --reload.")
    if options.extra.get("ssl_context") is not None:
        raise CommandError(
            "waitress speaks no HTTPS. Put a proxy that does in front of it, or take "
            "--server gunicorn."
        )


def _settings(options: ServeOptions) -> dict[str, Any]:
    threads = int(options.extra.get("workers", _THREADS))
    if options.host.startswith(_UNIX):
        return {"unix_socket": options.host.removeprefix(_UNIX), "threads": threads}
    return {"host": options.host, "port": options.port, "threads": threads}


def _listening(server: Any, options: ServeOptions) -> Iterator[str]:
    if options.host.startswith(_UNIX):
        yield options.host
        return
    one = [(getattr(server, "effective_host", ""), getattr(server, "effective_port", 0))]
    for host, port in getattr(server, "effective_listen", one):
        yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
