"""A body of any size is taken in little memory: it is read as it comes (issue 3, streaming)."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from pegboard import Pegboard, request
from tests.together.wire import Answer, make_environ, start

pytestmark = pytest.mark.needs("routing")

MEGABYTE = 1 << 20
SIZE = 200 * MEGABYTE
#: Far more than is read at once, and next to nothing beside the body.
MOST = 2 * MEGABYTE
_BLOCK = bytes(range(256)) * 1024
_HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
_TAIL = b"\r\n--b--\r\n"


class Wire:
    """The server's stream of a large body, which is made while it is read."""

    def __init__(self, size: int, head: bytes = b"", tail: bytes = b"") -> None:
        self.length = len(head) + size + len(tail)
        self._head, self._tail = io.BytesIO(head), io.BytesIO(tail)
        self._left = size

    def read(self, size: int) -> bytes:
        head = self._head.read(size)
        if head:
            return head
        if not self._left:
            return self._tail.read(size)
        part = _BLOCK[: min(size, self._left)]
        self._left -= len(part)
        return part


def _count(read: Callable[[int], bytes]) -> str:
    return str(sum(len(part) for part in iter(lambda: read(64 * 1024), b"")))


def _raw() -> str:
    return _count(request.stream.read)


def _form() -> str:
    return _count(request.files["file"].stream.read)


def _nothing() -> str:
    return "0"


@pytest.fixture(scope="module")
def app() -> Pegboard:
    """An application with one view for each way to take a large body."""
    app = Pegboard(__name__)
    for view in (_raw, _form, _nothing):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])
    return app


def _post(app: Pegboard, view: Callable[[], str], wire: Wire, framing: str) -> tuple[Answer, int]:
    """Give the answer, and how many bytes were held at most while it was made."""
    kind = "multipart/form-data; boundary=b" if view is _form else "application/octet-stream"
    environ: dict[str, Any] = {"CONTENT_LENGTH": str(wire.length)}
    if framing == "chunked":
        environ = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    environ = make_environ(
        f"/{view.__name__}", "POST", wsgi__input=wire, CONTENT_TYPE=kind, **environ
    )
    tracemalloc.start()
    try:
        answer, body = start(app, environ)
        answer = Answer(answer.status, answer.headers, b"".join(body))
        return answer, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("framing", ["length", "chunked"])
@pytest.mark.parametrize(
    ("view", "taken"), [(_raw, SIZE), (_form, SIZE), (_nothing, 0)], ids=["raw", "form", "unread"]
)
def test_a_large_body_is_not_held_in_memory(
    app: Pegboard,
    view: Callable[[], str],
    taken: int,
    framing: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 200 MB, raw or in a form, no more than 2 MB are in memory at any time."""
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", None)
    wire = Wire(SIZE, _HEAD, _TAIL) if view is _form else Wire(SIZE)
    _post(app, view, Wire(1, _HEAD, _TAIL) if view is _form else Wire(1), framing)
    answer, most = _post(app, view, wire, framing)

    assert (answer.code, answer.body) == (200, str(taken).encode())
    assert most < MOST


@pytest.mark.parametrize("framing", ["length", "chunked"])
@pytest.mark.parametrize(("size", "code"), [(16 * MEGABYTE, 200), (16 * MEGABYTE + 1, 413)])
def test_a_body_has_a_limit_by_default(app: Pegboard, size: int, code: int, framing: str) -> None:
    """An application that says nothing takes 16 MB, and not a byte more."""
    answer, _ = _post(app, _raw, Wire(size), framing)

    assert answer.code == code


@pytest.mark.parametrize("framing", ["length", "chunked"])
@pytest.mark.parametrize("view", [_raw, _form], ids=["raw", "form"])
def test_a_large_body_over_the_limit_is_not_held_either(
    view: Callable[[], str], framing: str
) -> None:
    """What is over the limit is a 413 without having been kept."""
    app = Pegboard(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 100 * MEGABYTE
    app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])
    wire = Wire(SIZE, _HEAD, _TAIL) if view is _form else Wire(SIZE)
    answer, most = _post(app, view, wire, framing)

    assert answer.code == 413
    assert most < MOST
