"""What ties the process that serves to the one that watches: told to end, both end in order.

Werkzeug's reloader kills the process that it started. Here the watching process waits for the
signal itself, and lets go of a pipe instead; whoever serves at its other end then tells itself to
end, as it does when the watching process is gone for any other reason.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager

__all__ = ["end_with_parent", "holding_children"]

#: Tells the other process which end of the pipe is its own.
_VARIABLE = "PEGBOARD_LIFELINE"


@contextmanager
def holding_children() -> Generator[None, None, None]:
    """Tie the processes that are started meanwhile to this one; see the module.

    Does nothing in a thread, which no signal reaches, nor where the system cannot wait for one.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signals = {signal.SIGINT, signal.SIGTERM}
    theirs, ours = os.pipe()
    os.set_inheritable(theirs, True)  # noqa: FBT003 - takes no keyword
    os.environ[_VARIABLE] = str(theirs)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    watcher = threading.Thread(target=_let_go, args=(signals, ours), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        if watcher.is_alive():
            signal.pthread_kill(watcher.ident or 0, signal.SIGTERM)
        watcher.join()
        del os.environ[_VARIABLE]
        os.close(theirs)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """Tie this process to the one that started it, if that one holds its children."""
    ours = os.environ.pop(_VARIABLE, None)
    if ours is None:
        return
    descriptor = int(ours)
    os.set_inheritable(descriptor, False)  # noqa: FBT003 - takes no keyword
    threading.Thread(target=_end, args=(descriptor,), daemon=True).start()
    # They were blocked for this process, too; what arrived until now was kept.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})


def _let_go(signals: set[signal.Signals], descriptor: int) -> None:
    signal.sigwait(signals)
    os.close(descriptor)


def _end(descriptor: int) -> None:
    # Nothing is ever written: the read ends with the other process.
    os.read(descriptor, 1)
    os.close(descriptor)
    # To the process and not to this thread, so that whatever sleeps is woken.
    os.kill(os.getpid(), signal.SIGTERM)
