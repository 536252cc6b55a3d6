"""Servers in processes of their own, as a user would start them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

__all__ = ["HELLO", "Running", "running", "wait_for"]

#: An application that says which process answers, and counts how often it was started.
HELLO = """
import os
from pegboard import Pegboard, hookimpl

started = []

class Counts:
    @hookimpl
    def app_ready(self):
        started.append(os.getpid())

    @hookimpl
    def app_closing(self):
        print("closed", os.getpid() in started, flush=True)

app = Pegboard(__name__, plugins={"app:counts": Counts()})

@app.get("/")
def index():
    return f"{os.getpid()} {len(started)}"

@app.get("/fail")
def fail():
    raise ValueError("mine")
"""

_URL = re.compile(r"(?:Running on|Listening at:|on) (https?://127\.0\.0\.1:\d+)")
_PATIENCE = 30.0


class Running:
    """A process that serves.

    :param log: the file with everything that it prints.
    """

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self.log = log

    @property
    def printed(self) -> str:
        """What it printed so far."""
        return self.log.read_text(encoding="utf-8")

    @property
    def url(self) -> str:
        """Where it listens, once it says so."""
        return wait_for(self._url)

    def get(self, path: str = "/", headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Send a request; give the status and the body."""
        request = Request(self.url + path, headers=dict(headers or {}))  # noqa: S310 - our own URL
        try:
            with urlopen(request, timeout=_PATIENCE / 3) as response:  # noqa: S310 - our own URL
                return response.status, response.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to end and give its exit code."""
        self.process.send_signal(number)
        return self.process.wait(_PATIENCE)

    def _url(self) -> str | None:
        if self.process.poll() is not None:
            raise AssertionError(self.printed)
        found = _URL.search(self.printed)
        return found and found[1]


@contextmanager
def running(folder: Path, *words: str, script: str | None = None) -> Generator[Running]:
    """Start ``pegboard run``, or a script, in a folder, and stop it at the end.

    :param words: the words behind ``run``.
    """
    command = [script] if script else ["-m", "pegboard", "run", "--port", "0", *words]
    log = folder / "log.txt"
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # What is ignored here is ignored in the new process, as in every job in the background.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env=os.environ | {"PYTHONUNBUFFERED": "1", "HOME": str(folder)},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Running(process, log)
        finally:
            _end(process)


def wait_for(look: Callable[[], str | None], said: Callable[[], str] | None = None) -> str:
    """Look again and again until there is something.

    :param said: gives what the server has printed, for the error of a wait in vain.
    """
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            found = look()
        except (OSError, HTTPException):
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError(said() if said is not None else "")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        # With all of its workers: it leads a session of its own.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(_PATIENCE)
