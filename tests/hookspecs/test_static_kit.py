"""What providers of the slot ``static`` have in common, by a provider that has nothing else."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, cast
from weakref import ref

import pytest
from werkzeug.http import http_date

from pegboard_contracts.file_site import FileSite
from pegboard_contracts.static import StaticContract
from pegboard_hookspecs import Application, Response, Setting, StaticFolder
from pegboard_hookspecs.slots import FileOptions
from pegboard_hookspecs.static_kit import (
    X_SENDFILE,
    Description,
    SendsFiles,
    ServesFolders,
    first_found,
    open_file,
    path_of,
    regular_state,
    signature_of,
)
from pegboard_hookspecs.static_kit.source import Stream


class MadeOfTheKit(SendsFiles, ServesFolders):
    """Sends what is asked for; a field says so."""

    settings: ClassVar[tuple[Setting, ...]] = (X_SENDFILE,)
    capabilities: ClassVar[frozenset[str]] = frozenset({"conditional", "ranges"})
    is_immutable = False

    def make_view(
        self, app: Application, folders: Sequence[StaticFolder]
    ) -> Callable[..., Response]:
        owner = ref(app)

        def view(filename: str) -> Response:
            app = cast("Application", owner())
            paths = [path_of(app, folder) for folder in folders]
            source, number = first_found(app, paths, filename, open_file)
            ask = partial(folders[number].max_age or app.get_send_file_max_age, filename)
            if not self.is_immutable:
                return self.send(app, app.current_request(), source, FileOptions(), None, ask)
            described = Description(
                "text/x", None, None, None, None, 60, True, is_immutable=True, more=[("X", "y")]
            )
            return self.sender.send(app, app.current_request(), source, described)

        return view


class TestTheKit(StaticContract):
    provider = MadeOfTheKit

    def test_what_is_sent_may_be_said(self, tmp_path: Path) -> None:
        """A provider may describe a file by itself: as immutable, and with further fields."""
        site = self.site(tmp_path)
        site.write("a.txt")
        site.app.slot("static").provider.is_immutable = True
        response = site.get("a.txt")

        assert response.headers["Cache-Control"] == "public, max-age=60, immutable"
        assert response.headers["X"] == "y"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FileSite]:
    """Give a site whose files are sent by the kit."""
    suite = TestTheKit()
    yield suite.site(tmp_path)
    suite.close_apps()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"If_Match": "*"}, 200),
        ({"If_Match": 'W/"x"'}, 412),
        ({"If_Unmodified_Since": http_date(FileSite.changed_at)}, 200),
        ({"If_Unmodified_Since": "yesterday"}, 200),
        ({"If_Unmodified_Since": "Sun, 09 Sep 99999999999999 01:46:40 GMT"}, 200),
        ({"If_Unmodified_Since": "x" * 99}, 200),
        ({"Range": "bytes=0-3", "If_Range": http_date(FileSite.changed_at)}, 206),
        ({"Range": "bytes=0-3", "If_Range": http_date(FileSite.changed_at - 1)}, 200),
        ({"Range": "bytes=-0"}, 416),
        ({"Range": "bytes=0-99999999999999999999"}, 206),
    ],
    ids=str,
)
def test_conditions_are_read_strictly(site: FileSite, fields: dict[str, str], status: int) -> None:
    """Preconditions and ranges are those of RFC 9110, and nonsense is none."""
    site.write("a.txt")

    assert site.get("a.txt", **fields).status_code == status


def test_what_has_no_tag_matches_none(site: FileSite) -> None:
    """Without an entity tag a client cannot know the file's version."""
    path = site.write("a.txt")

    assert site.send(path, etag=False, If_Match='"x"').status_code == 412
    assert site.send(path, etag='W/"x"', If_Match='"x"').status_code == 412


