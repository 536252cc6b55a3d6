"""Addresses as Granian wants them, and whether somebody listens there."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from pegboard_hookspecs.slots import ServeOptions

__all__ = ["address_of", "free_port", "is_answered", "url_of"]

_UNIX = "unix://"


def free_port(host: str) -> int:
    """Give a port of an address on which nobody listens; none for a socket in the file system."""
    if host.startswith(_UNIX):
        return 0
    family, kind, protocol, _, address = _looked_up(host, 0)
    with socket.socket(family, kind, protocol) as probe:
        probe.bind(address)
        port: int = probe.getsockname()[1]
    return port


def address_of(options: ServeOptions) -> dict[str, Any]:
    """Give where to listen in Granian's words, which are numbers: it looks no name up."""
    if options.host.startswith(_UNIX):
        return {"uds": Path(options.host.removeprefix(_UNIX))}
    return {"address": _looked_up(options.host, options.port)[4][0], "port": options.port}


def url_of(options: ServeOptions) -> str:
    """Give the address for a browser."""
    if options.host.startswith(_UNIX):
        return options.host
    host = f"[{options.host}]" if ":" in options.host else options.host
    scheme = "https" if options.extra.get("ssl_context") is not None else "http"
    return f"{scheme}://{host}:{options.port}"


def is_answered(options: ServeOptions) -> bool:
    """Say whether somebody listens."""
    if options.host.startswith(_UNIX):
        family, kind = socket.AF_UNIX, socket.SOCK_STREAM
        address: Any = options.host.removeprefix(_UNIX)
    else:
        family, kind, _, _, address = _looked_up(options.host, options.port)
    with socket.socket(family, kind) as probe:
        # All addresses are this machine's own, too, and whoever connects to them reaches it.
        return probe.connect_ex(address) == 0


def _looked_up(host: str, port: int) -> Any:  # a tuple whose last part differs by family
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
