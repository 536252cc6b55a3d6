"""The WSGI gateway: from an environ to a request, from a response to the wire (PEP 3333).

The only module of the kernel that knows what an environ is. Another gateway needs the same
three things: a request class, ``app.handle``, and ``response.to_wire``.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable
from logging import Logger
from operator import itemgetter
from typing import IO, Any, Protocol, cast

from werkzeug.datastructures import EnvironHeaders, Headers
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.wsgi import LimitedStream

from pegboard.context import Context
from pegboard.steps.failure import discard
from pegboard_hookspecs import Request, Response, lazy
from pegboard_hookspecs.bounded import BoundedStream

__all__ = ["GatewayOwner", "StartResponse", "WSGIRequest", "answer"]

#: ``start_response(status, headers)`` of PEP 3333.
StartResponse = Callable[..., Any]

_ESSENTIALS = (
    "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "SCRIPT_NAME",
    "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_HOST",
)  # fmt: skip
_KEEPER = "werkzeug.debug.preserve_context"
_read_essentials = itemgetter(*_ESSENTIALS)
_COMMON_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_LENGTH = re.compile(r"[0-9]{1,18}")
_PORT = re.compile(r"[0-9]{1,5}")
# What of an environ is a header field.
_FIELDS = ("HTTP_", "CONTENT_")


class GatewayOwner(Protocol):
    """What the gateway asks of an application."""

    request_class: type[WSGIRequest]
    context_class: type[Context]

    @property
    def logger(self) -> Logger:
        """Where to log."""
        ...

    def handle_in(self, context: Context) -> Response:
        """Take the request of a context through its life."""
        ...

    def last_resort(self, request: Request | None, error: Exception) -> Response:
        """Answer when nothing else could."""
        ...


class WSGIRequest(Request):
    """A request that came through WSGI; nearly everything is read from the environ on first use.

    :param environ: the WSGI environ.
    :raises werkzeug.exceptions.BadRequest: the environ is malformed.
    """

    shallow = False

    def __init__(self, environ: dict[str, Any]) -> None:
        try:
            essentials = _read_essentials(environ)
            # Joining is the quickest proof that all of them are text.
            is_ascii = "".join(essentials).isascii()
        except (KeyError, TypeError):
            essentials = _read_incomplete(environ)
            is_ascii = "".join(essentials).isascii()
        method, path = essentials[:2]
        self.environ = environ
        self.host_header = environ.get("HTTP_HOST")
        self.method = method if method in _COMMON_METHODS else _checked_method(method)
        if not is_ascii:
            path = _decoded_path(essentials)
        is_usual = path.startswith("/") and not path.startswith("//")
        self.path = path if is_usual else "/" + path.lstrip("/")
        if environ.get("CONTENT_LENGTH"):
            _check_body(environ)

    @lazy
    def scheme(self) -> str:
        """``http`` or ``https``, as the server says."""
        return self.environ.get("wsgi.url_scheme") or "http"

    @lazy
    def server(self) -> tuple[str, int | None] | None:
        """Host and port that took the connection; None when the server does not say."""
        name = self.environ.get("SERVER_NAME")
        if not name:
            return None
        port = self.environ.get("SERVER_PORT", "")
        return name, int(port) if _PORT.fullmatch(port) else None

    @lazy
    def root_path(self) -> str:
        """The path below which the application is mounted, without a slash at its end."""
        return _decoded(self.environ.get("SCRIPT_NAME", "")).rstrip("/")

    @lazy
    def query_string(self) -> bytes:
        """The undecoded bytes after ``?``."""
        query: str = self.environ.get("QUERY_STRING", "")
        return query.encode("latin-1")

    @lazy
    def headers(self) -> Headers:
        """The header fields, read from the environ one by one; what is no text is left out."""
        environ = self.environ
        for key, value in environ.items():
            if type(value) is not str and key.startswith(_FIELDS):
                texts = {name: text for name, text in environ.items() if isinstance(text, str)}
                return EnvironHeaders(texts)
        return EnvironHeaders(environ)

    @lazy
    def remote_addr(self) -> str | None:
        """The peer's address; None when the server does not say."""
        address = self.environ.get("REMOTE_ADDR")
        return address if isinstance(address, str) else None

    @property
    def want_form_data_parsed(self) -> bool:
        """The request declares a type for its body."""
        return bool(self.headers.get("Content-Type"))

    @lazy
    def stream(self) -> IO[bytes]:
        """The body, to be read once, never past its end; closing it leaves the server's open.

        Empty where neither the client says how long it is nor the server that it ends.

        :raises werkzeug.exceptions.RequestEntityTooLarge: it is over ``max_content_length``: at
            once where its length is declared, else when that much was read.
        """
        environ, largest = self.environ, self.max_content_length
        length = int(environ.get("CONTENT_LENGTH") or 0)
        is_terminated = bool(environ.get("wsgi.input_terminated"))
        # A transfer coding goes before a length (RFC 9112, section 6.3).
        if is_terminated and (not length or "HTTP_TRANSFER_ENCODING" in environ):
            return _unlimited(environ) if largest is None else _bounded(environ, largest)
        if largest is not None and length > largest:
            raise RequestEntityTooLarge
        return _limited(environ, length) if length else io.BytesIO()


