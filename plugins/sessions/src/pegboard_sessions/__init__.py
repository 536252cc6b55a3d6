"""Pegboard's default sessions: signed cookies, opened on first use."""

from __future__ import annotations

from pegboard_sessions.provider import CookieSessions
from pegboard_sessions.session import CookieSession, UnavailableSession
from pegboard_sessions.signing import CookieSigner
from pegboard_sessions.tagging import TaggedJSON
from pegboard_sessions.tags import JSONTag

__all__ = [
    "CookieSession",
    "CookieSessions",
    "CookieSigner",
    "JSONTag",
    "TaggedJSON",
    "UnavailableSession",
]
