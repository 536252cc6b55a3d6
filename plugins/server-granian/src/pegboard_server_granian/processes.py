"""The processes of one server: one that watches over the others, and workers that serve."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from ssl import SSLError

from granian.server import MPServer

from pegboard_hookspecs.serving_kit import Served, end_when_told
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server_granian.logs import log_to_standard_error
from pegboard_server_granian.reloading import CHANGED, MISSED
from pegboard_server_granian.settings import certificate_of, settings_of, unreadable
from pegboard_server_granian.worker import Worker

__all__ = ["serve_in_processes"]


def serve_in_processes(served: Served, options: ServeOptions, *, is_reloading: bool) -> None:
    """Serve until the process is told to end.

    The workers are copies of this process: one that has loaded the application serves it, and
    of one that has not each worker loads its own.

    :param is_reloading: end when code changes, with the code by which the reloader knows.
    :raises CommandError: Granian cannot do what was asked.
    :raises SystemExit: a worker could not start, and has said why.
    """
    # Until Granian minds signals.
    end_when_told()
    log_to_standard_error()
    with certificate_of(options) as certificate:
        settings = settings_of(options, certificate, is_reloading=is_reloading)
        try:
            server = MPServer("pegboard", **settings)
        except SSLError as error:
            raise unreadable(certificate, error) from None
        with _copying() as before:
            worker = Worker(served, options, before, is_reloading=is_reloading)
            server.serve(target_loader=partial(worker.load), wrap_loader=False)
    if worker.has_seen_change:
        sys.exit(MISSED if worker.has_missed_change else CHANGED)


@contextmanager
def _copying() -> Generator[str | None]:
    """Let processes be started as copies of this one; give what was set before."""
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("fork", force=True)
    try:
        yield before
    finally:
        multiprocessing.set_start_method(before, force=True)
