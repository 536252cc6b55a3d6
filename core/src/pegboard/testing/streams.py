"""The streams of a process, replaced for the time that a command runs in a test."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from typing import TextIO

__all__ = ["CapturedStreams", "capture"]


class CapturedStreams:
    """What was printed: to each stream, and to both in the order of a terminal."""

    def __init__(self) -> None:
        both = BytesIO()
        self._both = both
        self._out = _Copied(both)
        self._err = _Copied(both)
        self.out = _text(self._out)
        self.err = _text(self._err)

    @property
    def stdout(self) -> str:
        """What was printed to standard output."""
        return _read(self._out)

    @property
    def stderr(self) -> str:
        """What was printed to standard error."""
        return _read(self._err)

    @property
    def output(self) -> str:
        """What was printed to either, in the order in which it was printed."""
        return _read(self._both)


@contextmanager
def capture(typed: str) -> Generator[CapturedStreams, None, None]:
    """Replace the streams of this process, and what asks for passwords.

    :param typed: what is read from standard input.
    """
    streams = CapturedStreams()
    with ExitStack() as stack:
        stack.enter_context(_input(typed))
        stack.enter_context(redirect_stdout(streams.out))
        stack.enter_context(redirect_stderr(streams.err))
        yield streams


class _Copied(BytesIO):
    """Bytes that are written to another stream as well."""

    def __init__(self, other: BytesIO) -> None:
        super().__init__()
        self._other = other

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # a text stream gives bytes
        self._other.write(data)
        return super().write(data)


@contextmanager
def _input(typed: str) -> Generator[None, None, None]:
    before, ask = sys.stdin, getpass.getpass
    sys.stdin = _text(BytesIO(typed.encode()))
    # It would ask the terminal behind the test.
    getpass.getpass = _ask
    try:
        yield
    finally:
        sys.stdin, getpass.getpass = before, ask


def _ask(prompt: str = "Password: ", stream: TextIO | None = None) -> str:  # noqa: ARG001 - as getpass
    return input(prompt)


def _text(stream: BytesIO) -> TextIOWrapper:
    return TextIOWrapper(stream, encoding="utf-8", newline="\n", write_through=True)


def _read(stream: BytesIO) -> str:
    return stream.getvalue().decode(errors="replace")
