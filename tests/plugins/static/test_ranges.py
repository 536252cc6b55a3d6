"""Requests for a part of a file (RFC 9110, section 14)."""

from __future__ import annotations

import io
import time

import pytest

from pegboard import send_file
from tests.plugins.static.site import LARGE, Site
from tests.plugins.static.test_conditions import AFTER, BEFORE, MODIFIED

DIGITS = b"0123456789"

each_range = pytest.mark.parametrize(
    ("field", "part"),
    [
        ("bytes=0-3", b"0123"),
        ("bytes=3-3", b"3"),
        ("bytes=8-", b"89"),
        ("bytes=0-", DIGITS),
        ("bytes=-2", b"89"),
        ("bytes=-99", DIGITS),
        ("bytes=8-99", b"89"),
        ("bytes=0-" + "9" * 5000, DIGITS),
        ("bytes=-" + "9" * 5000, DIGITS),
        ("bytes=" + "0" * 5000 + "1-2", b"12"),
        ("BYTES=0-3", b"0123"),
        ("bytes=, 0-3 ,", b"0123"),
        (" bytes=0-3 ", b"0123"),
    ],
    ids=lambda value: repr(value)[:30],
)


@pytest.fixture
def etag(site: Site) -> str:
    """Give the entity tag of the file a.txt, which holds ten digits."""
    site.age(site.write("a.txt", DIGITS))
    return site.get("a.txt").headers["ETag"]


@each_range
@pytest.mark.usefixtures("etag")
def test_a_part_is_sent(site: Site, field: str, part: bytes) -> None:
    """A range is answered by 206, the part, and where it lies in the whole."""
    response = site.get("a.txt", Range=field)
    first = DIGITS.index(part)

    assert response.status_code == 206
    assert response.data == part
    assert response.headers["Content-Length"] == str(len(part))
    assert response.headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/10"


@each_range
def test_a_part_of_a_file_object_is_sent(site: Site, field: str, part: bytes) -> None:
    """What a file object has left to read has parts as well."""

    def send() -> object:
        file = io.BytesIO(b"passed over" + DIGITS)
        file.seek(len(b"passed over"))
        return send_file(file, "text/plain")

    response = site.send(send, Range=field)

    assert (response.status_code, response.data) == (206, part)


@pytest.mark.parametrize(
    "field",
    [
        "bytes=",
        "bytes=-",
        "bytes=5-3",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes 0-3",
        "bytes = 0-3",
        "bytes=0x1-2",
        "bytes=+1-2",
        "bytes=\xb2-3",
        "lines=0-3",
        "0-3",
        "",
        "bytes=0-1,3-4",
        "bytes=" + "0-," * 20_000,
    ],
    ids=lambda value: repr(value)[:30],
)
@pytest.mark.usefixtures("etag")
def test_other_fields_get_the_whole(site: Site, field: str) -> None:
    """A field that is malformed, of another unit, or of several ranges is ignored (14.2)."""
    response = site.get("a.txt", Range=field)

    assert (response.status_code, response.data) == (200, DIGITS)


@pytest.mark.parametrize(
    "field", ["bytes=10-", "bytes=99-100", "bytes=-0", "bytes=" + "9" * 99 + "-"]
)
@pytest.mark.usefixtures("etag")
def test_a_part_that_is_not_there(site: Site, field: str) -> None:
    """A range outside of the file is 416, with the file's length (section 15.5.17)."""
    response = site.get("a.txt", Range=field)

    assert response.status_code == 416
    assert response.headers["Content-Range"] == "bytes */10"


@pytest.mark.parametrize(("field", "status"), [("bytes=-5", 200), ("bytes=0-", 416)])
def test_an_empty_file_has_no_parts(site: Site, field: str, status: int) -> None:
    """The last bytes of an empty file are all of it; its first does not exist."""
    site.write("a.txt", b"")

    assert site.get("a.txt", Range=field).status_code == status


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("{etag}", 206),
        (" {etag} ", 206),
        ("W/{etag}", 200),
        ('"x"', 200),
        (MODIFIED, 206),
        (AFTER, 200),
        (BEFORE, 200),
        ("yesterday", 200),
        ("*", 200),
        ("{etag}, {etag}", 200),
    ],
)
def test_if_range(site: Site, etag: str, field: str, status: int) -> None:
    """A part is sent only if the client's other parts are of this version, exactly (13.1.5)."""
    response = site.get("a.txt", Range="bytes=0-3", If_Range=field.format(etag=etag))

    assert response.status_code == status


def test_a_weak_tag_makes_no_part_current(site: Site) -> None:
    """A tag that is weak on the server's side does not vouch for parts either."""
    path = site.write("a.txt", DIGITS)

    response = site.send(
        lambda: send_file(path, etag='W/"v1"'), Range="bytes=0-3", If_Range='W/"v1"'
    )

    assert response.status_code == 200


@pytest.mark.usefixtures("etag")
def test_head_knows_no_parts(site: Site) -> None:
    """Only GET has ranges: HEAD describes the whole file (section 14.2)."""
    response = site.ask("HEAD", "/static/a.txt", Range="bytes=0-3")

    assert response.status_code == 200
    assert response.headers["Content-Length"] == "10"


@pytest.mark.usefixtures("etag")
def test_files_say_that_they_have_parts(site: Site) -> None:
    """A file that can be sent in parts says so."""
    assert site.get("a.txt").headers["Accept-Ranges"] == "bytes"


def test_a_part_of_a_large_file_is_sent(site: Site) -> None:
    """A large file is read from where the part starts to where it ends."""
    site.write("a.bin", LARGE)

    response = site.get("a.bin", Range="bytes=70000-200000")

    assert response.data == LARGE[70_000:200_001]


def test_many_ranges_cost_no_more_than_the_file(site: Site) -> None:
    """A field of very many ranges is neither read one by one nor answered part by part."""
    site.write("a.bin", LARGE)
    field = "bytes=" + ",".join("0-" for _ in range(100_000))
    started = time.process_time()

    response = site.get("a.bin", Range=field)

    assert len(response.data) == len(LARGE)
    assert time.process_time() - started < 2
