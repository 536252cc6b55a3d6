"""The body of a response on its way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

__all__ = ["Body"]


class Body:
    """Parts of a body, closed exactly once: when read to the end, aborted, or forgotten.

    :param parts: the encoded parts.
    :param close: gives back what the parts came from.
    """

    def __init__(self, parts: Iterator[bytes], close: Callable[[], object]) -> None:
        self._parts = parts
        self._close = close
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._parts)

    def close(self) -> None:
        """Give back what the parts came from; a second call does nothing."""
        if not self._is_closed:
            self._is_closed = True
            self._close()

    def __del__(self) -> None:
        # A server that loses the connection may forget the call that PEP 3333 asks for.
        self.close()
