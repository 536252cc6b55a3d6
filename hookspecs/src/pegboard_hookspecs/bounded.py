"""A body of a request that nobody said the length of, and that may only be so long."""

from __future__ import annotations

from typing import IO

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import LimitedStream

__all__ = ["BoundedStream"]


class BoundedStream(LimitedStream):
    """Reads a body to its end, or refuses it: what is over the limit is never cut off.

    :param stream: the body, which ends by itself.
    :param largest: bytes that it may have.
    """

    def __init__(self, stream: IO[bytes], largest: int) -> None:
        # One more, which only a body that is too large has.
        super().__init__(stream, largest + 1, is_max=True)
        self._largest = largest

    def readinto(self, b: bytearray) -> int | None:  # type: ignore[override]  # werkzeug's signature
        """Read into a buffer.

        :raises werkzeug.exceptions.RequestEntityTooLarge: the body is over the limit.
        """
        size = super().readinto(b)
        if self.tell() > self._largest:
            raise RequestEntityTooLarge
        return size
