"""How a server is told to end."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ["end_when_told", "ending_once"]


def end_when_told() -> None:
    """End the process in order, with code 0, when it gets SIGTERM; as Ctrl-C does."""
    # Another thread can set no signal handler, and whoever serves from one ends it himself.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end)


@contextmanager
def ending_once() -> Generator[None, None, None]:
    """From the end of the block on, let no second SIGTERM disturb what ends the process.

    For the main thread, which is the only one that the reloader serves from.
    """
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _end(signal_number: int, frame: object) -> None:  # noqa: ARG001 - what handlers are given
    with ending_once():
        sys.exit(0)
