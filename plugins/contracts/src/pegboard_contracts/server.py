"""The suite of the slot ``server``."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard, Response
from pegboard_contracts.contract import Contract
from pegboard_contracts.serving import REFUSED, Serving, free_port, serving
from pegboard_hookspecs import Request, hookimpl

__all__ = ["ServerContract"]

_SECRET = "the-password-of-the-database"
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - where the debugger must not be
_LARGE = bytes(range(256)) * 4096


def _view(request: Request) -> object:
    """Answer whatever the tests ask for."""
    if request.path == "/fail":
        raise ValueError(_SECRET)
    if request.path == "/large":
        return Response(_LARGE, mimetype="application/octet-stream")
    if request.path == "/stream":
        return Response(_pieces(), mimetype="text/plain")
    if request.path == "/echo":
        return Response(request.get_data(), 201, {"X-Echo": request.headers.get("X-Given", "")})
    return f"{request.method} {request.path} {request.query_string.decode()}"


def _pieces() -> Iterator[str]:
    yield from ("one ", "two ", "three")


class _Log:
    """Writes into a file what happens to the application, and in which process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._path.touch()

    @property
    def events(self) -> list[str]:
        """What happened so far."""
        return self._path.read_text(encoding="utf-8").split()

    @hookimpl
    def app_ready(self) -> None:
        """Note that set-up is over."""
        self._note("ready")

    @hookimpl
    def request_started(self) -> None:
        """Note that a request has come."""
        self._note("request")

    @hookimpl
    def app_closing(self) -> None:
        """Note that the process ends."""
        self._note("closing")

    def _note(self, event: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{event}\n")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot copy a process")
