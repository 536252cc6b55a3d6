"""What the gateway makes of applications that use all of PEP 3333."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from pegboard_server_granian.gateway import Gateway

_HEAD = ("200 OK", [("X-Mine", "1")])


class Client:
    """Calls an application as Granian does.

    :param app: a WSGI application.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.heads: list[tuple[str, list[tuple[str, str]]]] = []
        self._gateway = Gateway(app, is_multiprocess=True, is_multithread=False)

    def ask(self, **variables: object) -> Iterable[bytes]:
        environ = {
            "HTTP_HOST": "localhost",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": io.BytesIO(b"ab\ncd"),
            **variables,
        }
        return self._gateway(environ, self._note)

    def _note(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.heads.append((status, headers))


def _fail() -> None:
    raise ValueError("mine")


def test_a_list_is_passed_on() -> None:
    """What an application returns as a list, Granian gets as that list, which it sends whole."""
    answer = [b"whole"]

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(*_HEAD)
        return answer

    client = Client(app)

    assert client.ask() is answer
    assert client.heads == [_HEAD]


def test_a_response_may_start_with_its_first_piece() -> None:
    """A generator that starts its response when it is asked for a piece has its head sent."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        start(*_HEAD)
        yield b"a"
        yield b"b"

    client = Client(app)
    body = client.ask()

    assert client.heads == [_HEAD]
    assert list(body) == [b"a", b"b"]


def test_what_was_written_goes_first() -> None:
    """What an application wrote is sent before what it returned."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(*_HEAD)(b"written ")
        return [b"returned"]

    assert b"".join(Client(app).ask()) == b"written returned"


class Body:
    """A body that fails, and notes whether it was closed."""

    def __init__(self, start: Callable[..., Any]) -> None:
        self.start = start
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        raise ValueError("mine")
        yield b""

    def close(self) -> None:
        self.is_closed = True


def test_a_body_that_fails_at_once_is_closed() -> None:
    """A body whose first piece is an error gives back what it holds."""
    bodies: list[Body] = []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        bodies.append(Body(start))
        return bodies[0]

    with pytest.raises(ValueError, match="mine"):
        Client(app).ask()
    assert bodies[0].is_closed


def test_a_body_is_closed_in_the_end() -> None:
    """Closing what Granian gets closes what the application returned."""
    bodies: list[Body] = []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(*_HEAD)(b"written")
        bodies.append(Body(start))
        return iter(bodies[0]) if environ["HTTP_HOST"] == "plain" else bodies[0]

    answer: Any = Client(app).ask()
    answer.close()

    assert bodies[0].is_closed


def test_a_head_may_be_replaced_by_that_of_an_error() -> None:
    """Before anything is sent, an error has a head of its own; the last one counts."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(*_HEAD)
        try:
            _fail()
        except ValueError:
            start("500 Internal Server Error", [], sys.exc_info())
        return []

    client = Client(app)
    client.ask()

    assert [status for status, _ in client.heads] == ["200 OK", "500 Internal Server Error"]


def test_a_head_comes_once() -> None:
    """A second head without an error is a mistake of the application, and told."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(*_HEAD)
        start(*_HEAD)
        return []

    with pytest.raises(AssertionError, match="called twice"):
        Client(app).ask()


def test_an_error_behind_the_head_is_raised() -> None:
    """When the head is sent, an error can change it no more, and ends the response."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        start(*_HEAD)
        yield b"a"
        try:
            _fail()
        except ValueError:
            start("500 Internal Server Error", [], sys.exc_info())

    body = Client(app).ask()

    with pytest.raises(ValueError, match="mine"):
        list(body)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, b""),
        ({"CONTENT_LENGTH": "5"}, b"ab\ncd"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, b"ab\ncd"),
        ({"SERVER_PROTOCOL": "HTTP/2"}, b"ab\ncd"),
    ],
    ids=["none", "length", "chunks", "http-2"],
)
def test_a_body_is_what_the_version_of_http_says(
    variables: dict[str, str], expected: bytes
) -> None:
    """With HTTP/1 a body is announced; with HTTP/2 it need not be."""
    seen: list[dict[str, Any]] = []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        seen.append(environ)
        start(*_HEAD)
        return []

    Client(app).ask(**variables)

    assert seen[0]["wsgi.input"].read() == expected
    assert (seen[0]["wsgi.multiprocess"], seen[0]["wsgi.multithread"]) == (True, False)
