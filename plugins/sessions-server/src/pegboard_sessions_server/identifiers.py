"""Identifiers of sessions: what the browser holds, and what the store is told of it."""

from __future__ import annotations

import hashlib
import re
import secrets

__all__ = ["is_token", "key_of", "new_token"]

#: Bytes of randomness in an identifier: 256 bits.
_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Make an identifier that nobody can guess: 43 characters that are safe in a cookie."""
    return secrets.token_urlsafe(_BYTES)


def is_token(text: str) -> bool:
    """Say whether a text looks like :func:`new_token`'s; nothing else is worth a look-up."""
    return _TOKEN.fullmatch(text) is not None


def key_of(token: str) -> str:
    """Give what a store knows a session by: its identifier's SHA-256, in hexadecimal digits.

    Whoever reads the store cannot make a cookie of it. With so much randomness in the identifier
    neither salt nor a slow hash would add anything.
    """
    return hashlib.sha256(token.encode()).hexdigest()
