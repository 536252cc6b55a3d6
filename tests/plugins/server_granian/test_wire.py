"""Requests and responses over real HTTP."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard, Response, request
from pegboard_contracts.applications import make_app
from pegboard_contracts.contract import View
from pegboard_contracts.serving import PATIENCE, Serving, free_port, serving
from pegboard_server_granian import GranianServer
from tests.plugins.server.running import wait_for
from tests.plugins.server_granian.stage import exchange


class Site:
    """An application whose streams wait for files, and note their end in others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        view = View(lambda request: getattr(self, request.path.strip("/"))())
        self.app = make_app(plugins={"server": GranianServer, "app:view": view})

    def gated(self) -> Response:
        return Response(self._gated(), mimetype="text/plain")

    def _gated(self) -> Iterator[str]:
        yield "first"
        wait_for(lambda: "open" if (self.folder / "gate").exists() else None)
        yield "second"

    def endless(self) -> Response:
        return Response(self._endless(), mimetype="text/plain")

    def _endless(self) -> Iterator[str]:
        try:
            while True:
                yield "again"
                time.sleep(0.02)
        finally:
            (self.folder / "closed").touch()

    def breaks(self) -> Response:
        return Response(self._breaks(), mimetype="text/plain")

    def _breaks(self) -> Iterator[str]:
        yield "first"
        wait_for(lambda: "read" if (self.folder / "read").exists() else None)
        raise ValueError("mine")

    def echo(self) -> bytes:
        return request.get_data()

    def lines(self) -> str:
        body = request.environ["wsgi.input"]
        return repr([body.readline(), body.read(1), body.readlines(), body.read(-1)])

    def hello(self) -> str:
        return "hello"

    def proxy(self) -> str:
        return request.headers.get("Proxy", "none")

    def environ(self) -> str:
        names = ("SERVER_PROTOCOL", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once")
        return " ".join(str(request.environ[name]) for name in names)

    def host(self) -> str:
        return request.host

    def log(self) -> str:
        logging.getLogger("mine").warning("noted")
        return (self.folder / "site.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for what the server and its streams leave behind."""
    return tmp_path_factory.mktemp("granian")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Serving]:
    """Give a server that all tests of this module ask."""
    app: Pegboard = Site(folder).app
    port = free_port()

    def serve() -> None:
        # As an application does that configures its logging before it is served.
        handler = logging.FileHandler(folder / "site.log", mode="w", encoding="utf-8")
        logging.getLogger("mine").addHandler(handler)
        app.run(port=port, load_dotenv=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HTTP_PROXY", "http://proxy.example")
        with serving(serve, port, folder) as running:
            running.ask("/hello")
            yield running


@pytest.fixture
def connection(site: Serving) -> Iterator[HTTPConnection]:
    """Give a connection that is kept for several requests."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    yield connection
    connection.close()


def _get(connection: HTTPConnection, path: str, **options: Any) -> bytes:
    connection.request(options.pop("method", "GET"), path, **options)
    return connection.getresponse().read()


def test_a_stream_is_sent_as_it_is_made(connection: HTTPConnection, folder: Path) -> None:
    """A piece reaches the client before the next one is there."""
    connection.request("GET", "/gated")
    response = connection.getresponse()
    first = response.read(5)
    (folder / "gate").touch()

    assert (first, response.read()) == (b"first", b"second")


def test_a_stream_that_nobody_reads_is_closed(site: Serving, folder: Path) -> None:
    """When the client goes away, the stream is closed, and gives back what it holds."""
    with socket.create_connection(("127.0.0.1", site.port)) as client:
        client.sendall(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.recv(10)

    assert wait_for(lambda: "closed" if (folder / "closed").exists() else None)


def test_a_broken_stream_is_cut_off(connection: HTTPConnection, folder: Path) -> None:
    """A client can tell a stream that failed from one that has ended."""
    connection.request("GET", "/breaks")
    response = connection.getresponse()
    first = response.read(5)
    (folder / "read").touch()

    assert first == b"first"
    with pytest.raises(IncompleteRead):
        response.read()


def test_a_body_may_have_no_length(connection: HTTPConnection) -> None:
    """A body that comes in chunks is read to its end."""
    pieces = (b"x" * 70_000 for _ in range(3))

    assert _get(connection, "/echo", method="POST", body=pieces) == b"x" * 210_000


def test_a_body_is_read_by_lines(connection: HTTPConnection) -> None:
    """The input is a file as PEP 3333 wants it: lines, sizes and the rest go together."""
    answer = _get(connection, "/lines", method="POST", body=b"ab\ncd\nef")

    assert answer.decode() == repr([b"ab\n", b"c", [b"d\n", b"ef"], b""])


def test_a_connection_is_kept(connection: HTTPConnection) -> None:
    """Several requests come through one connection."""
    first = _get(connection, "/hello")
    kept = connection.sock

    assert first == b"hello"
    assert _get(connection, "/echo", method="POST", body=b"next") == b"next"
    assert kept is not None
    assert connection.sock is kept


def test_a_large_body_waits_until_it_is_wanted(site: Serving) -> None:
    """A client that asks first is told to go on."""
    head = b"POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n"
    answer = exchange(site.port, head + b"Expect: 100-continue\r\n\r\n", b"body")

    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\nbody")


def test_variables_are_no_header_fields(connection: HTTPConnection) -> None:
    """What the environment of the process says does not look as if the client had said it."""
    assert _get(connection, "/proxy") == b"none"
    assert _get(connection, "/proxy", headers={"Proxy": "mine"}) == b"mine"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_the_environ_tells_the_truth(site: Serving, version: str) -> None:
    """An application learns the version of HTTP, and that threads and no other process serve."""
    head = f"GET /environ HTTP/{version}\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = exchange(site.port, head.encode())

    assert answer.endswith(f"\r\n\r\nHTTP/{version} True False False".encode())


def test_a_host_that_is_not_said_is_the_address(site: Serving) -> None:
    """HTTP/1.0 has no Host; URLs are then built of the address that was asked."""
    answer = exchange(site.port, b"GET /host HTTP/1.0\r\n\r\n")

    assert answer.endswith(f"\r\n\r\n127.0.0.1:{site.port}".encode())


def test_logging_of_the_application_is_left_alone(connection: HTTPConnection) -> None:
    """Granian's own logging does not close what the application logs to."""
    assert _get(connection, "/log").endswith(b"noted\n")


def test_an_empty_body_is_a_file_too(connection: HTTPConnection) -> None:
    """A request without a body has an input that is at its end."""
    assert _get(connection, "/lines").decode() == "[b'', b'', [], b'']"
