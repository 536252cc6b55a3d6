"""The address that a server listens on: who can reach it, and whether it is free."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from ipaddress import ip_address

from pegboard_hookspecs.errors import CommandError

__all__ = ["check_free", "is_loopback"]

_UNIX = "unix://"
_LAST_PORT = 65535


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    if host.startswith(_UNIX) or host in {"localhost", "localhost."}:
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def check_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on.

    :raises CommandError: it cannot; the message says why, and the cure.
    """
    if host.startswith(_UNIX):
        return
    if not 0 <= port <= _LAST_PORT:
        raise CommandError(f"{port} is no port. Give one from 0 to {_LAST_PORT}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise _refusal(host, port, error) from None
    with socket.socket(family, kind, protocol) as probe:
        if os.name == "posix":
            # As servers do; a port is then free as soon as nobody listens any more.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise _refusal(host, port, error) from None


def _refusal(host: str, port: int, error: Exception) -> CommandError:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return CommandError(
            f"Port {port} on {host} is in use by another program. Stop that program, or take "
            f"another port, as in: --port {_next(port)}"
        )
    if number == errno.EACCES:
        return CommandError(f"Port {port} needs privileges. Take one above 1023: --port 8000")
    return CommandError(
        f"{host!r} is no address of this machine ({error}). Try --host 127.0.0.1, or 0.0.0.0 "
        "for all addresses."
    )


def _next(port: int) -> int:
    return port + 1 if port < _LAST_PORT else port - 1
