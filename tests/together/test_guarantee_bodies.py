"""A body is read to its end and no further, and the server's stream is never closed (R7)."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable
from typing import Any

import pytest

from pegboard import Pegboard, request
from tests.together.wire import Answer, ask, make_environ, quiet, start

pytestmark = pytest.mark.needs("routing", "json")

FORM = "application/x-www-form-urlencoded"
PART = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'


class Wire:
    """The server's stream: it fails where reading on would wait for a client that is silent."""

    def __init__(self, data: bytes, *, ends: bool = False) -> None:
        self._data = io.BytesIO(data)
        self._ends = ends
        self.was_closed = False

    def read(self, size: int | None = -1) -> bytes:
        data = self._data.read(-1 if size is None else size)
        if size is None or size < 0 or len(data) < size:
            assert self._ends, "reading on would never end"
        return data

    def readline(self, size: int | None = -1) -> bytes:
        raise AssertionError("nobody knows where a line ends")

    def close(self) -> None:
        self.was_closed = True


def _data() -> object:
    return request.get_data(as_text=True)


def _stream() -> object:
    return request.stream.read().decode()


def _lines() -> object:
    return [line.decode() for line in request.stream]


def _piecewise() -> object:
    parts = iter(lambda: request.stream.read(2), b"")
    return b"".join(parts).decode()


def _with_block() -> object:
    with request.stream as stream:
        return stream.read().decode()


def _wrapped() -> object:
    return io.TextIOWrapper(io.BufferedReader(request.stream)).read()  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]  # a raw stream


def _form() -> object:
    return request.form.to_dict()


def _nothing() -> object:
    return "unread"


VIEWS = [_data, _stream, _lines, _piecewise, _with_block, _wrapped, _form, _nothing]


@pytest.fixture(scope="module")
def app() -> Pegboard:
    """An application with one view for each way to read a body."""
    app = Pegboard(__name__)
    for view in VIEWS:
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["GET", "POST"])
    return quiet(app)


def _post(app: Pegboard, view: Callable[[], object], wire: Wire, **more: Any) -> Answer:
    environ = make_environ(f"/{view.__name__}", "POST", wsgi__input=wire, **more)
    answer, body = start(app, environ)
    return Answer(answer.status, answer.headers, b"".join(body))


each_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__[1:])


@each_view
def test_nothing_is_read_past_the_length(app: Pegboard, view: Callable[[], object]) -> None:
    """On a connection that stays open the next request follows: it is left alone."""
    wire = Wire(b"name=AdaGET / HTTP/1.1\r\n")
    answer = _post(app, view, wire, CONTENT_LENGTH="8", CONTENT_TYPE=FORM)

    assert answer.code == 200
    assert b"GET" not in answer.body
    assert b"Ada" in answer.body or view is _nothing


@each_view
def test_a_body_without_a_length_is_empty(app: Pegboard, view: Callable[[], object]) -> None:
    """Where nobody says where the body ends there is none; waiting for it would never end."""
    wire = Wire(b"name=Ada")
    answer = _post(app, view, wire, CONTENT_TYPE=FORM)

    assert answer.code == 200
    assert b"Ada" not in answer.body


@each_view
def test_a_body_that_the_server_ends_is_read(app: Pegboard, view: Callable[[], object]) -> None:
    """A server that decodes chunks says that its stream ends: it is read to there."""
    wire = Wire(b"name=Ada", ends=True)
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    answer = _post(app, view, wire, CONTENT_TYPE=FORM, **chunked)

    assert answer.code == 200
    assert b"Ada" in answer.body or view is _nothing


@pytest.mark.slow
@each_view
@pytest.mark.parametrize(
    "framing",
    [{"CONTENT_LENGTH": "8"}, {"wsgi.input_terminated": True}, {}],
    ids=["length", "terminated", "neither"],
)
def test_the_servers_stream_stays_open(
    app: Pegboard, view: Callable[[], object], framing: dict[str, Any]
) -> None:
    """The connection is the server's: nothing that a view does closes its stream."""
    wire = Wire(b"name=Ada", ends=True)
    _post(app, view, wire, CONTENT_TYPE=FORM, **framing)
    # A stream that is wrapped is closed when it is let go of.
    gc.collect()

    assert not wire.was_closed


@pytest.mark.parametrize("view", [_data, _stream, _piecewise, _form], ids=lambda v: v.__name__[1:])
def test_a_body_that_is_cut_is_refused(app: Pegboard, view: Callable[[], object]) -> None:
    """A client that goes away before the end of its body has not made its request: 400."""
    wire = Wire(b"name=A", ends=True)

    assert _post(app, view, wire, CONTENT_LENGTH="8", CONTENT_TYPE=FORM).code == 400


def test_a_transfer_coding_goes_before_a_length(app: Pegboard) -> None:
    """A body that is chunked ends where its chunks end (RFC 9112, section 6.3)."""
    wire = Wire(b"name=Ada", ends=True)
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}

    assert _post(app, _stream, wire, CONTENT_LENGTH="2", **chunked).body == b"name=Ada"


def test_a_length_goes_before_a_stream_that_ends(app: Pegboard) -> None:
    """Without a transfer coding, the length is where the body ends, whatever the server says."""
    wire = Wire(b"name=AdaGET", ends=True)
    answer = _post(app, _stream, wire, CONTENT_LENGTH="8", wsgi__input_terminated=True)

    assert answer.body == b"name=Ada"


@pytest.mark.parametrize("length", ["0", "", "00"])
def test_a_length_of_zero_is_no_body(app: Pegboard, length: str) -> None:
    """An empty body is not asked for."""
    wire = Wire(b"GET / HTTP/1.1")

    assert _post(app, _stream, wire, CONTENT_LENGTH=length).body == b""


@pytest.mark.parametrize("view", [_data, _stream, _form], ids=lambda view: view.__name__[1:])
def test_a_length_over_the_limit_is_refused_unread(
    view: Callable[[], object],
) -> None:
    """A body that says that it is too large is a 413, and not read."""
    app = Pegboard(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 7
    app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])

    assert _post(app, view, Wire(b""), CONTENT_LENGTH="8", CONTENT_TYPE=FORM).code == 413


@pytest.mark.parametrize("view", [_data, _stream, _form], ids=lambda view: view.__name__[1:])
@pytest.mark.parametrize(("limit", "code"), [(7, 413), (8, 200)])
def test_an_undeclared_length_over_the_limit_is_refused(
    view: Callable[[], object], limit: int, code: int
) -> None:
    """A body that turns out to be too large is a 413; it is not cut to what is allowed."""
    app = Pegboard(__name__)
    app.config["MAX_CONTENT_LENGTH"] = limit
    app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    wire = Wire(b"name=Ada", ends=True)

    assert _post(app, view, wire, CONTENT_TYPE=FORM, **chunked).code == code


def test_a_multipart_form_is_read_within_its_length(app: Pegboard) -> None:
    """The parser of multipart forms asks for no more than there is."""
    wire = Wire(PART + b"GET / HTTP/1.1\r\n\r\n")
    kind = "multipart/form-data; boundary=b"
    answer = _post(app, _form, wire, CONTENT_LENGTH=str(len(PART)), CONTENT_TYPE=kind)

    assert answer.body.strip() == b'{"a":"1"}'


@each_view
def test_bodies_are_read_as_the_specification_says(
    app: Pegboard, view: Callable[[], object]
) -> None:
    """The server's stream is used in no other way than PEP 3333 allows."""
    answer = ask(app, path=f"/{view.__name__}", method="POST", body=b"name=Ada", CONTENT_TYPE=FORM)

    assert answer.code == 200
