"""Which server serves, and what is refused before any does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pegboard_hookspecs import Program
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit import Served, run_app
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server.by_gunicorn import serve_by_gunicorn
from pegboard_server.by_waitress import check_waitress, serve_by_waitress
from pegboard_server.development import check_development, is_there, serve_in_development

__all__ = ["serve", "serve_program"]

_SERVERS: Mapping[str, Callable[[Served, ServeOptions], None]] = {
    "werkzeug": serve_in_development,
    "gunicorn": serve_by_gunicorn,
    "waitress": serve_by_waitress,
}
#: Of the servers that serve what this process has loaded.
_CHECKS: Mapping[str, Callable[[ServeOptions], None]] = {
    "werkzeug": check_development,
    "waitress": check_waitress,
}


def serve(served: Served, options: ServeOptions) -> None:
    """Serve by the server that the option ``server`` names, Werkzeug's when it names none.

    :raises CommandError: there is no such server, or what was asked for is not safe or not
        possible; the message has the cure.
    """
    name = options.extra.get("server", "werkzeug")
    server = _SERVERS.get(name)
    if server is None:
        raise CommandError(f"There is no server {name!r}. Take one of {', '.join(_SERVERS)}.")
    server(served, options)


def serve_program(program: Program, options: ServeOptions, *, is_debug: bool | None) -> None:
    """Serve the application of a program: by its own ``run``, so that plugins see it.

    Not where another process loads it, as behind the reloader and in gunicorn's workers, nor
    where it cannot be loaded, and its error is served.

    :param is_debug: debug mode as it was asked for; None leaves it to the application.
    :raises CommandError: as for :func:`serve`.
    """
    served = Served(program.find_app, program.load_app)
    check = _CHECKS.get(options.extra["server"])
    if check is not None:
        check(options)
    if check is None or (check is check_development and not is_there(served, options)):
        serve(served, options)
        return
    run_app(program, options, is_debug=is_debug)
