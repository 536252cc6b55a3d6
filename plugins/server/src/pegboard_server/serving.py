"""Which server serves, and what is refused before any does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server.by_gunicorn import serve_by_gunicorn
from pegboard_server.by_waitress import serve_by_waitress
from pegboard_server.development import serve_in_development
from pegboard_server.served import Served

__all__ = ["serve"]

_SERVERS: Mapping[str, Callable[[Served, ServeOptions], None]] = {
    "werkzeug": serve_in_development,
    "gunicorn": serve_by_gunicorn,
    "waitress": serve_by_waitress,
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
