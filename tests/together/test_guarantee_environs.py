"""No exception leaves the WSGI callable, whatever the environ; malformed ones are 400 (R1, R2)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pegboard import Pegboard, request
from pegboard_hookspecs import Request, hookimpl
from tests.together.wire import ask, make_environ, start

pytestmark = pytest.mark.needs("routing", "json")

#: Keys that a server may leave out (PEP 3333, "environ Variables").
OPTIONAL = [
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "REMOTE_ADDR",
    "SERVER_PROTOCOL",
    "HTTP_HOST",
    "wsgi.errors",
    "wsgi.version",
    "wsgi.multithread",
]
#: Keys without which there is no request, or no URL, or nothing to read.
REQUIRED = ["SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "wsgi.input"]
TEXTS = [
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.url_scheme",
    "HTTP_HOST",
]
LAZY_TEXTS = ["REMOTE_ADDR", "CONTENT_TYPE", "HTTP_COOKIE", "HTTP_ACCEPT", "HTTP_X_ANY"]


def _id(value: object) -> str:
    """Name a case alike in every process: the address of a bare object differs."""
    return "object()" if type(value) is object else repr(value)


STRANGE: list[Any] = [None, 5, 1.5, b"x", [], {}, ["x"], ("x",), object(), True, set[str]()]


class Watch:
    """Counts the requests that reach the first hook and the last."""

    def __init__(self) -> None:
        self.started = 0
        self.torn_down = 0

    @hookimpl
    def request_started(self, request: Request) -> None:
        self.started += 1

    @hookimpl
    def teardown(self) -> None:
        self.torn_down += 1


@pytest.fixture
def watch() -> Watch:
    """A plugin that counts."""
    return Watch()


@pytest.fixture
def app(watch: Watch) -> Pegboard:
    """An application on the short path (``/``, ``/json``) and one that reads all (``/all``)."""
    app = Pegboard(__name__)
    app.register_plugin(watch)
    app.add_url_rule("/", view_func=lambda: "hello", endpoint="hello")
    app.add_url_rule("/json", view_func=lambda: {"a": 1}, endpoint="json")
    app.add_url_rule("/all", view_func=_everything, endpoint="all", methods=["GET", "POST"])
    return app


def _everything() -> str:
    """Read whatever a request has; a 400 is an answer, any other exception a fault."""
    parts = [
        name for name in dir(Request) if name[0] != "_" and name not in {"json", "session", "app"}
    ]
    return "\n".join(f"{name}={getattr(request, name)!r}" for name in parts)


def _codes(app: Pegboard, **changes: Any) -> set[int]:
    return {
        start(app, make_environ(path) | changes)[0].code for path in ("/", "/json", "/all", "/no")
    }


# What may be absent


@pytest.mark.parametrize("path", ["/", "/json"])
@pytest.mark.parametrize("key", [key for key in OPTIONAL if key != "PATH_INFO"])
def test_an_optional_key_may_be_absent(app: Pegboard, key: str, path: str) -> None:
    """Whatever a server may leave out, a view that does not read it is called."""
    environ = make_environ(path)
    environ.pop(key, None)

    assert start(app, environ)[0].code == 200


def test_an_absent_path_is_the_root(app: Pegboard) -> None:
    """An empty path is the path of the application itself."""
    environ = make_environ()
    del environ["PATH_INFO"]

    assert start(app, environ)[0].code == 200


@pytest.mark.parametrize("key", REQUIRED)
def test_a_view_that_does_not_need_it_is_called(app: Pegboard, key: str) -> None:
    """Without something that only URLs or bodies need, a plain page is still served."""
    environ = make_environ()
    del environ[key]

    assert start(app, environ)[0].code == 200


@pytest.mark.parametrize("left", [[], *([key] for key in TEXTS)], ids=str)
def test_an_environ_with_next_to_nothing(app: Pegboard, watch: Watch, left: list[str]) -> None:
    """An environ of one key, or none, is answered; without a method it is a 400 before any hook."""
    environ = {key: value for key, value in make_environ().items() if key in left}
    answer = start(app, environ)[0]

    assert answer.code == (200 if left == ["REQUEST_METHOD"] else 400)
    assert watch.started == watch.torn_down == int(answer.code == 200)


def test_a_url_follows_the_specification(app: Pegboard) -> None:
    """Without Host, a URL is made of the server's name and port (PEP 3333)."""
    app.add_url_rule("/url", view_func=lambda: request.url, endpoint="url")
    environ = make_environ("/url", SCRIPT_NAME="/app", QUERY_STRING="a=b")
    del environ["HTTP_HOST"]

    assert ask(app, environ).body == b"http://127.0.0.1:8000/app/url?a=b"


