"""A process that serves."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.util import Finalize
from typing import Any

from pegboard_hookspecs.serving_kit import (
    Excuse,
    Served,
    end_when_told,
    is_debugger_on,
    say,
    watched_files,
)
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server_granian.addresses import is_answered, url_of
from pegboard_server_granian.gateway import Gateway
from pegboard_server_granian.reloading import start_of_process
from pegboard_server_granian.settings import threads_of, workers_of
from pegboard_server_granian.watching import Watch

__all__ = ["Worker"]

_SECONDS_BETWEEN_LOOKS = 0.02


class Worker:
    """What each worker does before it serves; made in the process that watches over them.

    :param start_method: how the application's own processes are started, in a copy as before it.
    :param is_reloading: watch the code, serve an excuse for what cannot be loaded, and end all
        processes when a file has changed.
    """

    def __init__(
        self, served: Served, options: ServeOptions, start_method: str | None, *, is_reloading: bool
    ) -> None:
        self._served = served
        self._options = options
        self._start_method = start_method
        self._is_reloading = is_reloading
        self._parent = os.getpid()
        # Whoever holds the other end is alive.
        self._alive, self._held = os.pipe()
        copied = multiprocessing.get_context("fork")
        self._change = copied.Event()
        self._missed = copied.Event()
        self._turn_to_speak = copied.Lock()

    @property
    def has_seen_change(self) -> bool:
        """Whether a worker ended all processes because a file had changed."""
        return self._change.is_set()

    @property
    def has_missed_change(self) -> bool:
        """Whether that file was saved while the application was loaded."""
        return self._missed.is_set()

    def load(self) -> Gateway:
        """Load and start the application; give what Granian calls. Called in each worker.

        :raises SystemExit: it cannot be loaded, which was said.
        """
        multiprocessing.set_start_method(self._start_method, force=True)
        # Those that are inherited do nothing, and a signal would be lost.
        end_when_told()
        os.close(self._held)
        _in_background(self._end_with_parent)
        app = self._loaded()
        if self._turn_to_speak.acquire(block=False):
            _in_background(self._announce)
        if self._is_reloading:
            _in_background(self._watch, app)
        return Gateway(
            self._debugged(app),
            is_multiprocess=workers_of(self._options) > 1,
            is_multithread=threads_of(self._options) > 1,
        )

    def _loaded(self) -> Any:
        try:
            app = self._served.started()
        except Exception as error:  # noqa: BLE001 - shown, and mended by the next save
            excuse = Excuse(error, is_raised=self._is_reloading and self._has_debugger)
            say(excuse.text)
            if not self._is_reloading:
                sys.exit(1)
            return excuse
        # Such a process ends without what is registered with atexit.
        Finalize(None, app.close, exitpriority=0)
        return app

    @property
    def _has_debugger(self) -> bool:
        return is_debugger_on(self._options) and workers_of(self._options) == 1

    def _debugged(self, app: Any) -> Any:
        if not self._has_debugger:
            return app
        # For development only.
        from werkzeug.debug import DebuggedApplication  # noqa: PLC0415

        debugged = DebuggedApplication(app, evalex=True)
        debugged.trusted_hosts.append(self._options.host)
        say(f" * Debugger PIN: {debugged.pin}")
        return debugged

    def _end_with_parent(self) -> None:
        # Nothing is ever written: the read ends with the other process.
        os.read(self._alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _announce(self) -> None:
        while not is_answered(self._options):
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        say(f" * Running on {url_of(self._options)}")

    def _watch(self, app: Any) -> None:
        since = start_of_process()
        patterns = self._options.extra.get("exclude_patterns", ())
        watch = Watch(
            watched_files(app, self._options), patterns, isinstance(app, Excuse), since=since
        )
        if watch.has_missed_change:
            self._missed.set()
        say(f" * Changed: {watch.wait()}; starting anew")
        self._change.set()
        os.kill(self._parent, signal.SIGTERM)


def _in_background(function: Any, *arguments: object) -> None:
    threading.Thread(target=function, args=arguments, daemon=True).start()
