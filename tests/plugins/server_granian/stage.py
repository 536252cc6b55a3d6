"""The requests of a client that minds every byte."""

from __future__ import annotations

import socket

__all__ = ["exchange"]


def exchange(port: int, *parts: bytes) -> bytes:
    """Send bytes to a server of this machine, and read until it hangs up."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        for part in parts:
            connection.sendall(part)
        return b"".join(iter(lambda: connection.recv(65536), b""))
