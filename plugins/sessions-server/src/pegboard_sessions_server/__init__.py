"""Sessions kept on the server: the cookie has an identifier, and a store has the rest."""

from __future__ import annotations

from pegboard_sessions_server.answering import StoreDownError
from pegboard_sessions_server.provider import ServerSessions
from pegboard_sessions_server.session import ServerSession
from pegboard_sessions_server.stores import Counts, NotListedError, Record, Store

__all__ = [
    "Counts",
    "NotListedError",
    "Record",
    "ServerSession",
    "ServerSessions",
    "Store",
    "StoreDownError",
]