@pytest.mark.parametrize("word", ["url", "base_url", "host_url", "root_url", "url_root"])
def test_a_url_without_a_host_is_never_built(app: Pegboard, word: str) -> None:
    """Where nobody names a host, reading a URL is a 400."""
    app.add_url_rule("/url", view_func=lambda: str(getattr(request, word)), endpoint="url")
    environ = make_environ("/url")
    del environ["HTTP_HOST"], environ["SERVER_NAME"]

    assert start(app, environ)[0].code == 400


# What may be of another type


@pytest.mark.parametrize("path", ["/", "/no"])
@pytest.mark.parametrize("value", STRANGE, ids=_id)
@pytest.mark.parametrize("key", TEXTS)
def test_a_key_that_is_no_text_is_refused(
    app: Pegboard, watch: Watch, key: str, value: Any, path: str
) -> None:
    """What every request is made of must be text: else 400, before any hook."""
    answer = start(app, make_environ(path) | {key: value})[0]

    assert (answer.code, watch.started, watch.torn_down) == (400, 0, 0)


@pytest.mark.parametrize("value", STRANGE, ids=_id)
@pytest.mark.parametrize("key", LAZY_TEXTS)
def test_a_field_that_is_no_text_is_never_a_fault(
    app: Pegboard, watch: Watch, key: str, value: Any
) -> None:
    """A field that is no text is as good as absent, for pages and for error pages."""
    assert _codes(app, **{key: value}) == {200, 404}
    assert watch.started == watch.torn_down == 4


@pytest.mark.parametrize("value", [*STRANGE, "x"], ids=_id)
@pytest.mark.parametrize(
    "key", ["wsgi.input", "wsgi.errors", "wsgi.version", "wsgi.input_terminated", "SERVER_PROTOCOL"]
)
def test_a_strange_stream_or_flag_is_never_a_fault(app: Pegboard, key: str, value: Any) -> None:
    """What a server passes beside text may be anything, and is at worst a 400."""
    assert _codes(app, **{key: value}) <= {200, 400, 404}


@pytest.mark.parametrize(
    "length",
    ["-1", "+1", "1.0", "1e3", "0x1", " 1", "1 ", "1,1", "٣", "x", "9" * 5_000, 5, b"1", [1]],
    ids=lambda value: ascii(value)[:12],
)
def test_a_malformed_length_is_refused(app: Pegboard, watch: Watch, length: Any) -> None:
    """A length that is none makes the body's end unknown: 400, before any hook (RFC 9112, 6.3)."""
    answer = start(app, make_environ(method="POST", CONTENT_LENGTH=length))[0]

    assert (answer.code, watch.started) == (400, 0)


@pytest.mark.parametrize("stream", [None, "x", object()], ids=_id)
def test_a_body_without_a_stream_is_refused(app: Pegboard, watch: Watch, stream: Any) -> None:
    """A request that says how long its body is, and has none to read, is a 400 before any hook."""
    environ = make_environ("/all", "POST", b"x", wsgi__input=stream)

    assert (start(app, environ)[0].code, watch.started) == (400, 0)


@pytest.mark.parametrize(
    "method", ["", " ", "GE T", "GET\r\n", "GÉT", "G(T", "\0", "G\x7f"], ids=ascii
)
def test_a_method_that_is_no_token_is_refused(app: Pegboard, watch: Watch, method: str) -> None:
    """A method is a token (RFC 9110, section 9.1): else 400, before any hook."""
    assert (start(app, make_environ(method=method))[0].code, watch.started) == (400, 0)


@pytest.mark.parametrize(
    "key", ["PATH_INFO", "SCRIPT_NAME", "QUERY_STRING", "SERVER_NAME", "HTTP_HOST"]
)
@pytest.mark.parametrize("text", ["/€", "/\ud800"], ids=ascii)
def test_text_beyond_latin_1_is_refused(app: Pegboard, watch: Watch, key: str, text: str) -> None:
    """Text of an environ holds bytes (PEP 3333, "Unicode Issues"): anything else is a 400."""
    assert (start(app, make_environ() | {key: text})[0].code, watch.started) == (400, 0)


