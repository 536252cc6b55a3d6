"""Identifiers of sessions, and the names of the files that belong to them."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

__all__ = ["file_name", "is_file_name", "is_identifier", "new_identifier"]

# Small letters only: where a file system takes "A" for "a", two identifiers are still two files.
_IDENTIFIER = re.compile(r"[0-9a-f]{64}")
_FILE_NAME = re.compile(r"[0-9a-f]{64}\.(json|[^.]+\.part)")


def new_identifier() -> str:
    """Give an identifier that nobody can guess."""
    return secrets.token_hex(32)


def is_identifier(text: str) -> bool:
    """Say whether a text looks like what ``new_identifier`` gives."""
    return _IDENTIFIER.fullmatch(text) is not None


def file_name(identifier: str) -> str:
    """Give the name of a session's file, from which the identifier cannot be told."""
    if not is_identifier(identifier):
        raise ValueError("This is not the identifier of a session.")
    return sha256(identifier.encode()).hexdigest() + ".json"


def is_file_name(name: str) -> bool:
    """Say whether a file is one of a session, or was on its way to become one."""
    return _FILE_NAME.fullmatch(name) is not None
