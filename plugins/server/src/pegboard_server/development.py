"""Serving in development: Werkzeug's server, its reloader and its debugger."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from werkzeug import serving

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit import (
    Excuse,
    Served,
    check_free,
    end_when_told,
    end_with_parent,
    ending_once,
    greet,
    holding_children,
    is_debugger_on,
    is_reloader_on,
    refuse_unknown,
    say,
    watched_files,
)
from pegboard_hookspecs.slots import ServeOptions

__all__ = ["check_development", "is_there", "serve_in_development"]

#: Those of :func:`werkzeug.serving.run_simple`, which documents them.
_PASSED = frozenset(
    {
        "exclude_patterns",
        "passthrough_errors",
        "processes",
        "reloader_interval",
        "reloader_type",
        "request_handler",
        "ssl_context",
        "static_files",
        "threaded",
        "use_evalex",
    }
)
_KNOWN = _PASSED | {"extra_files", "server"}


def check_development(options: ServeOptions) -> None:
    """Refuse what this server cannot do, before anything is loaded.

    :raises CommandError: the debugger is not allowed here, or the address is not free.
    """
    if "workers" in options.extra:
        raise CommandError(
            "The server for development has no workers. Add --server gunicorn, or drop --workers."
        )
    refuse_unknown(options, "werkzeug", _KNOWN)
    is_debugger_on(options)
    if not serving.is_running_from_reloader():
        check_free(options.host, options.port)


def is_there(served: Served, options: ServeOptions) -> bool:
    """Say whether an application can be had in this process.

    Not where it only starts others, each of which loads the application, nor where it was started
    so and the application cannot be loaded.
    """
    if not serving.is_running_from_reloader():
        return not is_reloader_on(options)
    # Before the application is imported, which takes its time and may be interrupted.
    end_with_parent()
    try:
        served.load()
    except Exception:  # noqa: BLE001 - it is raised again where it is shown
        return False
    return True


def serve_in_development(served: Served, options: ServeOptions) -> None:
    """Serve until the process is told to end.

    With the reloader this process only starts another one, again and again, which loads the
    application and serves it.

    :raises CommandError: as for :func:`check_development`.
    """
    check_development(options)
    use_debugger = is_debugger_on(options)
    use_reloader = is_reloader_on(options)
    is_child = serving.is_running_from_reloader()
    if not is_child:
        greet(served, options)
    app: Any = None
    if is_child:
        end_with_parent()
        app = _loaded_or_excused(served, use_debugger=use_debugger)
    elif not use_reloader:
        app = served.started()
        end_when_told()
    passed = {name: options.extra[name] for name in _PASSED & options.extra.keys()}
    with _ending_in_order(is_child=is_child, use_reloader=use_reloader):
        # Looked up when it is called, so that a test may put something in its place.
        serving.run_simple(
            options.host,
            options.port,
            app,
            use_reloader=use_reloader,
            use_debugger=use_debugger,
            extra_files=watched_files(app, options),
            **{"threaded": passed.get("processes", 1) == 1, **passed},
        )


def _ending_in_order(*, is_child: bool, use_reloader: bool) -> AbstractContextManager[None]:
    if is_child:
        return ending_once()
    return holding_children() if use_reloader else nullcontext()


def _loaded_or_excused(served: Served, *, use_debugger: bool) -> Any:
    try:
        return served.started()
    except Exception as error:  # noqa: BLE001 - shown, and mended by the next save
        excuse = Excuse(error, is_raised=use_debugger)
        say(excuse.text)
        return excuse
