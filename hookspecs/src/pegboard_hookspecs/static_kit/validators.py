"""Entity tags of files (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import hashlib
import os
import time
from typing import NamedTuple

from pegboard_hookspecs.static_kit.source import LargeFile, SmallFile, Source

__all__ = ["EntityTags", "Signature", "quoted", "signature_of"]

_MOST_KEPT = 1024
# Clocks of file systems tick coarsely: a second change may leave no trace for so long.
_SETTLED_AFTER = 2_000_000_000


class Signature(NamedTuple):
    """What the file system notes of a change; the change time cannot be set by programs."""

    modified: int
    changed: int
    size: int
    inode: int

    @property
    def is_settled(self) -> bool:
        """The change is so long ago that another one would have left its trace."""
        return abs(time.time_ns() - self.changed) >= _SETTLED_AFTER


class EntityTags:
    """Gives files strong entity tags, and remembers those of small ones.

    A small file's tag is made of its content: the same on every machine that serves it, and
    another one after each edit, though size and time are set back. A large file's is made of
    what the file system notes of a change.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Signature, str]] = {}

    def tag_of(self, source: Source) -> str | None:
        """Give the tag of a file as it was opened, in quotes; None for what is no file."""
        if isinstance(source, SmallFile):
            return self._tag_of_content(source)
        if isinstance(source, LargeFile):
            return f'"{"-".join(f"{part:x}" for part in signature_of(source.state))}"'
        return None

    def _tag_of_content(self, file: SmallFile) -> str:
        signature = signature_of(file.state)
        kept = self._kept.get(file.path)
        if kept is not None and kept[0] == signature:
            return kept[1]
        tag = f'"{hashlib.blake2b(file.content, digest_size=16).hexdigest()}"'
        self._keep(file.path, signature, tag)
        return tag

    def _keep(self, path: str, signature: Signature, tag: str) -> None:
        if not signature.is_settled:
            return
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[path] = signature, tag


def quoted(etag: str) -> str:
    """Give an entity tag as it is sent, from one with or without its quotes.

    :raises ValueError: it has quotes within.
    """
    bare = etag.removeprefix("W/").removeprefix('"').removesuffix('"')
    if '"' in bare:
        raise ValueError(f"The entity tag {etag!r} has quotes within. Remove them.")
    return etag if etag.startswith(('"', 'W/"')) else f'"{etag}"'


def signature_of(state: os.stat_result) -> Signature:
    """Give what the file system notes of a change of a file."""
    return Signature(state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
