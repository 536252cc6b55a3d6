"""How a server is told to end."""

from __future__ import annotations

import signal
import sys
import threading

__all__ = ["end_when_told"]


def end_when_told() -> None:
    """End the process in order, with code 0, when it gets SIGTERM; as Ctrl-C does."""
    # Another thread can set no signal handler, and whoever serves from one ends it himself.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end)


def _end(signal_number: int, frame: object) -> None:  # noqa: ARG001 - what handlers are given
    sys.exit(0)
