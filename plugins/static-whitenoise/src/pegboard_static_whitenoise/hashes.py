"""Hashes of contents, and names that have them."""

from __future__ import annotations

import hashlib
import os
import re
from typing import NamedTuple

from pegboard_hookspecs.static_kit import Signature, open_regular, signature_of

__all__ = ["Content", "Hashes", "digest_of", "with_hash", "without_hash"]

_MOST_KEPT = 4096
_LENGTH = 12
_HASHED = re.compile(rf"(.*)\.([0-9a-f]{{{_LENGTH}}})(\.[^./]*)?", re.DOTALL)


class Content(NamedTuple):
    """A file's content at one time.

    :param signature: what the file system noted of the change that made it.
    :param digest: its hash.
    """

    signature: Signature
    digest: str


class Hashes:
    """Hashes files, and remembers those that have not changed since."""

    def __init__(self) -> None:
        self._kept: dict[str, Content] = {}

    def content_of(self, path: str, state: os.stat_result) -> Content:
        """Give the hash of a regular file, which is read unless it is known.

        :raises FileNotFoundError: it is not there any more.
        :raises PermissionError: it may not be read.
        """
        kept = self._kept.get(path)
        if kept is not None and kept.signature == signature_of(state):
            return kept
        content = digest_of(path)
        if content.signature.is_settled:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[path] = content
        return content


def digest_of(path: str) -> Content:
    """Read a regular file and give its hash: the first 12 digits of SHA-256.

    :raises FileNotFoundError: no regular file has that path.
    :raises PermissionError: it may not be read.
    """
    descriptor, state = open_regular(path)
    with os.fdopen(descriptor, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Content(signature_of(state), digest[:_LENGTH])


def with_hash(name: str, digest: str) -> str:
    """Put a hash before the suffix of a name, or of a quoted path: ``a.css`` to ``a.HASH.css``."""
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    return f"{folder}{slash}{stem}.{digest}.{suffix}" if dot else f"{name}.{digest}"


def without_hash(name: str) -> tuple[str, str] | None:
    """Take a name apart into the plain one and the hash; None if there is none."""
    match = _HASHED.fullmatch(name)
    return None if match is None else (f"{match[1]}{match[3] or ''}", match[2])
