"""The WSGI gateway: from an environ to a request, from a response to the wire (PEP 3333).

The only module of the kernel that knows what an environ is. Another gateway needs the same
three things: a request class, ``app.handle``, and ``response.to_wire``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import IO, Any, Protocol

from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import BadRequest
from werkzeug.wsgi import get_input_stream

from pegboard_hookspecs import Request, Response, lazy

from pegboard.context import Context

__all__ = ["GatewayOwner", "StartResponse", "WSGIRequest", "answer"]

#: ``start_response(status, headers)`` of PEP 3333.
StartResponse = Callable[..., Any]

_ESSENTIALS = (
    "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "SCRIPT_NAME",
    "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme",
)  # fmt: skip
_KEEPER = "werkzeug.debug.preserve_context"
_read_essentials = itemgetter(*_ESSENTIALS)
_COMMON_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


class GatewayOwner(Protocol):
    """What the gateway asks of an application."""

    request_class: type[WSGIRequest]

    def handle_in(self, context: Context) -> Response:
        """Take the request of a context through its life."""
        ...

    def last_resort(self, request: Request | None, error: Exception) -> Response:
        """Answer when nothing else could."""
        ...


class WSGIRequest(Request):
    """A request that came through WSGI; everything is read from the environ on first use.

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
            is_ascii = False
        method, path = essentials[:2]
        self.environ = environ
        self.method = method if method in _COMMON_METHODS else _checked_method(method)
        if not is_ascii:
            path = _decoded("PATH_INFO", path)
        is_usual = path.startswith("/") and not path.startswith("//")
        self.path = path if is_usual else "/" + path.lstrip("/")

    @lazy
    def scheme(self) -> str:  # type: ignore[override]  # werkzeug assigns it in its constructor
        """``http`` or ``https``, as the server says."""
        return str(self.environ.get("wsgi.url_scheme") or "http")

    @lazy
    def server(self) -> tuple[str, int | None] | None:  # type: ignore[override]  # see scheme
        """Host and port that took the connection; None when the server does not say."""
        name = self.environ.get("SERVER_NAME")
        if not name:
            return None
        port = self.environ.get("SERVER_PORT") or ""
        return name, int(port) if port.isdecimal() else None

    @lazy
    def root_path(self) -> str:  # type: ignore[override]  # see scheme
        """The path below which the application is mounted, without a slash at its end."""
        return _decoded("SCRIPT_NAME", self.environ.get("SCRIPT_NAME") or "").rstrip("/")

    @lazy
    def query_string(self) -> bytes:  # type: ignore[override]  # see scheme
        """The undecoded bytes after ``?``."""
        return _latin1("QUERY_STRING", self.environ.get("QUERY_STRING") or "")

    @lazy
    def headers(self) -> EnvironHeaders:  # type: ignore[override]  # see scheme
        """The header fields, read from the environ one by one."""
        return EnvironHeaders(self.environ)

    @lazy
    def remote_addr(self) -> str | None:  # type: ignore[override]  # see scheme
        """The peer's address."""
        return self.environ.get("REMOTE_ADDR")

    @property
    def host_header(self) -> str | None:
        """The field ``Host`` as it was sent."""
        return self.environ.get("HTTP_HOST")

    @property
    def want_form_data_parsed(self) -> bool:
        """The request declares a type for its body."""
        return bool(self.environ.get("CONTENT_TYPE"))

    @lazy
    def stream(self) -> IO[bytes]:
        """The body, to be read once, never past its declared length."""
        if "wsgi.input" not in self.environ:
            raise BadRequest(description="The request has no body to read.")
        return get_input_stream(self.environ, max_content_length=self.max_content_length)


def answer(
    app: GatewayOwner, environ: dict[str, Any], start_response: StartResponse
) -> Iterable[bytes]:
    """Answer one WSGI request.

    No exception of the application or of a malformed environ leaves this function, save those
    that are asked to propagate; what ``start_response`` raises does.
    """
    try:
        request = app.request_class(environ)
    except BadRequest as error:
        status, head, body = app.last_resort(None, error).to_wire("GET")
        start_response(status, head)
        return body
    context = Context(app, request)
    # Who asks for it is a test client, or the debugger: it wants to look at what was current.
    if _KEEPER in environ:
        environ[_KEEPER](context)
    response = app.handle_in(context)
    method = request.method
    try:
        status, head, body = response.to_wire(method)
    except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
        response.close()
        status, head, body = app.last_resort(request, error).to_wire(method)
    try:
        start_response(status, head)
    except BaseException:
        _close(body)
        raise
    return body


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


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


def _decoded(key: str, text: str) -> str:
    return _latin1(key, text).decode(errors="replace")


def _latin1(key: str, text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except (UnicodeEncodeError, AttributeError) as error:
        raise BadRequest(description=f"The request's {key} is no latin-1 text.") from error
