"""Entity tags and dates of files (RFC 9110, section 8.8)."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

import pytest
from werkzeug.http import http_date

from pegboard import send_file
from pegboard_hookspecs.static_kit.validators import quoted
from tests.plugins.static.site import LARGE, Site


def _etag(site: Site) -> str:
    return site.get("a.bin").headers["ETag"]


@pytest.mark.parametrize("content", [b"1234", LARGE], ids=["small", "large"])
def test_tags_are_strong(site: Site, content: bytes) -> None:
    """A file's tag is in quotes and not weak, and the same each time."""
    site.write("a.bin", content)

    tag = _etag(site)

    assert tag.startswith('"')
    assert tag.endswith('"')
    assert _etag(site) == tag


def test_an_edit_changes_the_tag(site: Site) -> None:
    """An edit that leaves size and time as they were, and follows at once, changes the tag."""
    path = site.write("a.bin", b"1234")
    state = path.stat()
    before = _etag(site)

    path.write_bytes(b"4321")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    assert _etag(site) != before


def _settle(monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time_ns() + 60_000_000_000
    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators.time.time_ns", lambda: later)


def test_an_edit_changes_a_tag_that_is_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag that is remembered is forgotten when the file changes."""
    path = site.write("a.bin", b"1234")
    _settle(monkeypatch)
    before = _etag(site)

    # Longer than the clock of a file system may take for a tick.
    time.sleep(0.02)
    path.write_bytes(b"4321")

    assert _etag(site) != before


def test_an_edit_changes_the_tag_of_a_large_file(site: Site) -> None:
    """A large file's tag tells edits of equal size and time apart by the time of change."""
    path = site.write("a.bin", LARGE)
    state = path.stat()
    before = _etag(site)

    time.sleep(0.02)
    path.write_bytes(LARGE[::-1])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    assert _etag(site) != before


def test_an_exchanged_file_has_another_tag(site: Site) -> None:
    """A file put in the place of another, by renaming, has a tag of its own."""
    site.age(site.write("a.bin", LARGE))
    before = _etag(site)

    new = site.write("new", LARGE[::-1])
    site.age(new)
    new.rename(site.folder / "a.bin")

    assert _etag(site) != before


def test_the_same_content_has_the_same_tag(site: Site) -> None:
    """A small file has one tag on every machine, and keeps it when it is deployed again."""
    path = site.write("a.bin", b"1234")
    before = _etag(site)

    path.unlink()
    site.age(site.write("a.bin", b"1234"))

    assert _etag(site) == before


def test_a_remembered_tag_is_not_made_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content of a file that has settled is not read again for its tag."""
    site.write("a.bin", b"1234")
    _settle(monkeypatch)
    before = _etag(site)

    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators.hashlib", None)

    assert _etag(site) == before


def test_few_tags_are_remembered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not grow with the number of files: the oldest tags are made again."""
    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators._MOST_KEPT", 2)
    _settle(monkeypatch)
    for name in ("a.bin", "b.bin", "c.bin"):
        site.write(name)
        site.get(name)

    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators.hashlib", None)

    assert site.get("c.bin").status_code == 200
    assert site.get("a.bin").status_code == 500


@pytest.mark.parametrize("etag", ["v1", '"v1"'])
def test_a_view_gives_a_tag(site: Site, etag: str) -> None:
    """A tag from a view is sent as it is, in quotes."""
    site.write("a.bin")

    response = site.send(lambda: send_file("static/a.bin", etag=etag))

    assert response.headers["ETag"] == '"v1"'


def test_a_tag_with_quotes_is_refused() -> None:
    """A tag cannot have quotes within."""
    with pytest.raises(ValueError, match="has quotes within"):
        quoted('a"b')


def test_a_view_wants_no_tag(site: Site) -> None:
    """With etag=False there is none."""
    site.write("a.bin")

    assert "ETag" not in site.send(lambda: send_file("static/a.bin", etag=False)).headers


def test_the_date_is_the_files(site: Site) -> None:
    """Last-Modified is when the file was modified, in whole seconds."""
    os.utime(site.write("a.bin"), (5.9, 1_000_000_000.9))

    assert site.get("a.bin").headers["Last-Modified"] == "Sun, 09 Sep 2001 01:46:40 GMT"


def test_no_date_lies_in_the_future(site: Site) -> None:
    """A file from the future was modified now (section 8.8.2.1)."""
    os.utime(site.write("a.bin"), (4_000_000_000, 4_000_000_000))
    before = int(time.time())

    modified = site.get("a.bin").last_modified

    assert modified is not None
    assert before <= modified.timestamp() <= time.time()


def test_no_date_lies_before_1970(site: Site) -> None:
    """A time that no clock of a web server has shown is left out."""
    os.utime(site.write("a.bin"), (-5, -5))

    assert "Last-Modified" not in site.get("a.bin").headers


@pytest.mark.parametrize(
    "moment",
    [
        1_000_000_000,
        1_000_000_000.7,
        datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC),
        datetime(2001, 9, 9, 1, 46, 40),  # noqa: DTZ001 - the case
    ],
    ids=["int", "float", "aware", "naive"],
)
def test_a_view_gives_the_date(site: Site, moment: datetime | float) -> None:
    """A view says when the file was modified; a date without a zone is in UTC."""
    site.write("a.bin")

    response = site.send(lambda: send_file("static/a.bin", last_modified=moment))

    assert response.headers["Last-Modified"] == http_date(1_000_000_000)
