"""Variants that were compressed ahead, and who gets them."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from whitenoise.responders import NotARegularFileError

from tests.plugins.static_whitenoise.site import CSS, OTHER_CSS, Site


@pytest.fixture
def site_with_variants(tmp_path: Path) -> Site:
    """Give a site with a file that was compressed ahead."""
    site = Site(tmp_path)
    site.write_variants("a.css")
    return site


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, br", "br"),
        ("gzip, deflate, br;q=0.5", "gzip"),
        ("gzip;q=0.2, br;q=0.9", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=0.001", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0, gzip", "gzip"),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0.1, gzip;q=0.5", "gzip"),
        ("deflate, zstd", None),
        ("*", None),
        ("gzip, *;q=0", "gzip"),
        ("identity;q=0", None),
        ("not;a=field;;q=x,,", None),
        ("", None),
        (None, None),
    ],
    ids=str,
)
def test_the_client_says_what_it_reads(
    tmp_path: Path, accepted: str | None, encoding: str | None
) -> None:
    """A client gets the variant that it gives the greatest weight, of equals the smallest."""
    site = Site(tmp_path)
    site.write_variants("a.css")
    response = site.get("a.css", **({} if accepted is None else {"Accept_Encoding": accepted}))
    read = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[encoding]

    assert response.headers.get("Content-Encoding") == encoding
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert read(response.data) == CSS


def test_what_has_no_variants_does_not_vary(tmp_path: Path) -> None:
    """A file that is all alone is sent as it is, to everybody."""
    site = Site(tmp_path)
    site.write("a.css")
    response = site.get("a.css", Accept_Encoding="gzip, br")

    assert response.data == CSS
    assert "Vary" not in response.headers
    assert "Content-Encoding" not in response.headers


def test_what_vanishes_is_not_found(site_with_variants: Site, monkeypatch: Any) -> None:
    """A file that goes while WhiteNoise looks at it is 404."""

    def fail(*_: object) -> None:
        raise NotARegularFileError

    monkeypatch.setattr("pegboard_static_whitenoise.library.Library.get_static_file", fail)

    assert site_with_variants.get("a.css").status_code == 404


def test_an_error_leaves_nothing_open(tmp_path: Path) -> None:
    """Where the application cannot say how long a file is kept, the file is closed."""
    site = Site(tmp_path)
    site.write("a.bin", b"x" * 200_000)

    def fail(_: str | None) -> int:
        raise LookupError

    site.app.get_send_file_max_age = fail  # type: ignore[assignment, method-assign]

    assert site.get("a.bin").status_code == 500


def test_a_larger_variant_is_not_preferred(tmp_path: Path) -> None:
    """Of two forms that a client likes as well the smaller is sent."""
    site = Site(tmp_path)
    site.write("a.css")
    site.write("a.css.gz", gzip.compress(CSS, compresslevel=9))
    site.write("a.css.br", b"x" * 5000)

    assert site.get("a.css", Accept_Encoding="br, gzip").headers["Content-Encoding"] == "gzip"


def test_variants_have_tags_of_their_own(tmp_path: Path) -> None:
    """Each variant has its entity tag, and is compared with that one only."""
    site = Site(tmp_path)
    site.write_variants("a.css")
    tags = {
        each: site.get("a.css", Accept_Encoding=each).headers["ETag"]
        for each in ("identity", "gzip", "br")
    }
    unchanged = site.get("a.css", Accept_Encoding="gzip", If_None_Match=tags["gzip"])
    other = site.get("a.css", Accept_Encoding="gzip", If_None_Match=tags["br"])

    assert len(set(tags.values())) == 3
    assert (unchanged.status_code, other.status_code) == (304, 200)
    assert unchanged.headers["Vary"] == "Accept-Encoding"


def test_a_part_is_of_the_variant(tmp_path: Path) -> None:
    """A range is one of the bytes that the client would get."""
    site = Site(tmp_path)
    site.write_variants("a.css")
    whole = site.get("a.css", Accept_Encoding="gzip")
    part = site.get("a.css", Accept_Encoding="gzip", Range="bytes=2-9")

    assert (part.status_code, part.data) == (206, whole.data[2:10])
    assert part.headers["Content-Encoding"] == "gzip"
    assert part.headers["Content-Range"] == f"bytes 2-9/{len(whole.data)}"


def test_one_byte_is_a_part(tmp_path: Path) -> None:
    """A range of a single byte is answered, which WhiteNoise alone refuses."""
    site = Site(tmp_path)
    site.write_variants("a.css")

    assert site.get("a.css", Range="bytes=0-0").data == CSS[:1]


def test_head_tells_of_the_variant(tmp_path: Path) -> None:
    """HEAD has the fields of the variant that GET would send."""
    site = Site(tmp_path)
    site.write_variants("a.css")
    got = site.get("a.css", Accept_Encoding="br")
    asked = site.ask("/static/a.css", "HEAD", Accept_Encoding="br")

    assert asked.headers == got.headers
    assert asked.data == b""


def test_a_variant_may_be_asked_for_by_its_name(tmp_path: Path) -> None:
    """A compressed file is a file, too, and says by its name what it is."""
    site = Site(tmp_path)
    site.write_variants("a.tar")
    response = site.get("a.tar.gz")

    assert gzip.decompress(response.data) == CSS
    assert response.headers["Content-Type"] == "application/x-tar"
    assert response.headers["Content-Encoding"] == "gzip"


def test_an_old_variant_is_not_sent(tmp_path: Path) -> None:
    """A variant that is older than its file is of an earlier content, and is left out."""
    site = Site(tmp_path)
    site.write_variants("a.css")
    site.write("a.css", OTHER_CSS, age=10)

    assert site.get("a.css", Accept_Encoding="gzip, br").data == OTHER_CSS


def test_an_edit_under_way_is_seen(tmp_path: Path) -> None:
    """A file that is edited while the application runs is sent as it is, not as it was."""
    site = Site(tmp_path)
    site.write_variants("a.css")
    before = site.get("a.css", Accept_Encoding="gzip")
    site.write("a.css", OTHER_CSS, age=10)
    after = site.get("a.css", Accept_Encoding="gzip")

    assert before.headers["Content-Encoding"] == "gzip"
    assert after.data == OTHER_CSS


def test_a_variant_may_vanish(tmp_path: Path) -> None:
    """Where a variant that was there has gone the file itself is sent."""
    site = Site(tmp_path)
    site.write_variants("a.css")
    site.get("a.css", Accept_Encoding="gzip")
    (site.folder / "a.css.gz").unlink()
    response = site.get("a.css", Accept_Encoding="gzip")

    assert (response.status_code, response.data) == (200, CSS)


@pytest.mark.parametrize(
    ("debug", "setting", "sees"),
    [(False, None, False), (True, None, True), (False, True, True), (True, False, False)],
    ids=["production", "debug", "told-to", "told-not-to"],
)
def test_new_variants_are_looked_for_in_debug_mode(
    tmp_path: Path, debug: bool, setting: bool | None, sees: bool
) -> None:
    """Variants that come later are seen at once in debug mode, else when the file changes."""
    site = Site(tmp_path, debug=debug, WHITENOISE_AUTOREFRESH=setting)
    site.write("a.css")
    site.get("a.css")
    site.write_variants("a.css.unrelated")
    site.write("a.css.gz", gzip.compress(CSS))
    now = site.get("a.css", Accept_Encoding="gzip").headers.get("Content-Encoding") is not None
    site.write_variants("a.css", OTHER_CSS, age=10)

    assert now is sees
    assert site.get("a.css", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_the_server_in_front_is_told_of_the_variant(tmp_path: Path) -> None:
    """With X-Sendfile it is the variant that is named, with its encoding."""
    site = Site(tmp_path, USE_X_SENDFILE=True)
    site.write_variants("a.css")
    response = site.get("a.css", Accept_Encoding="br")

    assert response.headers["X-Sendfile"] == str(site.folder / "a.css.br")
    assert response.headers["Content-Encoding"] == "br"
