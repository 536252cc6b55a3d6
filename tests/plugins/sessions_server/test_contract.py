"""The contract of the slot ``sessions``, by the suite that any provider has to pass."""

from __future__ import annotations

from pegboard_contracts.sessions import SessionsContract
from pegboard_sessions_server import ServerSessions


class TestServerSessions(SessionsContract):
    provider = ServerSessions
