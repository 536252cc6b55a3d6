"""Pegboard's default sessions: signed cookies, opened on first use."""

from __future__ import annotations

from pegboard_hookspecs.session_kit import JSONTag, TaggedJSON
from pegboard_sessions.provider import CookieSessions
from pegboard_sessions.session import CookieSession, UnavailableSession
from pegboard_sessions.signing import CookieSigner

__all__ = [
    "CookieSession",
    "CookieSessions",
    "CookieSigner",
    "JSONTag",
    "TaggedJSON",
    "UnavailableSession",
]
