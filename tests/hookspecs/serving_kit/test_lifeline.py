"""What ties the process that serves to the one that watches; see also test_processes.py."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from pegboard_hookspecs.serving_kit.lifeline import end_with_parent, holding_children
from tests.plugins.server.running import wait_for

VARIABLE = "PEGBOARD_LIFELINE"
SIGNALS = {signal.SIGINT, signal.SIGTERM}


@pytest.fixture(autouse=True)
def untied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no process be tied to another."""
    monkeypatch.delenv(VARIABLE, raising=False)


def _blocked() -> set[int]:
    return {int(each) for each in signal.pthread_sigmask(signal.SIG_BLOCK, ()) & SIGNALS}


def test_children_are_held_for_a_while() -> None:
    """In the block children inherit a pipe and signals wait; afterwards nothing is left of it."""
    with holding_children():
        descriptor = int(os.environ[VARIABLE])
        assert os.get_inheritable(descriptor)
        assert _blocked() == SIGNALS

    assert VARIABLE not in os.environ
    assert _blocked() == set()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_another_thread_holds_nobody() -> None:
    """A thread gets no signals, so that it could not tell anybody."""
    seen: list[bool] = []

    def hold() -> None:
        with holding_children():
            seen.append(VARIABLE in os.environ)

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()

    assert seen == [False]


def test_where_signals_cannot_wait_nobody_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every system can wait for a signal."""
    monkeypatch.delattr(signal, "pthread_sigmask")

    with holding_children():
        assert VARIABLE not in os.environ


def test_who_is_not_held_is_not_tied() -> None:
    """A process that was started by hand has no other to end with."""
    before = threading.active_count()
    end_with_parent()

    assert threading.active_count() == before


def test_a_process_ends_with_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the other end is gone the process tells itself to end; its own children know nothing."""
    told: list[tuple[int, int]] = []

    def kill(process: int, number: int) -> None:
        told.append((process, number))

    theirs, ours = os.pipe()
    os.set_inheritable(theirs, True)
    monkeypatch.setenv(VARIABLE, str(theirs))
    monkeypatch.setattr(os, "kill", kill)

    end_with_parent()
    assert VARIABLE not in os.environ
    assert not os.get_inheritable(theirs)
    assert told == []

    os.close(ours)
    assert wait_for(lambda: "told" if told else None)
    assert told == [(os.getpid(), signal.SIGTERM)]


def test_a_signal_lets_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the watching process is told to end, the other end of the pipe is closed."""
    watchers: list[threading.Thread] = []
    start = threading.Thread.start

    def remember(thread: threading.Thread) -> None:
        watchers.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", remember)
    with holding_children():
        # To the thread that waits: another one of the tests' might not block it.
        signal.pthread_kill(watchers[0].ident or 0, signal.SIGTERM)

        assert os.read(int(os.environ[VARIABLE]), 1) == b""
        watchers[0].join()
