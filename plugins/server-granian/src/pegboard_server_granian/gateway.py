"""WSGI (PEP 3333) where Granian's differs from it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

__all__ = ["Gateway"]

_StartResponse = Callable[..., object]


class Gateway:
    """What Granian calls: an application whose environ is as PEP 3333 has it.

    :param app: a WSGI application.
    """

    def __init__(
        self,
        app: Callable[..., Iterable[bytes]],
        *,
        is_multiprocess: bool,
        is_multithread: bool,
    ) -> None:
        self._app = app
        self._facts = {
            "wsgi.multiprocess": is_multiprocess,
            "wsgi.multithread": is_multithread,
        }
        # Granian gives the process's variables to each request, where these look like header
        # fields of the client. A host it always sets itself.
        self._strays = {
            name: value
            for name, value in os.environ.items()
            if name.startswith(("HTTP_", "CONTENT_")) and name != "HTTP_HOST"
        }

    def __call__(self, environ: dict[str, Any], start_response: _StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        environ.update(self._facts)
        if self._strays:
            self._take_strays_out(environ)
        if not environ["HTTP_HOST"]:
            del environ["HTTP_HOST"]
        protocol = environ["SERVER_PROTOCOL"]
        if protocol == "HTTP/1":
            environ["SERVER_PROTOCOL"] = "HTTP/1.0"
        environ["wsgi.input"] = _input(environ, protocol)
        start = _Start(start_response)
        body = self._app(environ, start)
        return _begun(body, start)

    def _take_strays_out(self, environ: dict[str, Any]) -> None:
        for name, value in self._strays.items():
            if environ.get(name) == value:
                del environ[name]


class _Start:
    """The ``start_response`` of one request, which gives a ``write``."""

    __slots__ = ("_start", "is_called", "is_sent", "written")

    def __init__(self, start: _StartResponse) -> None:
        self._start = start
        self.is_called = False
        self.is_sent = False
        self.written: list[bytes] = []

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        """Take a head; the last one before the first byte of the body counts."""
        if exc_info is None and self.is_called:
            raise AssertionError("start_response was called twice, without an error to tell of.")
        if exc_info is not None and self.is_sent:
            raise exc_info[1].with_traceback(exc_info[2])
        self.is_called = True
        self._start(status, headers)
        return self.written.append


class _Body:
    """A body whose first piece was asked for already."""

    def __init__(self, pieces: Iterator[bytes], body: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        """Close the application's body, if it can be."""
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


class _Received(io.RawIOBase):
    """The body of a request, of which Granian's own object reads well by size only."""

    def __init__(self, body: Any) -> None:
        self._received = body

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; less than all of it is the end."""
        piece: bytes = self._received.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _input(environ: dict[str, Any], protocol: str) -> Any:
    has_body = "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ
    if not has_body and protocol.startswith("HTTP/1"):
        return io.BytesIO()
    return io.BufferedReader(_Received(environ["wsgi.input"]))


def _begun(body: Iterable[bytes], start: _Start) -> Iterable[bytes]:
    """Give a body; one that starts its response with its first piece has done so."""
    if start.is_called and not start.written:
        start.is_sent = True
        return body
    pieces = iter(body)
    try:
        # Granian sends the head before it asks for the first piece.
        first = [] if start.is_called else [next(pieces, b"")]
    except BaseException:
        _Body(pieces, body).close()
        raise
    start.is_sent = True
    return _Body(chain(start.written, first, pieces), body)