@pytest.mark.parametrize(
    "path", ["/\xff", "/\xc3\xa4", "/\0", "//", "///x", "x", "*", "/%", "/\x7f"], ids=ascii
)
def test_a_strange_path_is_an_answer(app: Pegboard, path: str) -> None:
    """Whatever bytes a path has, it leads somewhere or nowhere, and is no fault."""
    assert start(app, make_environ(path))[0].code in {200, 308, 404}


# Hosts


@pytest.mark.parametrize("path", ["/", "/all", "/no", "/static/x"])
@pytest.mark.parametrize(
    "host", ["a b", "a/b", "a@b", "ä", "a\0", "a:b", "[x]", "a..b", "/", "a\r\nb"], ids=ascii
)
def test_a_malformed_host_is_refused(app: Pegboard, watch: Watch, host: str, path: str) -> None:
    """A Host that is none is a 400 before any hook, whatever the URL."""
    answer = start(app, make_environ(path, HTTP_HOST=host))[0]

    assert (answer.code, watch.started, watch.torn_down) == (400, 0, 0)


@pytest.mark.parametrize("path", ["/", "/all", "/no", "/static/x"])
def test_a_host_that_is_not_trusted_is_refused(app: Pegboard, watch: Watch, path: str) -> None:
    """With a list of trusted hosts, another one is a 400 before any hook, whatever the URL."""
    app.config["TRUSTED_HOSTS"] = ["example.org"]
    codes = [
        start(app, make_environ(path, HTTP_HOST=host))[0].code for host in ("evil.example", "")
    ]

    assert (codes[0], watch.started, watch.torn_down) == (400, int(codes[1] != 400), watch.started)


def test_a_change_of_the_list_holds_from_the_next_request(app: Pegboard) -> None:
    """A host that was answered before there was a list is not remembered past it."""
    codes = [ask(app).code]
    app.config["TRUSTED_HOSTS"] = ["example.com"]
    codes.append(ask(app).code)
    app.config["TRUSTED_HOSTS"] = None
    codes.append(ask(app).code)

    assert codes == [200, 400, 200]


def test_many_hosts_are_not_remembered(app: Pegboard) -> None:
    """Whoever asks for ever new hosts does not make the application grow."""
    answers = {ask(app, HTTP_HOST=f"a{number}.example").code for number in range(600)}

    assert answers == {200}
    assert len(vars(app)["_known_hosts"]) <= 256


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_refusal_is_a_proper_answer(app: Pegboard, method: str) -> None:
    """A 400 before any hook is a complete message, without a body for HEAD."""
    answers = [
        ask(app, method=method, HTTP_HOST="a b"),
        ask(app, method=method, PATH_INFO="/€"),
    ]

    assert [answer.code for answer in answers] == [400, 400]
    assert [answer.header("Content-Type") for answer in answers] == [
        "text/plain; charset=utf-8"
    ] * 2


# Anything at all

ANY_TEXT = st.text(st.characters(max_codepoint=255), max_size=12) | st.text(max_size=4)
ANYTHING = (
    ANY_TEXT
    | st.none()
    | st.integers()
    | st.binary(max_size=4)
    | st.lists(st.integers(), max_size=2)
    | st.builds(io.BytesIO, st.binary(max_size=8))
    | st.just(object())
)
OTHERS = [
    "HTTP_ACCESS_CONTROL_REQUEST_METHOD",
    "HTTP_AUTHORIZATION",
    "HTTP_CACHE_CONTROL",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_ORIGIN",
    "HTTP_RANGE",
    "HTTP_REFERER",
    "HTTP_TRANSFER_ENCODING",
    "wsgi.input_terminated",
]
KEYS = st.sampled_from([*TEXTS, *LAZY_TEXTS, *OPTIONAL, *REQUIRED, *OTHERS])


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.dictionaries(KEYS, ANYTHING, max_size=4),
    dropped=st.sets(KEYS, max_size=3),
    path=st.sampled_from(["/", "/json", "/all", "/no"]),
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", "get", "BREW"]),
)
def test_no_environ_is_a_fault(
    app: Pegboard, changes: dict[str, Any], dropped: set[str], path: str, method: str
) -> None:
    """Whatever is changed in an environ or taken out of it, the answer is no 500."""
    environ = make_environ(path, method, b"a=b", CONTENT_TYPE="application/x-www-form-urlencoded")
    environ = {key: value for key, value in (environ | changes).items() if key not in dropped}
    answer, body = start(app, environ)
    list(body)

    assert answer.code in {200, 308, 400, 404, 405, 413}