def answer(
    app: GatewayOwner, environ: dict[str, Any], start_response: StartResponse
) -> Iterable[bytes]:
    """Answer one WSGI request.

    No exception of the application or of a malformed environ leaves this function, save those
    that are asked to propagate; what ``start_response`` raises does.
    """
    request: WSGIRequest | None = None
    try:
        request = app.request_class(environ)
    except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
        method = "HEAD" if environ.get("REQUEST_METHOD") == "HEAD" else "GET"
        response = app.last_resort(None, error)
    else:
        method = request.method
        context = app.context_class(app, request)
        # Who asks for it is a test client, or the debugger: it wants to look at what was current.
        if _KEEPER in environ:
            environ[_KEEPER](context)
        response = app.handle_in(context)
    try:
        status, head, body = response.to_wire(method)
    except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
        discard(app, request, response)
        status, head, body = app.last_resort(request, error).to_wire(method)
    try:
        start_response(status, head)
    except BaseException:
        discard(app, request, body)
        raise
    return body


def _read_incomplete(environ: dict[str, Any]) -> tuple[str, ...]:
    """Read an environ in which keys that may be absent are, or in which a value is no text."""
    texts = tuple(environ.get(key, "") for key in _ESSENTIALS)
    for key, text in zip(_ESSENTIALS, texts, strict=True):
        if not isinstance(text, str):
            raise BadRequest(description=f"The request's {key} is no text.")
    return texts


def _checked_method(method: str) -> str:
    if _TOKEN.fullmatch(method) is None:
        raise BadRequest(description="The request's method is no token.")
    return method.upper()


def _decoded_path(essentials: tuple[str, ...]) -> str:
    """Give the path of a request that has text beyond ASCII; all of it must be latin-1."""
    for key, text in zip(_ESSENTIALS, essentials, strict=True):
        try:
            text.encode("latin-1")
        except UnicodeEncodeError as error:
            raise BadRequest(description=f"The request's {key} is no latin-1 text.") from error
    return _decoded(essentials[1])


def _decoded(text: str) -> str:
    """Decode bytes that PEP 3333 passes as latin-1; those that are no UTF-8 are replaced."""
    return text.encode("latin-1").decode(errors="replace")


def _check_body(environ: dict[str, Any]) -> None:
    length = environ["CONTENT_LENGTH"]
    if not isinstance(length, str) or _LENGTH.fullmatch(length) is None:
        raise BadRequest(description="The request's CONTENT_LENGTH is no length.")
    _input_of(environ)


def _input_of(environ: dict[str, Any]) -> IO[bytes]:
    stream = environ.get("wsgi.input")
    if not hasattr(stream, "read"):
        raise BadRequest(description="The request has no body to read.")
    return cast("IO[bytes]", stream)


# Raw streams, which read like any; closing them leaves the server's open.


def _limited(environ: dict[str, Any], length: int) -> IO[bytes]:
    return cast("IO[bytes]", LimitedStream(_input_of(environ), length))


def _bounded(environ: dict[str, Any], largest: int) -> IO[bytes]:
    return cast("IO[bytes]", BoundedStream(_input_of(environ), largest))


def _unlimited(environ: dict[str, Any]) -> IO[bytes]:
    return cast("IO[bytes]", LimitedStream(_input_of(environ), sys.maxsize, is_max=True))
