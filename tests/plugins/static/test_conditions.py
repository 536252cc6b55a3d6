"""Preconditions of requests (RFC 9110, section 13)."""

from __future__ import annotations

import os

import pytest

from pegboard import send_file
from tests.plugins.static.site import Site

#: 1,000,000,000 seconds since the epoch, and a second before and after.
MODIFIED = "Sun, 09 Sep 2001 01:46:40 GMT"
BEFORE = "Sun, 09 Sep 2001 01:46:39 GMT"
AFTER = "Sun, 09 Sep 2001 01:46:41 GMT"


@pytest.fixture
def etag(site: Site) -> str:
    """Give the entity tag of the file a.txt, which was modified at MODIFIED."""
    site.age(site.write("a.txt"))
    return site.get("a.txt").headers["ETag"]


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"x", {etag}', 304),
        (' "x" ,, W/"y" ,\t{etag} , ', 304),
        ("*", 304),
        (" * ", 304),
        ('"x"', 200),
        ("{bare}", 200),
        ('"x" {etag}', 304),
        ('"x"{etag}', 200),
        ('"', 200),
        ("", 200),
        ('"unfinished, {etag}', 200),
    ],
)
def test_if_none_match(site: Site, etag: str, field: str, status: int) -> None:
    """A client that has one of the named versions, compared weakly, is told that it is current."""
    response = site.get("a.txt", If_None_Match=field.format(etag=etag, bare=etag.strip('"')))

    assert response.status_code == status


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("{etag}", 200),
        ('"x", {etag}', 200),
        ("*", 200),
        ("W/{etag}", 412),
        ('"x"', 412),
        ("", 412),
    ],
)
def test_if_match(site: Site, etag: str, field: str, status: int) -> None:
    """A client that asks for a version, compared strongly, gets that one or 412."""
    response = site.get("a.txt", If_Match=field.format(etag=etag))

    assert response.status_code == status


@pytest.mark.parametrize(
    ("field", "status"),
    [
        (MODIFIED, 304),
        (AFTER, 304),
        (BEFORE, 200),
        ("Sunday, 09-Sep-01 01:46:40 GMT", 304),
        ("Sun Sep  9 01:46:40 2001", 304),
        ("yesterday", 200),
        ("", 200),
        ("Sun, 09 Sep 99999999999999 01:46:40 GMT", 200),
        ("x" * 5000, 200),
    ],
)
@pytest.mark.usefixtures("etag")
def test_if_modified_since(site: Site, field: str, status: int) -> None:
    """A file not modified since a date is current; a field that is no date is ignored."""
    assert site.get("a.txt", If_Modified_Since=field).status_code == status


@pytest.mark.parametrize(
    ("field", "status"), [(MODIFIED, 200), (AFTER, 200), (BEFORE, 412), ("yesterday", 200)]
)
@pytest.mark.usefixtures("etag")
def test_if_unmodified_since(site: Site, field: str, status: int) -> None:
    """A file modified since a date is refused."""
    assert site.get("a.txt", If_Unmodified_Since=field).status_code == status


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"If_None_Match": '"x"', "If_Modified_Since": AFTER}, 200),
        ({"If_None_Match": "{etag}", "If_Modified_Since": BEFORE}, 304),
        ({"If_Match": "{etag}", "If_Unmodified_Since": BEFORE}, 200),
        ({"If_Match": '"x"', "If_None_Match": "{etag}"}, 412),
        ({"If_Match": "{etag}", "If_None_Match": "{etag}"}, 304),
        ({"If_None_Match": "{etag}", "Range": "bytes=0-1"}, 304),
        ({"If_Match": '"x"', "Range": "bytes=0-1"}, 412),
        ({"If_Match": "{etag}", "Range": "bytes=0-1"}, 206),
    ],
    ids=str,
)
def test_the_order_of_preconditions(
    site: Site, etag: str, fields: dict[str, str], status: int
) -> None:
    """Tags go before dates, and preconditions before ranges (section 13.2.2)."""
    given = {name: value.format(etag=etag) for name, value in fields.items()}

    assert site.get("a.txt", **given).status_code == status


def test_not_modified_has_the_fields_of_200(site: Site, etag: str) -> None:
    """A 304 carries what a cache has to update, and nothing about a body (section 15.4.5)."""
    response = site.get("a.txt", If_None_Match=etag)

    assert dict(response.headers) == {
        "Cache-Control": "no-cache",
        "ETag": etag,
        "Last-Modified": MODIFIED,
        "X-Content-Type-Options": "nosniff",
    }
    assert response.data == b""


def test_head_has_preconditions_too(site: Site, etag: str) -> None:
    """HEAD is answered as GET would be."""
    assert site.ask("HEAD", "/static/a.txt", If_None_Match=etag).status_code == 304


def test_views_of_other_methods_send_all(site: Site, etag: str) -> None:
    """A view that sends a file in answer to POST has preconditions of its own."""
    response = site.send(lambda: send_file("static/a.txt"), "POST", If_None_Match=etag)

    assert response.status_code == 200


def test_preconditions_can_be_left_out(site: Site, etag: str) -> None:
    """With conditional=False the whole file is sent, whatever was asked."""
    response = site.send(
        lambda: send_file("static/a.txt", conditional=False),
        If_None_Match=etag,
        Range="bytes=0-1",
    )

    assert response.status_code == 200
    assert response.headers["ETag"] == etag
    assert "Accept-Ranges" not in response.headers


def test_a_long_list_of_tags_takes_no_longer(site: Site, etag: str) -> None:
    """A field of many thousand tags, or of nonsense, is read once from left to right."""
    for field in ('"x",' * 50_000, "," * 200_000, '"' * 200_000, "W/" * 100_000):
        assert site.get("a.txt", If_None_Match=field).status_code == 200
        assert site.get("a.txt", If_Match=f"{field}{etag}").status_code in {200, 412}


def test_no_validators_no_answer(site: Site) -> None:
    """Without a tag and a date only an asterisk can match."""
    path = site.write("a.txt")
    os.utime(path, (-10, -10))

    def send() -> object:
        return send_file(path, etag=False)

    assert site.send(send, If_Modified_Since=MODIFIED).status_code == 200
    assert site.send(send, If_Unmodified_Since=BEFORE).status_code == 200
    assert site.send(send, If_Match='"x"').status_code == 412
    assert site.send(send, If_Match="*").status_code == 200
    assert site.send(send, If_None_Match='"x"').status_code == 200
