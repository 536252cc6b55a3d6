"""The body of a file that is too large to be read at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

__all__ = ["FileBody"]

_CHUNK = 128 * 1024


class FileBody:
    """Reads a file piece by piece, and closes it exactly once.

    :param read: gives up to so many bytes, and none at the end.
    :param close: closes the file.
    :param count: how many bytes were promised to the client; None for all there are.
    :param name: the file, for messages.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        close: Callable[[], object],
        count: int | None,
        name: str,
    ) -> None:
        self._read = read
        self._close = close
        self._left = count
        self._name = name
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._is_closed:
            # The system may have given the descriptor to another file by now.
            raise ValueError(f"The file {self._name!r} is closed: its response was closed before.")
        if self._left is None:
            return self._next_of_all()
        if self._left == 0:
            raise StopIteration
        part = self._read(min(_CHUNK, self._left))
        if not part:
            # To end here would let the client take a part for the whole (RFC 9112, section 8).
            raise OSError(
                f"The file {self._name!r} shrank while it was sent: {self._left:,} bytes that were "
                "promised are missing. Replace files by renaming, not by writing into them."
            )
        self._left -= len(part)
        return part

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        if not self._is_closed:
            self._is_closed = True
            self._close()

    def __del__(self) -> None:
        # A server that loses the connection may forget the call that PEP 3333 asks for.
        self.close()

    def _next_of_all(self) -> bytes:
        part = self._read(_CHUNK)
        if not part:
            raise StopIteration
        return part
