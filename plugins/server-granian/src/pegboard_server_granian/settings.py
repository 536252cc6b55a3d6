"""Options in Granian's own words."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from ssl import SSLError
from tempfile import TemporaryDirectory
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server_granian.addresses import address_of
from pegboard_server_granian.logs import QUIET

__all__ = ["KNOWN", "certificate_of", "settings_of", "threads_of", "unreadable", "workers_of"]

#: What the provider takes beyond the contract. ``processes`` and ``threaded`` are what the
#: default one calls them; ``granian`` has more arguments of Granian's own server class.
KNOWN = frozenset(
    {
        "access_log",
        "exclude_patterns",
        "extra_files",
        "graceful_timeout",
        "granian",
        "http",
        "processes",
        "ssl_context",
        "threaded",
        "threads",
        "workers",
    }
)
_THREADS = 4
_SECONDS_TO_END = 30
#: Nobody waits for a stream without an end when a save has changed what it is made of.
_SECONDS_TO_RELOAD = 1


def workers_of(options: ServeOptions) -> int:
    """Give the number of processes that serve."""
    return _number(options, "workers", _number(options, "processes", 1))


def threads_of(options: ServeOptions) -> int:
    """Give the number of threads in each of them."""
    return _number(options, "threads", _THREADS if options.extra.get("threaded", True) else 1)


def settings_of(
    options: ServeOptions, certificate: Mapping[str, Path], *, is_reloading: bool
) -> dict[str, Any]:
    """Give the arguments of Granian's server class.

    :raises CommandError: there is no such version of HTTP, or a number is none.
    """
    spoken = str(options.extra.get("http", "auto"))
    if spoken not in {each.value for each in HTTPModes}:
        raise CommandError(f"There is no HTTP version {spoken!r} here. Take auto, 1 or 2.")
    access_log = options.extra.get("access_log")
    patience = _number(options, "graceful_timeout", _SECONDS_TO_END)
    return {
        **address_of(options),
        **certificate,
        "interface": Interfaces.WSGI,
        # WSGI has none, and Granian would say so at each start.
        "websockets": False,
        "workers": workers_of(options),
        "blocking_threads": threads_of(options),
        "http": HTTPModes(spoken),
        "log_level": LogLevels.warning,
        "log_dictconfig": QUIET,
        "log_access": options.is_debug if access_log is None else bool(access_log),
        "workers_kill_timeout": _SECONDS_TO_RELOAD if is_reloading else patience,
        **options.extra.get("granian", {}),
    }


@contextmanager
def certificate_of(options: ServeOptions) -> Generator[Mapping[str, Path]]:
    """Give the files of the certificate in Granian's words; those of a made-up one for a while.

    :raises CommandError: there are no files.
    """
    context: object = options.extra.get("ssl_context")
    match context:
        case None:
            yield {}
        case (str(cert), str(key)):
            yield {"ssl_cert": Path(cert), "ssl_key": Path(key)}
        case "adhoc":
            # Hardly anybody makes a certificate up.
            from werkzeug.serving import make_ssl_devcert  # noqa: PLC0415

            with TemporaryDirectory() as folder:
                cert, key = make_ssl_devcert(str(Path(folder) / "adhoc"), cn=options.host)
                yield {"ssl_cert": Path(cert), "ssl_key": Path(key)}
        case _:
            raise CommandError("Granian wants files for HTTPS: --cert FILE --key FILE.")


def unreadable(certificate: Mapping[str, Path], error: SSLError) -> CommandError:
    """Make the error for files that are no certificate, or whose key is that of another."""
    cert, key = certificate["ssl_cert"], certificate["ssl_key"]
    return CommandError(
        f"{str(cert)!r} and {str(key)!r} are no certificate and its key ({error}). Name "
        "two files in PEM that belong together."
    )


def _number(options: ServeOptions, name: str, default: int) -> int:
    value: object = options.extra.get(name, default)
    if not isinstance(value, int) or value < 1:
        raise CommandError(f"{name} is {value!r}; it must be 1 or more.")
    return value
