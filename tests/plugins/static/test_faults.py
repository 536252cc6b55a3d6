"""Files that cannot be read to their end, and that every file is closed, once."""

from __future__ import annotations

import errno
import gc
import io
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from wsgiref.validate import validator

import pytest

from pegboard import Response, send_file, send_from_directory
from pegboard.testing import environ_of
from pegboard_hookspecs.static_kit.opening import VanishedError
from tests.plugins.static.site import LARGE, Answer, Site


def _close(answer: Answer) -> None:
    close: Callable[[], None] = getattr(answer.body, "close", lambda: None)
    close()


def _fail_to_open(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fail(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("pegboard_hookspecs.static_kit.opening.os.open", fail)


@pytest.mark.parametrize("word", ["static folder", "send_from_directory"])
def test_an_unreadable_file_is_forbidden(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, word: str
) -> None:
    """A file that may not be read is 403, and a line in the log says why."""
    site.write("a.txt")
    _fail_to_open(monkeypatch, errno.EACCES)

    if word == "static folder":
        response = site.get("a.txt")
    else:
        response = site.send(lambda: send_from_directory("static", "a.txt"))

    assert response.status_code == 403
    assert "may not be read" in caplog.text


def test_an_unreadable_folder_is_forbidden(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder that may not be entered is 403 as well."""

    def fail(*_: object) -> os.stat_result:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr("pegboard_hookspecs.static_kit.opening.os.stat", fail)

    assert site.get("a/b.txt").status_code == 403
    assert "may not be read" in caplog.text


@pytest.mark.parametrize("code", [errno.ENOENT, errno.ENXIO], ids=["gone", "exchanged"])
def test_a_vanished_file_is_not_found(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    """A file that goes away while it is looked at is 404, and a line in the log says so."""
    site.write("a.txt")
    _fail_to_open(monkeypatch, code)

    assert site.get("a.txt").status_code == 404
    assert "vanished" in caplog.text


def test_a_file_that_becomes_a_pipe_is_not_found(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is no regular file any more when it has been opened is closed, and 404."""
    site.write("a.txt")
    before = _open_files()
    state = site.folder.stat()

    def state_of(_: int) -> os.stat_result:
        return state

    monkeypatch.setattr("pegboard_hookspecs.static_kit.opening.os.fstat", state_of)

    assert site.get("a.txt").status_code == 404
    assert "no regular file any more" in caplog.text
    assert _open_files() == before


def test_a_failing_system_is_an_error(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not the name's fault is no 404: with all descriptors in use it is a 500."""
    site.write("a.txt")
    _fail_to_open(monkeypatch, errno.EMFILE)

    assert site.get("a.txt").status_code == 500


def test_a_view_learns_why(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """send_file lets the reason through: the path is the application's own."""
    site.write("a.txt")
    _fail_to_open(monkeypatch, errno.ENOENT)

    with site.app.test_request_context(), pytest.raises(VanishedError):
        send_file("static/a.txt")


def test_a_file_that_shrinks_is_broken_off(site: Site) -> None:
    """When a file turns out shorter than promised, the body ends in an error, not quietly."""
    path = site.write("a.bin", LARGE)
    answer = site.call("/static/a.bin")
    body = iter(answer.body)
    next(body)

    os.truncate(path, 200_000)

    with pytest.raises(OSError, match="shrank while it was sent"):
        list(body)
    _close(answer)


def test_a_file_that_grows_is_cut(site: Site) -> None:
    """What is appended while a file is sent does not follow: the length was promised."""
    path = site.write("a.bin", LARGE)
    answer = site.call("/static/a.bin")

    with path.open("ab") as file:
        file.write(b"more")

    assert b"".join(answer.body) == LARGE
    _close(answer)


@pytest.mark.parametrize("size", [4, 0, 6], ids=["grown", "not yet", "shrunk"])
def test_a_small_file_has_the_length_that_was_read(
    site: Site, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """A small file is read before its length is promised."""
    path = site.write("a.txt", b"12345")
    fstat = os.fstat

    def state_of(descriptor: int) -> SimpleNamespace:
        state = fstat(descriptor)
        fields = {name: getattr(state, name) for name in dir(state) if name.startswith("st_")}
        return SimpleNamespace(**{**fields, "st_size": size})

    monkeypatch.setattr("pegboard_hookspecs.static_kit.opening.os.fstat", state_of)
    response = site.get(path.name)

    assert response.headers["Content-Length"] == str(len(response.data))
    assert response.data == b"12345"[:size]


def test_a_file_system_may_give_less_than_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file is read to its end, in however many pieces it comes."""
    site.write("a.txt", b"12345")
    read = os.read

    def read_little(descriptor: int, size: int) -> bytes:
        return read(descriptor, min(size, 2))

    monkeypatch.setattr("pegboard_hookspecs.static_kit.source.os.read", read_little)

    assert site.get("a.txt").data == b"12345"


def _open_files() -> int:
    return len(os.listdir("/dev/fd"))  # noqa: PTH208 - a count


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("GET", {}),
        ("HEAD", {}),
        ("GET", {"If_None_Match": "*"}),
        ("GET", {"If_Match": '"x"'}),
        ("GET", {"Range": "bytes=0-9"}),
        ("GET", {"Range": "bytes=999999999-"}),
    ],
    ids=["whole", "head", "304", "412", "part", "416"],
)
@pytest.mark.parametrize("content", [b"small", LARGE], ids=["small", "large"])
@pytest.mark.parametrize("is_read", [True, False], ids=["read", "aborted"])
def test_every_file_is_closed(
    site: Site, content: bytes, method: str, fields: dict[str, str], is_read: bool
) -> None:
    """Whatever the answer, and whether it is read or not, no file stays open."""
    site.write("a.bin", content)
    before = _open_files()

    answer = site.call("/static/a.bin", method, **fields)
    if is_read:
        b"".join(answer.body)
    _close(answer)

    assert _open_files() == before


def test_a_file_whose_age_fails_is_closed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What get_send_file_max_age raises is a 500 that leaves no file open."""

    def fail(filename: str | None) -> int | None:
        raise ValueError(filename)

    monkeypatch.setattr(site.app, "get_send_file_max_age", fail)
    site.write("a.bin", LARGE)
    before = _open_files()

    assert site.get("a.bin").status_code == 500
    assert _open_files() == before


class _Counted(io.BytesIO):
    """A file object that counts how often it is closed."""

    closes = 0

    def close(self) -> None:
        self.closes += 1
        super().close()


@pytest.fixture
def counted() -> Iterator[_Counted]:
    """Give a file object that counts how often it is closed."""
    file = _Counted(LARGE)
    yield file
    file.close()


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("GET", {}),
        ("HEAD", {}),
        ("GET", {"If_None_Match": '"v1"'}),
        ("GET", {"If_Match": '"x"'}),
        ("GET", {"Range": "bytes=0-9"}),
        ("GET", {"Range": "bytes=999999999-"}),
    ],
    ids=["whole", "head", "304", "412", "part", "416"],
)
@pytest.mark.parametrize("parts", [0, 1, 999], ids=["aborted", "begun", "read"])
def test_a_file_object_is_closed_once(
    site: Site, counted: _Counted, method: str, fields: dict[str, str], parts: int
) -> None:
    """A file object that was handed over is closed once, however the request ends."""
    answer = site.call_view(lambda: send_file(counted, "text/plain", etag="v1"), method, **fields)
    for _ in zip(range(parts), answer.body, strict=False):
        pass
    _close(answer)
    _close(answer)

    assert counted.closes == 1


def test_a_forgotten_file_is_closed(site: Site, counted: _Counted) -> None:
    """A server that never calls close() does not keep the file open."""
    answer = site.call_view(lambda: send_file(counted, "text/plain"))

    del answer
    gc.collect()

    assert counted.closes == 1


def test_a_closed_file_is_not_read(site: Site) -> None:
    """After close() nothing is read: the system may have given the number to another file."""
    site.write("a.bin", LARGE)
    answer = site.call("/static/a.bin")
    _close(answer)

    with pytest.raises(ValueError, match="is closed"):
        next(iter(answer.body))


def test_a_file_object_that_fails_is_closed(site: Site, counted: _Counted) -> None:
    """A response that cannot be described closes what it was given."""
    with site.app.test_request_context(), suppress(ValueError):
        send_file(counted, "text/plain", etag='a"b')

    assert counted.closes == 1


class _Failing(Response):
    """A response that cannot be made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise ValueError("no response")


@pytest.mark.parametrize("kind", ["path", "object"])
def test_a_response_that_cannot_be_made_closes_its_file(
    site: Site, counted: _Counted, kind: str
) -> None:
    """A file is closed, once, when its response fails after its body was made."""
    path = site.write("a.bin", LARGE)
    site.app.response_class = _Failing
    before = _open_files()
    with site.app.test_request_context(), pytest.raises(ValueError, match="no response"):
        send_file(path if kind == "path" else counted, "text/plain")

    gc.collect()

    assert _open_files() == before
    assert counted.closes == (kind == "object")


@pytest.mark.parametrize("content", [b"small", LARGE], ids=["small", "large"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"If_None_Match": "*"},
        {"If_Match": '"x"'},
        {"Range": "bytes=1-2"},
        {"Range": "bytes=-0"},
    ],
    ids=["whole", "304", "412", "part", "416"],
)
@pytest.mark.filterwarnings("error::wsgiref.validate.WSGIWarning")
def test_every_answer_keeps_to_wsgi(
    site: Site, content: bytes, method: str, fields: dict[str, str]
) -> None:
    """wsgiref.validate finds nothing wrong with any way a file is answered (PEP 3333)."""
    site.write("a.txt", content)
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    environ = environ_of(site.app, "/static/a.txt", method=method, headers=headers)
    statuses: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], error: object = None) -> Any:
        statuses.append(status)
        return list[bytes]().append

    body = validator(site.app)(environ, start)
    content = b"".join(body)
    _close(Answer("", {}, body))

    assert statuses
    assert (content == b"") == (method == "HEAD" or statuses == ["304 NOT MODIFIED"])
