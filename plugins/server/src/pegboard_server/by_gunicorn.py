"""Serving in production by gunicorn."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from pegboard_hookspecs import Application
from pegboard_hookspecs.errors import CommandError, PegboardError
from pegboard_hookspecs.serving_kit import Served, check_free, refuse_unknown, say
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server.library import library

__all__ = ["serve_by_gunicorn"]

_KNOWN = frozenset(
    {"exclude_patterns", "extra_files", "server", "ssl_context", "threaded", "workers"}
)
_THREADS = 4
_UNIX = "unix://"
# A setting that only newer versions of gunicorn have.
_CONTROL_SOCKET = "control_socket_disable"


def serve_by_gunicorn(served: Served, options: ServeOptions) -> None:
    """Hand over to gunicorn. Each worker loads and starts an application of its own.

    Threads are on unless ``threaded`` says otherwise: a browser opens connections ahead of
    need, and each would hold a worker without them. What the variable ``GUNICORN_CMD_ARGS``
    says goes before everything else, as with gunicorn's own command.

    :raises CommandError: gunicorn is not installed, cannot do what was asked, or the address
        is not free.
    """
    refuse_unknown(options, "gunicorn", _KNOWN)
    if options.use_debugger:
        raise CommandError("gunicorn has no interactive debugger. Drop --debugger.")
    base = library("gunicorn.app.base").BaseApplication
    settings = _settings(options)
    served.describe()
    check_free(options.host, options.port)
    _application(base, lambda: _worker_app(served), settings).run()


def _settings(options: ServeOptions) -> dict[str, Any]:
    host = f"[{options.host}]" if ":" in options.host else options.host
    is_unix = options.host.startswith(_UNIX)
    settings: dict[str, Any] = {
        "bind": f"unix:{options.host.removeprefix(_UNIX)}" if is_unix else f"{host}:{options.port}",
        "reload": bool(options.use_reloader),
        "reload_extra_files": list(options.extra.get("extra_files", ())),
        **_tls(options),
    }
    if "workers" in options.extra:
        settings["workers"] = options.extra["workers"]
    if options.extra.get("threaded", True):
        settings["threads"] = _THREADS
    return settings


def _tls(options: ServeOptions) -> dict[str, str]:
    context: object = options.extra.get("ssl_context")
    match context:
        case None:
            return {}
        case (str(cert), str(key)):
            return {"certfile": cert, "keyfile": key}
        case _:
            raise CommandError("gunicorn wants files for HTTPS: --cert FILE --key FILE.")


def _application(base: Any, load: Callable[[], Application], settings: dict[str, Any]) -> Any:
    def load_config(self: Any) -> None:
        config = self.cfg
        namespace: argparse.Namespace = config.parser().parse_args(config.get_cmd_args_from_env())
        given = {name: value for name, value in vars(namespace).items() if value is not None}
        # It would be a file in the home folder, the same for every server of one user.
        quiet = {_CONTROL_SOCKET: True} if _CONTROL_SOCKET in config.settings else {}
        for name, value in (settings | quiet | given).items():
            if name != "args":
                config.set(name, value)

    def load_app(_: object) -> Application:
        return load()

    members: dict[str, Any] = {"load_config": load_config, "load": load_app}
    # The class is made here because gunicorn need not be installed, and has no types.
    return type("PegboardApplication", (base,), members)()


def _worker_app(served: Served) -> Application:
    try:
        return served.started()
    except PegboardError as error:
        say(f"Error: {error}")
        # gunicorn ends, instead of starting the worker again, when this code says why.
        sys.exit(library("gunicorn.arbiter").Arbiter.APP_LOAD_ERROR)
