"""What is refused before anything is served, and which process serves."""

from __future__ import annotations

import multiprocessing
import sys
from dataclasses import replace

from pegboard_hookspecs import Program
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit import (
    Served,
    check_free,
    end_with_parent,
    greet,
    is_debugger_on,
    is_reloader_on,
    refuse_unknown,
    run_app,
)
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server_granian.addresses import free_port
from pegboard_server_granian.processes import serve_in_processes
from pegboard_server_granian.reloading import port_of_parent, start_again_and_again
from pegboard_server_granian.settings import KNOWN, workers_of

__all__ = ["serve", "serve_program"]


def serve(served: Served, options: ServeOptions) -> None:
    """Serve until the process is told to end.

    With the reloader this process only starts another one, again and again, which serves.

    :raises CommandError: what was asked for is not safe or not possible; the message has the cure.
    """
    _check(options)
    inherited = port_of_parent()
    if inherited is not None:
        end_with_parent()
        serve_in_processes(served, replace(options, port=inherited), is_reloading=True)
        return
    check_free(options.host, options.port)
    chosen = replace(options, port=options.port or free_port(options.host))
    greet(served, chosen)
    if is_reloader_on(chosen):
        code = start_again_and_again(chosen.port)
        if code:
            sys.exit(code)
    else:
        serve_in_processes(served, chosen, is_reloading=False)


def serve_program(program: Program, options: ServeOptions, *, is_debug: bool | None) -> None:
    """Serve the application of a program: by its own ``run``, so that plugins see it.

    Not where another process loads it, as behind the reloader and in each of several workers,
    nor where it cannot be loaded, and its error is served.

    :param is_debug: debug mode as it was asked for; None leaves it to the application.
    :raises CommandError: as for :func:`serve`.
    """
    _check(options)
    served = Served(program.find_app, program.load_app)
    if _is_there(served, options):
        run_app(program, options, is_debug=is_debug)
    else:
        serve(served, options)


def _check(options: ServeOptions) -> None:
    if "fork" not in multiprocessing.get_all_start_methods():
        raise CommandError(
            "Granian serves from a copy of this process, and this system cannot copy processes. "
            "Take the default server: pip uninstall pegboard-server-granian"
        )
    refuse_unknown(options, "granian", KNOWN)
    is_debugger_on(options)
    if options.use_debugger and workers_of(options) > 1:
        raise CommandError(
            "The interactive debugger keeps what it shows in one process. Drop --workers, or "
            "--debugger."
        )
    if port_of_parent() is None:
        check_free(options.host, options.port)


def _is_there(served: Served, options: ServeOptions) -> bool:
    """Say whether the application can be had in this process, to be served from a copy of it."""
    if port_of_parent() is None:
        return workers_of(options) == 1 and not is_reloader_on(options)
    # Before the application is imported, which takes its time and may be interrupted.
    end_with_parent()
    if workers_of(options) > 1:
        return False
    try:
        served.load()
    except Exception:  # noqa: BLE001 - it is raised again where it is shown
        return False
    return True