@pytest.mark.parametrize("size", [9, 200_000], ids=["small", "large"])
def test_what_is_not_sent_is_closed(site: FileSite, size: int) -> None:
    """A file whose answer is an error, or that the server in front sends, is closed at once."""
    path = site.write("a.bin", b"x" * size)

    def fail(_: str | None) -> int:
        raise LookupError

    assert site.send(path, max_age=fail).status_code == 500
    assert site.send(path, Range="bytes=999999-").status_code == 416
    assert site.send(path, etag="x", If_None_Match='"x"').status_code == 304
    site.app.config["USE_X_SENDFILE"] = True
    assert site.send(path).headers["X-Sendfile"] == str(path)


def test_a_file_that_shrinks_is_broken_off(site: FileSite) -> None:
    """A client never takes a part of a file for the whole."""
    path = site.write("a.bin", b"x" * 200_000)
    body = open_file(str(path)).body(0, None)
    path.write_bytes(b"")

    with pytest.raises(OSError, match="shrank while it was sent"):
        list(body)


def test_a_closed_body_is_not_read(tmp_path: Path) -> None:
    """After its end a body reads nothing: its descriptor may be another file's by then."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"x" * 200_000)
    body: Any = open_file(str(path)).body(0, None)
    body.close()
    body.close()

    with pytest.raises(ValueError, match="is closed"):
        next(body)


class _Pipe(io.RawIOBase):
    """A file object that nobody knows the length of."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = list(parts)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._parts.pop(0) if size and self._parts else b""


def test_a_stream_has_no_length(site: FileSite) -> None:
    """What cannot be measured is sent to its end, without a length and without ranges."""
    response = site.send(_Pipe(b"one", b"two"), mimetype="text/plain", Range="bytes=0-1")

    assert (response.status_code, response.data) == (200, b"onetwo")
    assert "Content-Length" not in response.headers
    assert "ETag" not in response.headers


def test_a_part_of_a_stream_is_sent(site: FileSite) -> None:
    """What can be measured is sent in part, counted from where it stood."""
    file = io.BytesIO(b"--0123456789")
    file.seek(2)
    response = site.send(file, mimetype="text/plain", Range="bytes=3-5")

    assert response.data == b"345"


def test_a_source_is_closed_once(tmp_path: Path) -> None:
    """Closing a source twice, or after its body, does nothing."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"x" * 200_000)
    given, kept, stream = open_file(str(path)), open_file(str(path)), Stream(io.BytesIO(), "x")
    body: Any = given.body(0, None)
    for _ in range(2):
        for each in (given, kept, stream):
            each.close()
    read = next(body)
    body.close()

    assert len(read) == 128 * 1024


def test_a_name_says_how_a_file_is_compressed(site: FileSite) -> None:
    """A compressed file is of the type that it has within, with its encoding."""
    response = site.send(site.write("a.svg.gz"))

    assert response.headers["Content-Encoding"] == "gzip"
    assert response.mimetype == "image/svg+xml"


def test_what_cannot_be_measured_after_all_is_a_stream(site: FileSite) -> None:
    """A pipe that looks like a file has no length either."""
    reading, writing = os.pipe()
    os.write(writing, b"piped")
    os.close(writing)
    response = site.send(os.fdopen(reading, "rb"), mimetype="text/plain")

    assert response.data == b"piped"
    assert "Content-Length" not in response.headers


def test_what_has_no_name_is_not_saved(site: FileSite) -> None:
    """A file object without a name cannot be an attachment."""
    options = FileOptions(mimetype="text/plain", is_attachment=True)

    with site.app.test_request_context() as context, pytest.raises(ValueError, match="no name"):
        site.app.calls.send_file(site.app, context.request, io.BytesIO(), options)


@pytest.mark.parametrize("etag", ['a"b', '"a"b"'])
def test_a_tag_has_no_quotes_within(site: FileSite, etag: str) -> None:
    """An entity tag that nobody could read is refused."""
    path = site.write("a.txt")
    options = FileOptions(etag=etag)

    with site.app.test_request_context() as context, pytest.raises(ValueError, match="quotes"):
        site.app.calls.send_file(site.app, context.request, path, options)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(datetime(1970, 1, 1, 0, 0, 9), 9), (datetime(1970, 1, 1, 1, tzinfo=UTC), 3600), (-1, None)],  # noqa: DTZ001 - the kit takes it for UTC
    ids=str,
)
def test_a_time_may_be_told_in_several_ways(
    site: FileSite, moment: datetime | float, expected: int | None
) -> None:
    """A time of the last change is a number or a date; one without a zone is in UTC."""
    response = site.send(site.write("a.txt"), last_modified=moment, max_age=-5)
    told = None if expected is None else http_date(expected)

    assert response.headers.get("Last-Modified") == told
    assert response.headers["Cache-Control"] == "no-cache, max-age=0"


@pytest.mark.parametrize(
    ("number", "status"),
    [(errno.EACCES, 403), (errno.ENOENT, 404), (errno.EIO, 500)],
    ids=["refused", "vanished", "broken"],
)
def test_the_system_may_refuse(
    site: FileSite,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    number: int,
    status: int,
) -> None:
    """A file that may not be read is 403, one that vanishes 404; other errors are not hidden."""
    site.write("a.txt")

    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("pegboard_hookspecs.static_kit.opening.os.open", refuse)

    assert site.get("a.txt").status_code == status
    assert caplog.records


def test_the_disk_may_fail(site: FileSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that is not about the name is no 404."""
    path = str(site.write("a.txt"))

    def fail(_: str) -> os.stat_result:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("pegboard_hookspecs.static_kit.opening.os.stat", fail)

    with pytest.raises(OSError, match="Input/output"):
        regular_state(path)


