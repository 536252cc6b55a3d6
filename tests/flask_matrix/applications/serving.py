"""A server process, and an application that passes what it is asked on to that server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from werkzeug import Request
from werkzeug.urls import iri_to_uri

__all__ = ["Forwarding", "serving"]

_SECONDS = 60


class Forwarding:
    """An application that has a server answer; a client of Werkzeug's can talk to it."""

    def __init__(self, port: int) -> None:
        self._port = port

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        url = urlsplit(iri_to_uri(request.url))
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
        target = f"{url.path}?{url.query}" if url.query else url.path
        fields = dict(request.headers.items())
        connection.request(request.method, target, request.get_data(), fields)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        start_response(f"{answer.status} {answer.reason}", answer.getheaders())
        return [body]


@contextmanager
def serving(
    folder: Path,
    commands: Sequence[Sequence[str]],
    environ: Mapping[str, str],
) -> Generator[Forwarding]:
    """Run commands of Python's in a folder, the last of which serves until it is stopped.

    :param commands: what follows ``python -m``; ``PORT`` in them is a free port.
    """
    port = _free_port()
    known = {name: each for name, each in os.environ.items() if name != "PEGBOARD_AS_FLASK"}
    *before, last = (
        [sys.executable, "-m", *(word.replace("PORT", str(port)) for word in words)]
        for words in commands
    )
    for words in before:
        subprocess.run(words, cwd=folder, env={**known, **environ}, check=True, timeout=_SECONDS)
    with (folder / "server.log").open("w+b") as log:
        process = subprocess.Popen(
            last, cwd=folder, env={**known, **environ}, stdout=log, stderr=log
        )
        try:
            _wait(process, port, folder / "server.log")
            yield Forwarding(port)
        finally:
            process.terminate()
            process.wait(_SECONDS)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as attempt:
            if not attempt.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))
