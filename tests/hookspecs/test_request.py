"""The request as gateways give it: plain values, no environ."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from typing import Any, cast

import pytest
from werkzeug.datastructures import Headers
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from pegboard_hookspecs import Match, Request, Route

URL_WORDS = ("url", "base_url", "root_url", "host_url")


class Owner:
    """What a request asks of an application, and nothing else."""

    def __init__(self, config: dict[str, Any] | None = None, *, debug: bool = False) -> None:
        self.config = config or {}
        self.debug = debug
        self.json = json
        self.opened: list[Request] = []

    def open_session(self, request: Request) -> Any:
        self.opened.append(request)
        return {"who": "Ada"}


def _request(owner: Owner | None = None, **values: Any) -> Request:
    request = Request(**values)
    if owner is not None:
        request.app = owner
    return request


def _form(body: bytes, content_type: str = "application/x-www-form-urlencoded") -> dict[str, Any]:
    headers = Headers({"Content-Type": content_type, "Content-Length": str(len(body))})
    return {"method": "POST", "headers": headers, "body": body}


def _matched(endpoint: str) -> Request:
    request = Request()
    request.match = Match(Route("/", endpoint))
    return request


def test_it_needs_no_environ() -> None:
    """Every value has a default, so that a gateway gives what it has."""
    request = Request()

    assert (request.method, request.path, request.scheme) == ("GET", "/", "http")
    assert not hasattr(request, "environ")


def test_it_gives_what_it_was_given() -> None:
    """The values of the gateway are the attributes of werkzeug's request."""
    request = Request(
        method="POST",
        scheme="https",
        server=("example.org", 8443),
        root_path="/app",
        path="/käse",
        query_string=b"a=1&a=2",
        remote_addr="192.0.2.1",
        body=b"x",
    )

    assert (request.method, request.remote_addr) == ("POST", "192.0.2.1")
    assert request.url == "https://example.org:8443/app/käse?a=1&a=2"
    assert request.args.getlist("a") == ["1", "2"]
    assert request.get_data() == b"x"


def test_before_routing_there_is_no_route() -> None:
    """Nothing that comes from a match is there before one."""
    request = Request()

    assert (request.route, request.url_rule, request.endpoint) == (None, None, None)
    assert (request.blueprint, request.blueprints, request.view_args) == (None, [], None)


@pytest.mark.parametrize(
    ("endpoint", "blueprints"),
    [("index", []), ("shop.index", ["shop"]), ("shop.cart.show", ["shop.cart", "shop"])],
)
def test_an_endpoint_names_its_blueprints(endpoint: str, blueprints: list[str]) -> None:
    """The blueprint's name is in front of the last dot; those around it follow."""
    request = _matched(endpoint)

    assert request.blueprints == blueprints
    assert request.blueprint == (blueprints[0] if blueprints else None)


def test_a_match_names_the_route() -> None:
    """Route, rule and endpoint are those of the match."""
    request = _matched("index")

    assert request.route is request.url_rule
    assert (request.route and request.route.rule, request.endpoint) == ("/", "index")


# Host and URLs


def test_the_client_names_the_host() -> None:
    """The field Host goes before the address that took the connection."""
    request = Request(server=("10.0.0.1", 80), headers=Headers({"Host": "example.org"}))

    assert (request.host, request.host_header) == ("example.org", "example.org")


@pytest.mark.parametrize(
    ("server", "host"),
    [
        (("10.0.0.1", 8080), "10.0.0.1:8080"),
        (("::1", 8080), "[::1]:8080"),
        (("[::1]", 8080), "[::1]:8080"),
        (("example.org", 80), "example.org"),
        (("/run/app.sock", None), ""),
        (None, ""),
    ],
    ids=str,
)
def test_the_servers_address_is_the_host_otherwise(
    server: tuple[str, int | None] | None, host: str
) -> None:
    """Without the field Host, the address that took the connection is the host (PEP 3333)."""
    assert Request(server=server).host == host


@pytest.mark.parametrize(
    ("scheme", "sent", "host"),
    [
        ("http", "example.org:80", "example.org"),
        ("https", "example.org:443", "example.org"),
        ("http", "example.org:443", "example.org:443"),
        ("gopher", "example.org:80", "example.org:80"),
        ("http", "[::1]:80", "[::1]"),
        ("http", "", ""),
    ],
)
def test_the_usual_port_is_left_out(scheme: str, sent: str, host: str) -> None:
    """The port that the scheme implies is no part of the host."""
    assert Request(scheme=scheme, headers=Headers({"Host": sent})).host == host


