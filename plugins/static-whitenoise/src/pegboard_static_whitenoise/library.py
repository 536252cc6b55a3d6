"""What WhiteNoise knows of a file."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from whitenoise import WhiteNoise
from whitenoise.responders import NotARegularFileError, StaticFile

from pegboard_hookspecs.slots import FileOptions
from pegboard_hookspecs.static_kit import Signature, VanishedError, signature_of
from pegboard_static_whitenoise.variants import Variant

__all__ = ["KnownFile", "Library", "is_current"]

# Fields that depend on the variant, the request or the application: the kit writes them.
_OF_THE_KIT = frozenset(
    {
        "cache-control",
        "content-encoding",
        "content-length",
        "content-type",
        "etag",
        "last-modified",
    }
)
_UNKNOWN = "application/octet-stream"
# Files of one deployment are written one after the other, in whichever order.
_OLDER_AT_MOST = 2.0


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file and its variants.

    :param signature: what the file system noted of its last change.
    :param options: how it is sent: by its type, unless the name is to tell it.
    :param variants: its forms, the smallest first.
    :param is_immutable: WhiteNoise's test says that it never changes.
    :param more: further fields of its responses.
    """

    signature: Signature
    options: FileOptions
    variants: tuple[Variant, ...]
    is_immutable: bool
    more: tuple[tuple[str, str], ...]


class Library(WhiteNoise):
    """WhiteNoise, told by settings, and asked for one file at a time."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__(
            None,
            autorefresh=True,
            max_age=None,
            allow_all_origins=config["WHITENOISE_ALLOW_ALL_ORIGINS"],
            mimetypes=config["WHITENOISE_MIMETYPES"],
        )
        pattern: str | None = config["WHITENOISE_IMMUTABLE_FILE_TEST"]
        self._immutable = None if pattern is None else re.compile(pattern)

    def immutable_file_test(self, path: str, url: str) -> bool:  # noqa: ARG002 - as WhiteNoise asks
        """Say whether what a URL gives never changes."""
        return self._immutable is not None and self._immutable.search(url) is not None

    def know(self, path: str, url: str, state: os.stat_result) -> KnownFile:
        """Look at a regular file and what lies beside it.

        A variant that is older than the file is of an earlier content, and left out.

        :raises VanishedError: it is not there any more.
        """
        try:
            found = self.get_static_file(path, url)
        except NotARegularFileError as error:
            raise VanishedError(errno.ENOENT, "This file has just vanished", path) from error
        _, _, fields = found.alternatives[0]
        return KnownFile(
            signature_of(state),
            FileOptions(mimetype=self._type(path)),
            tuple(_current(found, path, state)),
            self.immutable_file_test(path, url),
            tuple(each for each in fields if each[0].lower() not in _OF_THE_KIT),
        )

    def _type(self, path: str) -> str | None:
        """Give the type that WhiteNoise knows; None leaves it to the kit, which knows more."""
        found = self.media_types.get_type(path)
        return None if found == _UNKNOWN else found


def is_current(place: str, state: os.stat_result) -> bool:
    """Say whether a variant is there, and of the content that a file has in that state."""
    try:
        return os.stat(place).st_mtime >= state.st_mtime - _OLDER_AT_MOST  # noqa: PTH116 - text
    except FileNotFoundError:
        return False


def _current(found: StaticFile, path: str, state: os.stat_result) -> Iterator[Variant]:
    for _, place, fields in found.alternatives:
        if place == path or is_current(place, state):
            yield Variant(dict(fields).get("Content-Encoding"), place)
