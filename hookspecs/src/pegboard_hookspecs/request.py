"""The request as hooks and views see it, whatever gateway it came through."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, MutableMapping
from typing import IO, Any, Protocol, cast

from werkzeug.datastructures import FileStorage, Headers, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, SecurityError
from werkzeug.formparser import FormDataParser
from werkzeug.sansio.http import parse_cookie
from werkzeug.sansio.request import Request as SansIORequest
from werkzeug.sansio.utils import get_current_url, host_is_trusted
from werkzeug.wrappers import Request as WerkzeugRequest

from pegboard_hookspecs.bounded import BoundedStream
from pegboard_hookspecs.files import UnsentFiles
from pegboard_hookspecs.forms import FIELDS, FormParser, split_fields
from pegboard_hookspecs.lazy import lazy
from pegboard_hookspecs.route import Match, Route

__all__ = ["Request", "RequestOwner"]

# A name or IPv4 address, or an IPv6 address in brackets; a port (RFC 9110, section 7.2).
_HOST = re.compile(
    r"(?:(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}\.?|\[[0-9A-Fa-f]*:[0-9A-Fa-f.:]+\])"
    r"(?::[0-9]{1,5})?"
)
_USUAL_PORTS = {"http": ":80", "ws": ":80", "https": ":443", "wss": ":443"}


class RequestOwner(Protocol):
    """What a request asks of the application that answers it."""

    @property
    def config(self) -> MutableMapping[str, Any]:
        """The settings; a request reads its limits from them."""
        ...

    @property
    def debug(self) -> bool:
        """Debug mode: a malformed body is explained."""
        ...

    @property
    def json(self) -> Any:  # the ``json`` module's functions, spoken through the slot
        """What parses a JSON body."""
        ...

    def open_session(self, request: Request) -> Any:
        """Open the session; called once, on first use."""
        ...


class Request(WerkzeugRequest):
    """One request.

    It can do what :class:`werkzeug.wrappers.Request` can, but needs no WSGI environ: a gateway
    gives what it received as plain values, or subclasses it and computes them on first use; a
    constructor of its own must set ``method``, ``path`` and ``host_header``. ``environ`` exists
    only when the request came through WSGI.

    :param method: upper-case HTTP method.
    :param scheme: ``http`` or ``https``.
    :param server: host and port (None for a Unix socket's path) that took the connection.
    :param root_path: the path below which the application is mounted, without a slash at its end.
    :param path: the decoded path below ``root_path``.
    :param query_string: the undecoded bytes after ``?``.
    :param headers: the request's header fields.
    :param remote_addr: the peer's address.
    :param body: the body as bytes, or a binary stream that ends with the body.
    """

    form_data_parser_class: type[FormDataParser] = FormParser
    #: The application that answers; set by the kernel before the first hook.
    app: RequestOwner
    #: The field ``Host`` as it was sent.
    host_header: str | None
    #: The route and its values; None before routing and when nothing matched.
    match: Match | None = None
    #: The converted values of the URL, passed to the view by name; None when nothing matched.
    view_args: dict[str, Any] | None = None
    #: Why no route matched (a 404, 405, redirect, or that nothing matches URLs); it becomes the
    #: answer when the hook ``preprocess`` gave none.
    routing_exception: Exception | None = None

    def __init__(
        self,
        *,
        method: str = "GET",
        scheme: str = "http",
        server: tuple[str, int | None] | None = None,
        root_path: str = "",
        path: str = "/",
        query_string: bytes = b"",
        headers: Headers | None = None,
        remote_addr: str | None = None,
        body: bytes | IO[bytes] = b"",
    ) -> None:
        # The environ-reading constructor in between is left out on purpose.
        SansIORequest.__init__(
            self,
            method=method,
            scheme=scheme,
            server=server,
            root_path=root_path,
            path=path,
            query_string=query_string,
            headers=Headers() if headers is None else headers,
            remote_addr=remote_addr,
        )
        self.shallow = False
        self.host_header = self.headers.get("Host")
        self._body = body

    @property
    def route(self) -> Route | None:
        """The route that matched."""
        return None if self.match is None else self.match.route

    @property
    def url_rule(self) -> Route | None:
        """The route that matched, by the name that Flask gives it."""
        return self.route

    @property
    def endpoint(self) -> str | None:
        """The name of the route that matched."""
        return None if self.match is None else self.match.route.endpoint

    @property
    def blueprint(self) -> str | None:
        """The dotted name of the blueprint that the endpoint belongs to."""
        return (self.endpoint or "").rpartition(".")[0] or None

    @property
    def blueprints(self) -> list[str]:
        """The blueprint and those around it, innermost first."""
        name = self.blueprint
        if name is None:
            return []
        parts = name.split(".")
        return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]

    @lazy
    def host(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]  # werkzeug's is kept as well
        """Host and port the client asked for, or "" when nothing says.

        :raises werkzeug.exceptions.BadRequest: the field ``Host`` is no host.
        :raises werkzeug.exceptions.SecurityError: the host is none of ``trusted_hosts``.
        """
        # Not werkzeug's function: its versions differ in what they let pass.
        host = self.host_header or self._server_host()
        if host and _HOST.fullmatch(host) is None:
            raise BadRequest(description="The request's Host is not a valid host.")
        host = host.removesuffix(_USUAL_PORTS.get(self.scheme, ""))
        if self.trusted_hosts and not host_is_trusted(host, self.trusted_hosts):
            raise SecurityError(f"Host {host!r} is not trusted.")
        return host

    @lazy
    def url(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]  # see host
        """The whole URL, as an IRI; see :attr:`known_host` for when there is none."""
        host = self.known_host
        return get_current_url(self.scheme, host, self.root_path, self.path, self.query_string)

    @lazy
    def base_url(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]  # see host
        """Like :attr:`url`, without the query."""
        return get_current_url(self.scheme, self.known_host, self.root_path, self.path)

    @lazy
    def root_url(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]  # see host
        """The URL below which the application is mounted."""
        return get_current_url(self.scheme, self.known_host, self.root_path)

    @lazy
    def host_url(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]  # see host
        """Scheme and host."""
        return get_current_url(self.scheme, self.known_host)

    @property
    def known_host(self) -> str:
        """The host, for building a URL.

        :raises werkzeug.exceptions.BadRequest: neither client nor server names one (PEP 3333).
        """
        if not self.host:
            raise BadRequest(description="The request names no host, so it has no URL.")
        return self.host

    @lazy
    def args(self) -> MultiDict[str, str]:  # pyright: ignore[reportIncompatibleMethodOverride]  # see host
        """The fields of the query string.

        :raises werkzeug.exceptions.BadRequest: the query string is no UTF-8.
        """
        try:
            query = self.query_string.decode()
        except UnicodeDecodeError as error:
            raise BadRequest(description="The request's query string is no UTF-8.") from error
        return self.parameter_storage_class(split_fields(query))

    @lazy
    def cookies(self) -> ImmutableMultiDict[str, str]:  # pyright: ignore[reportIncompatibleMethodOverride]  # see host
        """The cookies; bytes of them that are no UTF-8 are replaced."""
        sent = ";".join(self.headers.getlist("Cookie"))
        text = sent.encode("latin-1", errors="replace").decode(errors="replace")
        cookies: Any = parse_cookie(text, cls=self.dict_storage_class)
        return cast("ImmutableMultiDict[str, str]", cookies)

    @lazy
    def full_path(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]  # see host
        """Path and query, for logs; bytes of the query that are no UTF-8 are replaced."""
        return f"{self.path}?{self.query_string.decode(errors='replace')}"

    @lazy
    def session(self) -> Any:  # a Session; each provider has its own class
        """The visitor's session, opened when it is first asked for."""
        return self.app.open_session(self)

    @property
    def has_session(self) -> bool:
        """The session was opened during this request."""
        return "session" in self.__dict__

    @lazy
    def state(self) -> dict[object, Any]:
        """Where plugins keep what belongs to this request, each under a key of its own."""
        return {}

    @lazy
    def stream(self) -> IO[bytes]:  # pyright: ignore[reportIncompatibleMethodOverride]  # werkzeug's is kept as well
        """The body, to be read once.

        :raises werkzeug.exceptions.RequestEntityTooLarge: when more of it than
            ``max_content_length`` is read.
        """
        body = io.BytesIO(self._body) if isinstance(self._body, bytes) else self._body
        limit = self.max_content_length
        return body if limit is None else cast("IO[bytes]", BoundedStream(body, limit))

    @property
    def want_form_data_parsed(self) -> bool:
        """The request declares a type for its body."""
        return "Content-Type" in self.headers

    @lazy
    def max_content_length(self) -> int | None:
        """The largest body in bytes: assigned for this request, or else the application's."""
        return self._setting("MAX_CONTENT_LENGTH", None)

    @lazy
    def max_form_memory_size(self) -> int | None:
        """The largest non-file part of a form in bytes: as for :attr:`max_content_length`."""
        return self._setting("MAX_FORM_MEMORY_SIZE", 500_000)

    @lazy
    def max_form_parts(self) -> int | None:  # type: ignore[override]  # None is no limit, as above
        """The largest number of parts or fields of a form: as for :attr:`max_content_length`."""
        return self._setting("MAX_FORM_PARTS", 1_000)

    @property
    def json_module(self) -> Any:
        """What parses a JSON body: the application's JSON slot."""
        return self.app.json

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        """Answer 400 to a malformed body; the parser's complaint is shown in debug mode only.

        :raises werkzeug.exceptions.UnsupportedMediaType: the body is not declared as JSON.
        :raises werkzeug.exceptions.BadRequest: the body is not JSON.
        """
        if e is None or self.app.debug:
            return super().on_json_loading_failed(e)
        raise BadRequest from e

    @lazy
    def _file_streams(self) -> list[IO[bytes]]:
        """What the files of a form are read into, while it is read."""
        return []

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        stream = super()._get_file_stream(*args, **kwargs)
        self._file_streams.append(stream)
        return stream

    def _load_form_data(self) -> None:
        kept = self.__dict__
        if "form" in kept:
            return
        if not self._load_fields():
            try:
                super()._load_form_data()
            finally:
                streams = kept.pop("_file_streams", ())
                if streams:
                    _close_others(streams, kept.get("files"))
        app: RequestOwner | None = kept.get("app")
        if app is not None and app.debug and not self.files and self.form:
            # In the place of werkzeug's own, which is computed once as well.
            kept["files"] = UnsentFiles(self.mimetype, self.form)

    def _load_fields(self) -> bool:
        """Load a form that comes without files as the parser does it, in less time."""
        parser = self.form_data_parser_class
        is_usual = type(self).make_form_data_parser is WerkzeugRequest.make_form_data_parser
        if not (is_usual and issubclass(parser, FormParser) and self.want_form_data_parsed):
            return False
        if self.mimetype != FIELDS:
            return False
        fields = parser.parse_fields(self._get_stream_for_parsing().read(), self.max_form_parts)
        make = self.parameter_storage_class
        self.__dict__["form"], self.__dict__["files"] = make(fields), make()
        return True

    def _server_host(self) -> str:
        name, port = self.server or ("", None)
        # Without a port it is the path of a Unix socket.
        if port is None:
            return ""
        return f"[{name}]:{port}" if ":" in name and not name.startswith("[") else f"{name}:{port}"

    def _setting(self, name: str, default: int | None) -> int | None:
        app: RequestOwner | None = self.__dict__.get("app")
        return default if app is None else app.config.get(name, default)


def _close_others(streams: Iterable[IO[bytes]], files: MultiDict[str, FileStorage] | None) -> None:
    """Close what was read of a form that turned out to be broken: nobody else knows of it."""
    kept = [file.stream for _, file in files.items(multi=True)] if files else []
    for stream in streams:
        if not any(stream is each for each in kept):
            stream.close()
