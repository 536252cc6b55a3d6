"""The provider keeps the contract of its slot."""

from __future__ import annotations

from pegboard_contracts.sessions import SessionsContract

from acme_sessions_files import FileSessions


class TestFileSessions(SessionsContract):
    """What every provider of the slot ``sessions`` does."""

    provider = FileSessions