@pytest.mark.parametrize(
    "host", ["a b", "a/b", "a\\b", "a?b", "a#b", "a@b", "<a>", "a:b", "ä", "a:", "[::1"]
)
def test_a_host_that_is_none_is_refused(host: str) -> None:
    """Characters that no host has are a 400, with or without a list of hosts."""
    request = Request(headers=Headers({"Host": host}))

    with pytest.raises(BadRequest, match="not a valid host"):
        _ = request.host


@pytest.mark.parametrize("sent", [{"Host": "evil.example"}, {}], ids=["another", "none"])
def test_a_host_that_is_not_trusted_is_refused(sent: dict[str, str]) -> None:
    """With a list of trusted hosts, any other is a 400, and so is none."""
    request = Request(headers=Headers(sent))
    request.trusted_hosts = ["example.org"]

    with pytest.raises(BadRequest, match="not trusted"):
        _ = request.host


def test_a_trusted_host_passes() -> None:
    """With a list of trusted hosts, these are answered."""
    request = Request(headers=Headers({"Host": "www.example.org:8000"}))
    request.trusted_hosts = [".example.org"]

    assert request.host == "www.example.org:8000"


@pytest.mark.parametrize("word", URL_WORDS)
def test_a_url_without_a_host_is_never_built(word: str) -> None:
    """Nobody named a host, so that a URL would lead nowhere: 400 instead (PEP 3333)."""
    with pytest.raises(BadRequest, match="names no host"):
        getattr(Request(), word)


@pytest.mark.parametrize(
    ("word", "url"),
    list(
        zip(
            URL_WORDS,
            [
                "http://example.org/app/a?b=c",
                "http://example.org/app/a",
                "http://example.org/app/",
                "http://example.org/",
            ],
            strict=True,
        )
    ),
)
def test_urls_are_put_together(word: str, url: str) -> None:
    """Scheme, host, root path, path and query make a URL, in that order."""
    request = Request(
        headers=Headers({"Host": "example.org"}), root_path="/app", path="/a", query_string=b"b=c"
    )

    assert getattr(request, word) == url


# What the client sent


def test_a_semicolon_separates_nothing() -> None:
    """Fields of the query are separated by ampersands only."""
    assert dict(Request(query_string=b"a=1;b=2").args) == {"a": "1;b=2"}


def test_a_query_that_is_no_text_is_refused() -> None:
    """Bytes of the query that are no UTF-8 are a 400."""
    with pytest.raises(BadRequest, match="no UTF-8"):
        _ = Request(query_string=b"a=\xff").args


def test_a_path_for_logs_replaces_what_is_no_text() -> None:
    """Path and query together never fail: they are for people."""
    assert Request(path="/a", query_string=b"b=\xff").full_path == "/a?b=\ufffd"


@pytest.mark.parametrize("cookie", ["a=1; b=2", "a=1; b=2; c=\xff"], ids=ascii)
def test_cookies_are_read_though_one_is_no_text(cookie: str) -> None:
    """One cookie in an encoding of its own does not hide the others."""
    request = Request(headers=Headers({"Cookie": cookie}))

    assert (request.cookies["a"], request.cookies["b"]) == ("1", "2")


def test_the_body_may_be_a_stream() -> None:
    """A gateway may give a stream instead of bytes; it is read once."""
    request = Request(method="POST", body=io.BytesIO(b"abc"))

    assert (request.stream.read(2), request.stream.read()) == (b"ab", b"c")


def test_a_form_is_parsed() -> None:
    """A body whose type says that it is a form gives fields."""
    assert _request(**_form(b"name=Ada&age=36")).form.to_dict() == {"name": "Ada", "age": "36"}


def test_a_body_without_a_type_is_no_form() -> None:
    """A body of which nothing is known gives no fields."""
    request = Request(method="POST", body=b"name=Ada")

    assert not request.want_form_data_parsed
    assert not request.form


class Watched(Request):
    """A request that keeps what its files are read into."""

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> Any:
        stream = super()._get_file_stream(*args, **kwargs)
        self.seen = stream
        return stream


_FILE = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nwords\r\n'
# A second file, so large that it is read in several pieces.
_LARGE = _FILE.replace(b"words", bytes(200_000)) + b"--b--\r\n"


