"""A server of one request: it calls an application as PEP 3333 says, and looks closely."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from logging import getLogger
from typing import Any
from wsgiref.validate import WSGIWarning, validator

from pegboard import Pegboard

__all__ = ["Answer", "WSGIApp", "ask", "make_environ", "quiet", "start"]

#: ``app(environ, start_response)``.
WSGIApp = Callable[[dict[str, Any], Any], Iterable[bytes]]

_NO_CONTENT = {204, 304}


@dataclass(frozen=True)
class Answer:
    """What went out."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def header(self, name: str) -> str | None:
        """Give the value of a header, or None; asking for one that is sent twice is an error."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(found) <= 1, found
        return found[0] if found else None


def make_environ(
    path: str = "/", method: str = "GET", body: bytes | None = None, **more: Any
) -> dict[str, Any]:
    """Make what a server passes for a request; keys of ``more`` have ``__`` for a dot."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "example.org",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body or b""),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if body is not None:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ | {key.replace("__", "."): value for key, value in more.items()}


def start(app: WSGIApp, environ: dict[str, Any]) -> tuple[Answer, Any]:
    """Give the head of the answer, and the body that the server would send and close."""
    heads: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        heads.append((status, headers))

    body = app(environ, start_response)
    assert len(heads) == 1
    return Answer(*heads[0]), body


def ask(app: WSGIApp, environ: dict[str, Any] | None = None, **values: Any) -> Answer:
    """Make a request under the eyes of ``wsgiref.validate``, and read the answer to its end."""
    environ = make_environ(**values) if environ is None else environ
    with warnings.catch_warnings():
        # Methods that it has not heard of.
        warnings.simplefilter("ignore", WSGIWarning)
        answer, body = start(validator(app), environ)
        parts: list[bytes] = list(body)
        body.close()
    whole = Answer(answer.status, answer.headers, b"".join(parts))
    check(whole, environ["REQUEST_METHOD"])
    return whole


def check(answer: Answer, method: str) -> None:
    """Fail where an answer breaks a rule that ``wsgiref.validate`` does not know."""
    has_body = method != "HEAD" and answer.code not in _NO_CONTENT
    length = answer.header("Content-Length")
    if not has_body:
        assert answer.body == b""
    elif length is not None:
        assert int(length) == len(answer.body)
    if answer.code in _NO_CONTENT:
        assert (answer.header("Content-Type"), length) == (None, None)
    if answer.code == 405:
        assert answer.header("Allow")


def quiet(app: Pegboard) -> Pegboard:
    """Give an application a logger that keeps no record and tells nobody."""
    app.logger = getLogger("tests.quiet")
    app.logger.disabled = True
    return app
