"""A process that serves an application by the provider under test, and is told to end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable, Generator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple, NoReturn

from werkzeug.datastructures import Headers

from pegboard_hookspecs.errors import PegboardError

__all__ = ["ENDED", "PATIENCE", "REFUSED", "Answer", "Serving", "free_port", "serving"]

#: Seconds within which a server answers, and ends when it is told to.
PATIENCE = 10.0
#: The exit code of a process whose server ended without an exception.
ENDED = 0
#: That of one whose server raised one of Pegboard's errors, which is in the log.
REFUSED = 99
#: That of one whose server raised anything else.
_FAILED = 98


class Answer(NamedTuple):
    """What a client got."""

    status: int
    #: Whatever the case of a name (RFC 9110, section 5.1).
    headers: Headers
    body: bytes


class Serving:
    """A process that serves.

    :param log: the file with everything that it prints.
    """

    def __init__(self, process: int, port: int, log: Path) -> None:
        self._process = process
        self._exit_code: int | None = None
        self.port = port
        self.log = log

    @property
    def printed(self) -> str:
        """What it printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ask(
        self, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """Send a request as soon as somebody listens; an underscore is a hyphen.

        :raises AssertionError: nobody does, within the time that is allowed.
        """
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.exit_code(0) is None:
            with contextlib.suppress(ConnectionRefusedError):
                return self._ask(path, method, body, fields)
            time.sleep(0.01)
        raise AssertionError(f"Nobody answers on port {self.port}. {self.printed}")

    def stop(self, number: int = signal.SIGTERM) -> int | None:
        """Tell it to end; give its exit code, or None where it does not end."""
        os.kill(self._process, number)
        return self.exit_code(PATIENCE)

    def exit_code(self, seconds: float = PATIENCE) -> int | None:
        """Wait for the end; None: it has not come. A negative code is that of a signal."""
        end = time.monotonic() + seconds
        while self._exit_code is None:
            found, status = os.waitpid(self._process, os.WNOHANG)
            if found:
                self._exit_code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() >= end:
                break
            else:
                time.sleep(0.005)
        return self._exit_code

    def is_refused(self) -> bool:
        """Say whether it ended by one of Pegboard's errors, and not one client was heard."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.exit_code(0.02) is None:
            with contextlib.suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
        return self.exit_code(0) == REFUSED

    def _ask(self, path: str, method: str, body: bytes | None, fields: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, fields)
            response = connection.getresponse()
            return Answer(response.status, Headers(response.getheaders()), response.read())
        except (HTTPException, TimeoutError, ConnectionResetError) as error:
            raise AssertionError(f"{method} {path} got no answer: {error!r}") from error
        finally:
            connection.close()


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def serving(serve: Callable[[], object], port: int, folder: Path) -> Generator[Serving]:
    """Call a function that serves in a process of its own, and end that process at last.

    It is a copy of this process, so that the function may be anything at all.
    """
    log = folder / "server.log"
    log.touch()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Threads of the test runner are not needed in the copy.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:
        _serve(serve, log)
    running = Serving(process, port, log)
    try:
        yield running
    finally:
        if running.exit_code(0) is None:
            # With whatever it has started: it leads a session of its own.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            running.exit_code()


def _serve(serve: Callable[[], object], log: Path) -> NoReturn:
    code = _FAILED
    try:
        os.setsid()
        _print_to(log)
        # As in a process that was just started, whatever the test runner has changed.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        serve()
        code = ENDED
    except (KeyboardInterrupt, SystemExit) as error:
        code = (
            error.code if isinstance(error, SystemExit) and isinstance(error.code, int) else ENDED
        )
    except PegboardError as error:
        print(f"{type(error).__name__}: {error}", flush=True)  # noqa: T201 - read by the test
        code = REFUSED
    except BaseException as error:  # noqa: BLE001 - nothing may leave the copy
        print(repr(error), flush=True)  # noqa: T201 - read by the test
    finally:
        # Not by an exit, which would end the tests in the copy, too.
        os._exit(code)


def _print_to(log: Path) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND)
    for number in (1, 2):
        os.dup2(descriptor, number)
    # What a test runner has put in their place is not for the copy.
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 - stays
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 - stays