def test_a_file_may_be_exchanged(site: FileSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no regular file any more when it was opened is not read."""
    site.write("a.txt")
    folder = site.folder.stat()

    def state_of_folder(_: int) -> os.stat_result:
        return folder

    monkeypatch.setattr("pegboard_hookspecs.static_kit.opening.os.fstat", state_of_folder)

    assert site.get("a.txt").status_code == 404


def test_a_small_file_may_come_in_pieces(site: FileSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read to the length that it had, in as many pieces as the system likes."""
    site.write("a.txt", b"0123456789")
    read = os.read

    def read_little(file: int, size: int) -> bytes:
        return read(file, min(size, 3))

    monkeypatch.setattr("pegboard_hookspecs.static_kit.source.os.read", read_little)

    assert site.get("a.txt").data == b"0123456789"


def test_tags_are_made_once(site: FileSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tag of a small file is remembered until it changes, those of so many files."""
    later = site.write("a.txt").stat().st_ctime_ns + 10_000_000_000
    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators.time.time_ns", lambda: later)
    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators._MOST_KEPT", 1)
    site.write("b.txt", b"other")
    tags = [site.get(f"{name}.txt").headers["ETag"] for name in "abb"]
    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators.hashlib", None)

    assert tags[0] != tags[1] == tags[2] == site.get("b.txt").headers["ETag"]


def test_names_are_joined_with_care_elsewhere(
    site: FileSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where paths are of another kind, as on Windows, werkzeug joins them."""
    site.write("a.txt")
    monkeypatch.setattr("pegboard_hookspecs.static_kit.names._IS_POSIX", False)

    assert site.get("a.txt").status_code == 200


def test_a_change_leaves_its_trace(tmp_path: Path) -> None:
    """The signature of a file is another one after each change; a fresh one is not settled."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    before = signature_of(regular_state(str(path)))
    os.utime(path, (1, 1))
    after = signature_of(regular_state(str(path)))

    assert before != after
    assert not after.is_settled


@pytest.mark.parametrize("name", ["none.txt", ".", "a\0b"])
def test_only_regular_files_have_a_state(tmp_path: Path, name: str) -> None:
    """What is no regular file is not found."""
    with pytest.raises(FileNotFoundError):
        regular_state(f"{tmp_path}/{name}")
