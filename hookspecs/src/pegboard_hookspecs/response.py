"""The response as hooks and views see it, and how it becomes what a gateway sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any, Self, cast

from werkzeug.datastructures import Headers
from werkzeug.http import dump_cookie
from werkzeug.urls import iri_to_uri
from werkzeug.utils import get_content_type
from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard_hookspecs.body import Body
from pegboard_hookspecs.errors import CookieTooLargeError
from pegboard_hookspecs.lazy import lazy
from pegboard_hookspecs.safety import check_cookie_part, check_headers, check_status

__all__ = ["HTML", "Response", "Wire"]

#: Content type of a ``str`` or ``bytes`` that a view returns.
HTML = "text/html; charset=utf-8"

#: What a gateway sends: the status line, the checked header list and the body.
Wire = tuple[str, list[tuple[str, str]], Iterable[bytes]]

# A response of ``quick`` has its body and its type. Whatever somebody reads or sets adds a third
# attribute: the lazy ones keep what they gave, the others are assigned.
_QUICK_ATTRIBUTES = 2
_new = object.__new__
# What a subclass may override that makes its responses differ from those of ``quick``.
_CONSTRUCTION = frozenset({"__init__", "__new__", "default_status", "set_data", "headers"})
_WITHOUT_CONTENT = frozenset({204, 304})
_LOCATIONS = frozenset({"location", "content-location"})
_CONDITIONS = (
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Range",
)
# RFC 9110, section 15.4.5: a 304 says nothing about a body it does not have.
_CONTENT_FIELDS = frozenset({"content-type", "content-length", "content-encoding", "content-range"})


class Response(WerkzeugResponse):
    """One response.

    It can do what :class:`werkzeug.wrappers.Response` can. A response made by :meth:`quick`
    has no header object until somebody asks for its headers; :meth:`to_wire` then sends the
    two headers that everybody expects without ever making it.
    """

    default_mimetype = "text/html"
    #: Bytes of name and value that browsers keep of a cookie (RFC 6265, section 6.1); 0: no limit.
    max_cookie_size = 4096
    #: :meth:`quick` makes what the long constructor would; a subclass with another one says no.
    is_quick = True
    #: Body and content type while nobody has touched them.
    _quick_body: bytes
    _quick_type = HTML
    _status = "200 OK"
    _status_code = 200
    _is_closed = False
    direct_passthrough = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = cls.__dict__
        cls.is_quick = cls.is_quick and not _CONSTRUCTION & own.keys()
        # Type checkers do not know that None means no content type.
        mimetype: str | None = cls.default_mimetype
        if mimetype is None:
            cls.is_quick = False
        else:
            cls._quick_type = get_content_type(mimetype, "utf-8")

    @classmethod
    def quick(cls, body: bytes, content_type: str | None = None) -> Self:
        """Make a plain 200 answer on the short path.

        :param body: the whole body.
        :param content_type: a type that is known to be safe to send; it is not checked. None
            takes the class's own.
        """
        response = _new(cls)
        response._quick_body = body  # noqa: SLF001 - a constructor
        response._quick_type = content_type or cls._quick_type  # noqa: SLF001 - a constructor
        return response

    @lazy
    def response(self) -> Iterable[str] | Iterable[bytes]:
        """The parts of the body."""
        return [self._quick_body]

    @lazy
    def headers(self) -> Headers:
        """The header fields, in the order in which they are sent."""
        headers = Headers()
        # One by one: the constructor takes so many kinds of things that it takes its time.
        headers.add("Content-Type", self._quick_type)
        # The length of another body than the given one is known when it is sent.
        if "response" not in self.__dict__ or self.is_sequence:
            headers.add("Content-Length", str(len(self._quick_body)))
        return headers

    @lazy
    def _on_close(self) -> list[Callable[[], Any]]:
        return []

    def iter_encoded(self) -> Iterator[bytes]:
        """Give the parts of the body as bytes.

        :raises TypeError: a part is neither text nor bytes.
        """
        return _encoded(self.response)

    def close(self) -> None:
        """Close the parts of the body, then call what was registered with ``call_on_close``.

        Each of them once, and all of them though one raises. The last exception is raised, with
        those before it as its context.
        """
        functions, self._on_close = self._on_close, []
        with ExitStack() as stack:
            for function in reversed(functions):
                stack.callback(function)
            close = getattr(self.response, "close", None)
            if close is not None and not self._is_closed:
                stack.callback(close)
            self._is_closed = True

    def set_cookie(
        self,
        key: str,
        value: str = "",
        max_age: timedelta | int | None = None,
        expires: str | datetime | float | None = None,
        path: str | None = "/",
        domain: str | None = None,
        secure: bool = False,  # noqa: FBT001, FBT002 - werkzeug's signature
        httponly: bool = False,  # noqa: FBT001, FBT002
        samesite: str | None = None,
        partitioned: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Set a cookie (RFC 6265, section 4.1).

        :raises CookieTooLargeError: name and value together are over :attr:`max_cookie_size`.
        :raises UnsafeHeaderError: name, path, domain or expiry would start another attribute.
        """
        check_cookie_part("name", key)
        check_cookie_part("path", path)
        check_cookie_part("domain", domain)
        check_cookie_part("expires", expires if isinstance(expires, str) else None)
        cookie = dump_cookie(
            key,
            value,
            max_age=max_age,
            expires=expires,
            path=path,
            domain=domain,
            secure=secure,
            httponly=httponly,
            samesite=samesite,
            partitioned=partitioned,
            max_size=0,
        )
        self._check_cookie_size(key, cookie)
        self.headers.add("Set-Cookie", cookie)

    def make_conditional(
        self,
        request_or_environ: Any,
        accept_ranges: bool | str = False,  # noqa: FBT001, FBT002 - werkzeug's signature
        complete_length: int | None = None,
    ) -> Self:
        """Become what the request's conditions ask for: a 304, a 412 or a part.

        See RFC 9110, sections 13 and 14. It changes the answer to GET and HEAD only, and leaves
        the date to the server.

        :param request_or_environ: a request, of whatever gateway, or a WSGI environ.
        :raises werkzeug.exceptions.RequestedRangeNotSatisfiable: there is no such part.
        """
        is_dated = "Date" in self.headers
        super().make_conditional(_conditions(request_or_environ), accept_ranges, complete_length)
        if not is_dated:
            # Werkzeug adds one. Servers add theirs without looking, and two are not valid.
            self.headers.pop("Date", None)
        return self

    def to_wire(self, method: str) -> Wire:
        """Give what a gateway sends in answer to a request of this method.

        The one place where a response head is checked. The answer to HEAD has GET's head and no
        body; 204 and 304 have neither body nor content headers (RFC 9110, sections 9.3.2, 15).

        :raises UnsafeHeaderError: status or headers would break the message.
        """
        if len(self.__dict__) != _QUICK_ATTRIBUTES:
            return self._to_checked_wire(method)
        # As ``quick`` made it: nobody has set a status, or touched body or headers.
        body = self._quick_body
        head = [("Content-Type", self._quick_type), ("Content-Length", str(len(body)))]
        return "200 OK", head, [] if method == "HEAD" else [body]

    def _to_checked_wire(self, method: str) -> Wire:
        code = self._status_code
        has_content = code >= 200 and code not in _WITHOUT_CONTENT  # noqa: PLR2004 - RFC 9110, 15.2
        try:
            status, head = self._status, self.headers.to_wsgi_list()
        except AttributeError:
            # A dictionary was assigned, or a list of pairs: what headers can be made of.
            self.headers = Headers(self.headers)
            status, head = self._status, self.headers.to_wsgi_list()
        # One walk along the names: each miss in the headers would raise and catch an exception.
        fields = {str(name).lower(): value for name, value in head}
        if not _LOCATIONS.isdisjoint(fields):
            head = [(name, _uri(name, value)) for name, value in head]
        check_status(status)
        check_headers(head)
        if not has_content:
            head = [pair for pair in head if pair[0].lower() not in _CONTENT_FIELDS]
            return status, head, self._closed_body()
        parts = self._known_parts()
        if parts is not None and self.automatically_set_content_length:
            head = _with_length(head, fields.get("content-length"), parts, method)
        return status, head, self._closed_body() if method == "HEAD" else self._body(parts)

    def _known_parts(self) -> list[bytes] | None:
        """Give the encoded parts of a body that is no stream."""
        if not self.is_sequence:
            return None
        return [part if type(part) is bytes else _bytes_of(part) for part in self.response]

    def _body(self, parts: list[bytes] | None) -> Iterable[bytes]:
        if not self.__dict__.get("_on_close"):
            if parts is not None:
                return parts
            if self.direct_passthrough:
                # A file wrapper of the server, which sends it faster unwrapped.
                passed: Any = self.response
                return passed  # type: ignore[no-any-return]  # werkzeug's type allows text, too
        return Body(self.iter_encoded(), self.close)

    def _closed_body(self) -> Iterable[bytes]:
        if self.is_sequence and not self.__dict__.get("_on_close"):
            return []
        return Body(iter(()), self.close)

    def _check_cookie_size(self, key: str, cookie: str) -> None:
        size = len(cookie.partition(";")[0]) - 1
        if self.max_cookie_size and size > self.max_cookie_size:
            message = (
                f"The cookie {key!r} has {size:,} bytes of name and value; browsers drop more than "
                f"{self.max_cookie_size:,}. Keep less in it: large sessions belong on the server."
            )
            raise CookieTooLargeError(message)


