"""Where the bytes of a response come from: a path or a file object."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from functools import partial
from typing import IO, Protocol

from pegboard_hookspecs.static_kit.body import FileBody
from pegboard_hookspecs.static_kit.opening import open_regular

__all__ = ["LargeFile", "SmallFile", "Source", "Stream", "open_file"]

_SMALL = 64 * 1024
_SIZED = (io.BytesIO, io.FileIO, io.BufferedReader, io.BufferedRandom)


class Source(Protocol):
    """Bytes that can be sent once."""

    @property
    def path(self) -> str | None:
        """The file's path, if it has one."""
        ...

    @property
    def state(self) -> os.stat_result | None:
        """The file's state when it was opened, if it is one of the file system."""
        ...

    @property
    def size(self) -> int | None:
        """How many bytes there are; None when nobody knows before they are read."""
        ...

    def body(self, start: int, end: int | None) -> Iterable[bytes]:
        """Give a part of them, to be closed by whoever reads it."""
        ...

    def close(self) -> None:
        """Close what the bytes are read from."""
        ...


class SmallFile:
    """A file that was read at once and is closed already.

    Its size is that of its content, whatever the file system said before.
    """

    def __init__(self, path: str, state: os.stat_result, content: bytes) -> None:
        self.path = path
        self.state = state
        self.content = content
        self.size = len(content)

    def body(self, start: int, end: int | None) -> Iterable[bytes]:
        """Give a part of the content."""
        return [self.content[start:end]]

    def close(self) -> None:
        """Do nothing: it is closed."""


class LargeFile:
    """A file that is read while it is sent.

    :param descriptor: what it is read from; closed with the source, or with the body.
    """

    def __init__(self, path: str, state: os.stat_result, descriptor: int) -> None:
        self.path = path
        self.state = state
        self.size = state.st_size
        self._descriptor = descriptor
        self._is_given_away = False

    def body(self, start: int, end: int | None) -> Iterable[bytes]:
        """Give a part of the file; the body closes it."""
        os.lseek(self._descriptor, start, os.SEEK_SET)
        self._is_given_away = True
        count = (self.size if end is None else end) - start
        read, close = partial(os.read, self._descriptor), partial(os.close, self._descriptor)
        return FileBody(read, close, count, self.path)

    def close(self) -> None:
        """Close the file, unless a body does."""
        if not self._is_given_away:
            self._is_given_away = True
            os.close(self._descriptor)


class Stream:
    """A binary file object, from where it stands to its end.

    :param file: the object; closed with the source, or with the body.
    :param name: what it is called in messages.
    """

    path = None
    state = None

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name
        self._start, self.size = _extent(file)
        self._is_closed = False

    def body(self, start: int, end: int | None) -> Iterable[bytes]:
        """Give a part of what the object has left; the body closes it."""
        if start:
            self._file.seek(self._start + start)
        count = None if end is None else end - start
        return FileBody(self._file.read, self.close, count, self._name)

    def close(self) -> None:
        """Close the object; a second call does nothing."""
        if not self._is_closed:
            self._is_closed = True
            self._file.close()


def open_file(path: str) -> SmallFile | LargeFile:
    """Open a regular file.

    :raises FileNotFoundError: no regular file has that path.
    :raises PermissionError: it may not be read.
    """
    descriptor, state = open_regular(path)
    if state.st_size > _SMALL:
        return LargeFile(path, state, descriptor)
    try:
        return SmallFile(path, state, _read(descriptor, state.st_size))
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int) -> bytes:
    content = os.read(descriptor, size)
    while len(content) < size and (part := os.read(descriptor, size - len(content))):
        content += part
    return content


def _extent(file: IO[bytes]) -> tuple[int, int | None]:
    """Give where a file object stands and how much follows.

    Others than plain files may have to read themselves to the end to know: they are not asked.
    """
    if not isinstance(getattr(file, "file", file), _SIZED):
        return 0, None
    try:
        start = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(start)
    except (OSError, ValueError):
        return 0, None
    return start, max(end - start, 0)
