"""What views ask to be sent: ``send_file`` and ``send_from_directory``."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile, TemporaryFile
from typing import IO, Any

import pytest

from pegboard import send_file, send_from_directory
from tests.plugins.static.site import LARGE, Site


@pytest.fixture(autouse=True)
def report(site: Site) -> Path:
    """Give the path of static/report.pdf."""
    return site.write("report.pdf", b"%PDF")


def _relative(path: Path) -> Path:
    return path.relative_to(path.parent.parent)


@pytest.mark.parametrize("make", [str, Path, _relative], ids=["text", "path", "relative"])
def test_a_path_of_any_kind(site: Site, report: Path, make: Callable[[Path], Any]) -> None:
    """A path is text or path-like; a relative one starts at the application's folder."""
    response = site.send(lambda: send_file(make(report)))

    assert (response.data, response.mimetype) == (b"%PDF", "application/pdf")


@pytest.mark.parametrize("directory", ["static", Path("static")], ids=["text", "path"])
def test_a_relative_directory(site: Site, directory: str | Path) -> None:
    """A relative directory starts at the application's folder as well."""
    response = site.send(lambda: send_from_directory(directory, Path("report.pdf")))

    assert response.data == b"%PDF"


@pytest.mark.parametrize("path", ["none.pdf", "static", "static/report.pdf\0", "x" * 999])
def test_a_path_without_a_file_is_an_error(site: Site, path: str) -> None:
    """send_file is for paths that the application knows: a wrong one is its own fault."""
    with site.app.test_request_context(), pytest.raises(FileNotFoundError):
        send_file(path)


def test_a_type_is_given(site: Site) -> None:
    """A given type goes before the guess; text is in UTF-8."""
    response = site.send(lambda: send_file("static/report.pdf", "text/plain"))

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({}, "inline; filename=report.pdf"),
        ({"as_attachment": True}, "attachment; filename=report.pdf"),
        ({"download_name": "May.pdf"}, "inline; filename=May.pdf"),
        (
            {"as_attachment": True, "download_name": "Mai 2026.pdf"},
            'attachment; filename="Mai 2026.pdf"',
        ),
        (
            {"as_attachment": True, "download_name": 'a"b\\c.pdf'},
            'attachment; filename="a\\"b\\\\c.pdf"',
        ),
        (
            {"as_attachment": True, "download_name": "März.pdf"},
            "attachment; filename=Marz.pdf; filename*=UTF-8''M%C3%A4rz.pdf",
        ),
        (
            {"as_attachment": True, "download_name": "報告.pdf"},
            "attachment; filename=.pdf; filename*=UTF-8''%E5%A0%B1%E5%91%8A.pdf",
        ),
        (
            {"as_attachment": True, "download_name": "a\r\nX-Evil: 1;\0\udc80.pdf"},
            'attachment; filename="a__X-Evil: 1;__.pdf"',
        ),
    ],
    ids=["inline", "attachment", "named", "spaces", "quotes", "latin", "han", "evil"],
)
def test_the_name_to_save_by(site: Site, options: dict[str, Any], field: str) -> None:
    """The name is the file's or the given one; what is not ASCII is sent in both forms."""
    response = site.send(lambda: send_file("static/report.pdf", **options))

    assert response.headers["Content-Disposition"] == field


def test_the_type_follows_the_name_to_save_by(site: Site) -> None:
    """The name that the browser sees decides about the type."""
    response = site.send(lambda: send_file("static/report.pdf", download_name="a.txt"))

    assert response.mimetype == "text/plain"


def test_an_attachment_stays_compressed(site: Site) -> None:
    """A compressed file that is saved has no encoding, so that no browser unpacks it."""
    site.write("a.tar.gz")

    response = site.send(lambda: send_file("static/a.tar.gz", as_attachment=True))

    assert "Content-Encoding" not in response.headers


def _by_name(path: str | None) -> int | None:
    return None if path is None else len(Path(path).name)


def _never(_: str | None) -> int | None:
    return None


@pytest.mark.parametrize(
    ("max_age", "field"),
    [
        (None, "public, max-age=9"),
        (5, "public, max-age=5"),
        (_never, "no-cache"),
        (_by_name, "public, max-age=10"),
    ],
    ids=["setting", "number", "function", "by-name"],
)
def test_how_long_clients_may_keep_it(site: Site, max_age: Any, field: str) -> None:
    """The view's number or function goes before the setting."""
    site.app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 9

    response = site.send(lambda: send_file("static/report.pdf", max_age=max_age))

    assert response.headers["Cache-Control"] == field


def _begun(file: Any) -> IO[bytes]:
    file.write(b"xxcontent")
    file.seek(2)
    begun: IO[bytes] = file
    return begun