def _conditions(request: Any) -> dict[str, Any]:
    """Give the environ of a request, or one of its conditions where its gateway knows none."""
    if isinstance(request, dict):
        return cast("dict[str, Any]", request)
    environ = getattr(request, "environ", None)
    if environ is not None:
        return cast("dict[str, Any]", environ)
    fields = {name: request.headers.get(name) for name in _CONDITIONS}
    keys = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in fields.items()}
    given = {key: value for key, value in keys.items() if value is not None}
    return {"REQUEST_METHOD": request.method, **given}


def _encoded(parts: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield part if type(part) is bytes else _bytes_of(part)


def _bytes_of(part: object) -> bytes:
    if isinstance(part, str):
        return part.encode()
    buffer: Any = part
    if isinstance(part, (bytes, bytearray, memoryview)):
        return bytes(buffer)
    message = (
        f"A part of the response's body is {part!r:.80}, of type {type(part).__name__}, which "
        "cannot be sent. Give text or bytes."
    )
    raise TypeError(message)


def _with_length(
    head: list[tuple[str, str]], declared: str | None, parts: list[bytes], method: str
) -> list[tuple[str, str]]:
    """Say how long a body is, whatever was said before it was changed.

    Only an answer to HEAD may have a length and no body behind it.
    """
    length = sum(map(len, parts))
    is_for_head = method == "HEAD" and not length and declared is not None
    if is_for_head or declared == str(length):
        return head
    others = [pair for pair in head if pair[0].lower() != "content-length"]
    return [*others, ("Content-Length", str(length))]


def _uri(name: str, value: str) -> str:
    return iri_to_uri(value) if str(name).lower() in _LOCATIONS else value