@pytest.mark.parametrize(
    ("end", "limit", "is_closed"),
    [(b"--b--\r\n", None, False), (b"--b\r\nnonsense", None, True), (_LARGE, 100_000, True)],
    ids=["sound", "broken", "too large"],
)
def test_files_before_a_fault_are_closed(end: bytes, limit: int | None, is_closed: bool) -> None:
    """Of a form that cannot be read to its end, the temporary files are closed at once."""
    request = Watched(**_form(_FILE + end, "multipart/form-data; boundary=b"))
    request.max_content_length = limit
    # The whole form would be refused by its length.
    del request.headers["Content-Length"]
    with suppress(RequestEntityTooLarge, BadRequest):
        _ = request.files

    assert request.seen.closed is is_closed
    request.close()
    assert request.seen.closed


# Limits


@pytest.mark.parametrize(
    ("name", "setting", "default"),
    [
        ("max_content_length", "MAX_CONTENT_LENGTH", None),
        ("max_form_memory_size", "MAX_FORM_MEMORY_SIZE", 500_000),
        ("max_form_parts", "MAX_FORM_PARTS", 1_000),
    ],
)
class TestLimits:
    def test_without_an_application_it_is_the_default(
        self, name: str, setting: str, default: object
    ) -> None:
        """A request that nobody answers has the default limits."""
        assert getattr(Request(), name) == default

    def test_without_a_setting_it_is_the_default(
        self, name: str, setting: str, default: object
    ) -> None:
        """An application that does not set a limit leaves the default."""
        assert getattr(_request(Owner()), name) == default

    def test_the_application_sets_it(self, name: str, setting: str, default: object) -> None:
        """The limit is the setting's."""
        assert getattr(_request(Owner({setting: 7})), name) == 7

    def test_a_request_may_have_its_own(self, name: str, setting: str, default: object) -> None:
        """A view may set the limit of its request."""
        request = _request(Owner({setting: 7}))
        setattr(request, name, 9)

        assert getattr(request, name) == 9


def test_a_body_over_the_limit_is_refused() -> None:
    """Reading beyond the limit is a 413, and a body within it is read whole."""
    limits = Owner({"MAX_CONTENT_LENGTH": 3})

    assert _request(limits, method="POST", body=b"abc").get_data() == b"abc"
    with pytest.raises(RequestEntityTooLarge):
        _request(limits, method="POST", body=b"abcd").get_data()


def test_a_large_field_is_refused() -> None:
    """A form's field over the limit is a 413."""
    request = _request(
        Owner({"MAX_FORM_MEMORY_SIZE": 3}),
        **_form(
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n12345\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
        ),
    )

    with pytest.raises(RequestEntityTooLarge):
        _ = request.form


# Session, state and JSON


def test_the_session_is_opened_on_first_use() -> None:
    """The application is asked for the session once, and only when somebody reads it."""
    owner = Owner()
    request = _request(owner)
    was_open = request.has_session
    values = [request.session["who"], request.session["who"]]

    assert (was_open, request.has_session) == (False, True)
    assert (values, owner.opened) == (["Ada", "Ada"], [request])


def test_plugins_keep_their_own_state() -> None:
    """Each request has a dictionary of its own for what plugins keep."""
    one, other = Request(), Request()
    one.state["mine"] = 1

    assert (one.state, other.state) == ({"mine": 1}, {})


def test_json_is_read_by_the_application() -> None:
    """The body is parsed by the slot ``json``."""
    request = _request(Owner(), **_form(b'{"a": [1]}', "application/json"))

    assert request.get_json() == {"a": [1]}


def test_malformed_json_is_refused_without_detail() -> None:
    """What the parser complains about is the developer's business, not the client's."""
    request = _request(Owner(), **_form(b'{"a"', "application/json"))

    with pytest.raises(BadRequest) as caught:
        request.get_json()

    assert caught.value.description == BadRequest.description


def test_malformed_json_is_explained_in_debug_mode() -> None:
    """While developing, the client is told what the parser complains about."""
    request = _request(Owner(debug=True), **_form(b'{"a"', "application/json"))

    with pytest.raises(BadRequest, match="Failed to decode JSON"):
        request.get_json()


def test_json_under_another_type_is_refused() -> None:
    """A body that does not say that it is JSON is not parsed: 415."""
    request = _request(Owner(), **_form(b"{}", "text/plain"))

    with pytest.raises(UnsupportedMediaType):
        request.get_json()


def test_uploads_are_closed_with_the_request() -> None:
    """Closing the request closes the files that came with it."""
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n1\r\n--b--\r\n'
    request = _request(Owner(), **_form(body, "multipart/form-data; boundary=b"))
    file = cast("Any", request.files["f"])
    request.close()

    assert file.closed