def _buffered() -> IO[bytes]:
    return _begun(TemporaryFile())


def _named() -> IO[bytes]:
    return _begun(NamedTemporaryFile())


def _spooled() -> IO[bytes]:
    return _begun(SpooledTemporaryFile(1000))


def _memory() -> IO[bytes]:
    return _begun(io.BytesIO())


def _past_its_end() -> IO[bytes]:
    file = io.BytesIO(b"content")
    file.seek(99)
    return file


class _Reader(io.RawIOBase):
    """Can be read once, and tells nothing else."""

    def __init__(self) -> None:
        self._rest = b"content"

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part, self._rest = self._rest[:size], self._rest[size:]
        return part


class _Unseekable(io.BytesIO):
    """A plain kind of file that refuses to tell its size."""

    def seek(self, position: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation


@pytest.mark.parametrize(
    ("make", "content", "length"),
    [
        (_memory, b"content", "7"),
        (_buffered, b"content", "7"),
        (_named, b"content", "7"),
        (_spooled, b"content", None),
        (_Reader, b"content", None),
        (lambda: _Unseekable(b"content"), b"content", None),
        (_past_its_end, b"", "0"),
        (lambda: io.BytesIO(LARGE), LARGE, str(len(LARGE))),
    ],
    ids=["memory", "file", "named", "spooled", "reader", "unseekable", "end", "large"],
)
def test_file_objects_are_sent(
    site: Site, make: Callable[[], IO[bytes]], content: bytes, length: str | None
) -> None:
    """What a binary file object has left is sent, with a length where one is known."""
    response = site.send(lambda: send_file(make(), "text/plain"))

    assert response.data == content
    assert response.headers.get("Content-Length") == length


def test_a_file_object_has_a_name(site: Site) -> None:
    """A name tells the type of a file object, and is the one to save it by."""
    response = site.send(lambda: send_file(io.BytesIO(b"x"), download_name="a.css"))

    assert response.mimetype == "text/css"
    assert response.headers["Content-Disposition"] == "inline; filename=a.css"


def test_a_file_object_has_the_validators_it_is_given(site: Site) -> None:
    """Nobody knows when a file object changed but the view."""
    bare = site.send(lambda: send_file(io.BytesIO(b"x"), "text/plain"))
    full = site.send(lambda: send_file(io.BytesIO(b"x"), "text/plain", etag="v1", last_modified=10))

    assert not {"ETag", "Last-Modified"} & set(dict(bare.headers))
    assert {"ETag", "Last-Modified"} <= set(dict(full.headers))


def _text_wrapper() -> Any:
    return NamedTemporaryFile("w+")


@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        (lambda: io.StringIO("x"), {"mimetype": "text/plain"}, "text mode"),
        (_text_wrapper, {"mimetype": "text/plain"}, "text mode"),
        (lambda: io.BytesIO(b"x"), {}, "Give mimetype or download_name"),
        (
            lambda: io.BytesIO(b"x"),
            {"mimetype": "text/plain", "as_attachment": True},
            "Give download_name",
        ),
    ],
    ids=["text", "text-wrapper", "no-type", "no-name"],
)
def test_file_objects_that_cannot_be_sent(
    site: Site, make: Callable[[], Any], options: dict[str, Any], message: str
) -> None:
    """A file object in text mode, or without what its fields are made of, is refused."""
    file = make()
    with site.app.test_request_context(), pytest.raises(ValueError, match=message):
        send_file(file, **options)

    assert not file.closed
    file.close()


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("a b.txt", "a b.txt"),
        ("100%.txt", "100%.txt"),
        ("ü.txt", "%C3%BC.txt"),
        ("a\nb.txt", "a%0Ab.txt"),
    ],
    ids=ascii,
)
def test_a_server_in_front_sends_the_bytes(site: Site, name: str, field: str) -> None:
    """With USE_X_SENDFILE the response names the path and has no body."""
    site.app.config["USE_X_SENDFILE"] = True
    site.write(name, LARGE)

    response = site.send(lambda: send_from_directory("static", name), Range="bytes=0-3")

    assert response.status_code == 200
    assert response.headers["X-Sendfile"] == f"{site.folder}/{field}"
    assert response.data == b""


def test_a_server_in_front_cannot_send_a_file_object(site: Site) -> None:
    """What has no path is sent by the application itself."""
    site.app.config["USE_X_SENDFILE"] = True

    response = site.send(lambda: send_file(io.BytesIO(b"x"), "text/plain"))

    assert response.data == b"x"


def test_files_pass_through(site: Site) -> None:
    """A file's response is in direct passthrough, as callers of Flask expect."""
    with site.app.test_request_context():
        response = send_file("static/report.pdf")

    assert response.direct_passthrough
    response.close()
