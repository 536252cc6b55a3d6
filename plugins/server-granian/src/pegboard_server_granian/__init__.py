"""Serves applications by Granian, a server that is written in Rust."""

from __future__ import annotations

from pegboard_server_granian.provider import GranianServer

__all__ = ["GranianServer"]