class ServerContract(Contract):
    """What every provider of the slot ``server`` does.

    Each test serves in a copy of the process that runs the tests.
    """

    slot = "server"
    #: Options of the provider alone, which each test serves with.
    extra: Mapping[str, Any] = {}

    @contextmanager
    def serving(
        self, app: Pegboard, folder: Path, *, port: int | None = None, **options: Any
    ) -> Generator[Serving]:
        """Serve an application as ``app.run()`` does."""
        chosen = free_port() if port is None else port
        given: dict[str, Any] = {"use_reloader": False, **self.extra, **options}
        given.setdefault("host", "127.0.0.1")

        def serve() -> None:
            app.run(port=chosen, load_dotenv=False, **given)

        with serving(serve, chosen, folder) as running:
            yield running

    def refusal(self, folder: Path, **options: Any) -> str:
        """Give the message of the error with which the provider refuses to serve."""
        app = self.make_app(view=_view)
        with self.serving(app, folder, **options) as running:
            # Where somebody else listens, there is nothing but the exit code to go by.
            is_refused = (
                running.exit_code() == REFUSED if "port" in options else running.is_refused()
            )

            assert is_refused, running.printed
            assert "CommandError: " in running.printed
        return running.printed.partition("CommandError: ")[2]

    def test_requests_are_answered(self, tmp_path: Path) -> None:
        """A server answers by the application, one request after another."""
        with self.serving(self.make_app(view=_view), tmp_path) as running:
            answers = [running.ask(path) for path in ("/a?b=c%20d", "/%C3%A9", "/a?b=c%20d")]

        assert [(answer.status, answer.body.decode()) for answer in answers] == [
            (200, "GET /a b=c%20d"),
            (200, "GET /é "),
            (200, "GET /a b=c%20d"),
        ]

    def test_bodies_come_and_go(self, tmp_path: Path) -> None:
        """Bodies and header fields reach the application, and the client."""
        with self.serving(self.make_app(view=_view), tmp_path) as running:
            echoed = running.ask("/echo", "POST", _LARGE, X_Given="x")
            large, stream = running.ask("/large"), running.ask("/stream")
            head = running.ask("/large", "HEAD")

        assert (echoed.status, echoed.body, echoed.headers["X-Echo"]) == (201, _LARGE, "x")
        assert (large.body, stream.body) == (_LARGE, b"one two three")
        assert (head.body, head.headers["Content-Length"]) == (b"", str(len(_LARGE)))

    def test_the_application_is_started_first(self, tmp_path: Path) -> None:
        """Set-up is over before the first request comes, and the end is told when it comes."""
        log = _Log(tmp_path / "events")
        app = self.make_app(view=_view, plugins={"app:log": log})
        with self.serving(app, tmp_path) as running:
            running.ask()
            code = running.stop()

        assert code == 0
        assert log.events == ["ready", "request", "closing"]

    def test_the_application_is_started_without_requests(self, tmp_path: Path) -> None:
        """Set-up ends although no request comes: what is wrong shows at once."""

        class Fails:
            @hookimpl
            def app_ready(self) -> None:
                raise LookupError(_SECRET)

        app = self.make_app(view=_view, plugins={"app:fails": Fails})
        with self.serving(app, tmp_path) as running:
            running.is_refused()
            code = running.exit_code(0)

        assert code not in {0, None}
        assert _SECRET in running.printed

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["term", "int"])
    def test_it_ends_when_it_is_told(self, tmp_path: Path, number: int) -> None:
        """A server ends with 0 when its process is told to end, and its port is free again."""
        with self.serving(self.make_app(view=_view), tmp_path) as running:
            running.ask()
            code = running.stop(number)

        assert code == 0, running.printed
        socket.create_server(("127.0.0.1", running.port)).close()

    def test_a_port_in_use_is_refused(self, tmp_path: Path) -> None:
        """A port that somebody listens on is an error that has the port, and a cure."""
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            message = self.refusal(tmp_path, port=port)

        assert str(port) in message
        assert len(message.split(". ")) > 1

    @pytest.mark.parametrize(
        ("host", "is_debug"),
        [("127.0.0.1", False), (_EVERYWHERE, True), (_EVERYWHERE, False)],
        ids=["no-debug-mode", "all-addresses", "neither"],
    )
    def test_an_unsafe_debugger_is_refused(
        self, tmp_path: Path, host: str, *, is_debug: bool
    ) -> None:
        """A debugger that was asked for is refused where it is not safe, with a cure."""
        message = self.refusal(tmp_path, host=host, debug=is_debug, use_debugger=True)

        assert "debug" in message
        assert len(message.split(". ")) > 1

    @pytest.mark.parametrize(
        ("host", "is_debug"),
        [("127.0.0.1", False), (_EVERYWHERE, True), (_EVERYWHERE, False)],
        ids=["no-debug-mode", "all-addresses", "neither"],
    )
    def test_errors_show_no_detail_to_others(
        self, tmp_path: Path, host: str, *, is_debug: bool
    ) -> None:
        """Without debug mode, or where others reach the server, an error shows nothing."""
        app = self.make_app(view=_view)
        with self.serving(app, tmp_path, host=host, debug=is_debug) as running:
            answer, next_one = running.ask("/fail"), running.ask("/next")

        assert answer.status == 500
        assert _SECRET.encode() not in answer.body
        assert b"Traceback" not in answer.body
        assert next_one.status == 200

    def test_the_debugger_may_be_switched_off(self, tmp_path: Path) -> None:
        """In debug mode an error shows nothing where the debugger was not wanted."""
        app = self.make_app(view=_view)
        with self.serving(app, tmp_path, debug=True, use_debugger=False) as running:
            answer = running.ask("/fail")

        assert answer.status == 500
        assert _SECRET.encode() not in answer.body

    def test_it_brings_the_command_run(self) -> None:
        """A provider brings the command ``run``, which says what it does."""
        app = self.make_app()
        brought = app.plugins.manager.hook.commands()
        commands = [command for answer in brought for command in answer]
        (run,) = [command for command in commands if command.name == ("run",)]

        assert run.help or run.function.__doc__
