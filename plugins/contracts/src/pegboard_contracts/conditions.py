"""The part of the suite of the slot ``static`` that is about preconditions and ranges."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from werkzeug.http import http_date

from pegboard_contracts.file_site import FilesContract

__all__ = ["ConditionsContract"]

_DIGITS = b"0123456789"


class ConditionsContract(FilesContract):
    """How every provider of the slot ``static`` heeds what a client has of a file already."""

    @pytest.mark.parametrize(
        ("condition", "status"),
        [
            ({"If_None_Match": "{etag}"}, 304),
            ({"If_None_Match": '"x", {etag}'}, 304),
            ({"If_None_Match": "*"}, 304),
            ({"If_None_Match": '"x"'}, 200),
            ({"If_Modified_Since": "{date}"}, 304),
            ({"If_Modified_Since": "{earlier}"}, 200),
            ({"If_None_Match": '"x"', "If_Modified_Since": "{date}"}, 200),
            ({"If_Match": "{etag}"}, 200),
            ({"If_Match": '"x"'}, 412),
            ({"If_Unmodified_Since": "{earlier}"}, 412),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_conditions_are_honoured(
        self, tmp_path: Path, condition: dict[str, str], status: int
    ) -> None:
        """With ``conditional`` the preconditions of RFC 9110, section 13, decide."""
        site = self.site(tmp_path)
        self.needs(site.app, "conditional")
        site.write("a.txt")
        dates = {"date": http_date(site.changed_at), "earlier": http_date(site.changed_at - 9)}
        known = {"etag": site.get("a.txt").headers["ETag"], **dates}
        fields = {name: value.format(**known) for name, value in condition.items()}
        response = site.get("a.txt", **fields)

        assert response.status_code == status
        assert status != 304 or response.data == b""
        assert status != 304 or response.headers["ETag"] == known["etag"]

    def test_an_edited_file_is_another(self, tmp_path: Path) -> None:
        """A file that was edited has another tag, and is sent anew."""
        site = self.site(tmp_path)
        self.needs(site.app, "conditional")
        path = site.write("a.txt", b"old")
        etag = site.get("a.txt").headers["ETag"]
        path.write_bytes(b"newer")
        os.utime(path, (time.time(), time.time()))
        response = site.get("a.txt", If_None_Match=etag)

        assert (response.status_code, response.data) == (200, b"newer")
        assert response.headers["ETag"] != etag

    @pytest.mark.parametrize(
        ("field", "part"),
        [
            ("bytes=0-3", b"0123"),
            ("bytes=3-3", b"3"),
            ("bytes=8-", b"89"),
            ("bytes=-2", b"89"),
            ("bytes=-99", _DIGITS),
            ("bytes=8-99", b"89"),
        ],
    )
    def test_a_part_is_sent(self, tmp_path: Path, field: str, part: bytes) -> None:
        """With ``ranges`` a part is answered by 206, with where it lies in the whole."""
        site = self.site(tmp_path)
        self.needs(site.app, "ranges")
        site.write("a.txt", _DIGITS)
        response = site.get("a.txt", Range=field)
        first = _DIGITS.index(part)

        assert (response.status_code, response.data) == (206, part)
        assert response.headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/10"
        assert response.headers["Content-Length"] == str(len(part))

    @pytest.mark.parametrize("field", ["bytes=10-", "bytes=99-100"])
    def test_a_part_may_not_be_there(self, tmp_path: Path, field: str) -> None:
        """With ``ranges`` a part outside of the file is 416, with the file's length."""
        site = self.site(tmp_path)
        self.needs(site.app, "ranges")
        site.write("a.txt", _DIGITS)
        response = site.get("a.txt", Range=field)

        assert response.status_code == 416
        assert response.headers["Content-Range"] == "bytes */10"

    @pytest.mark.parametrize("field", ["bytes=5-3", "bytes=a-b", "lines=0-3", "0-3", ""])
    def test_other_fields_get_the_whole(self, tmp_path: Path, field: str) -> None:
        """A field Range that is malformed, or of another unit, is ignored."""
        site = self.site(tmp_path)
        site.write("a.txt", _DIGITS)
        response = site.get("a.txt", Range=field)

        assert (response.status_code, response.data) == (200, _DIGITS)

    @pytest.mark.parametrize(("etag", "status"), [("{etag}", 206), ('"x"', 200)])
    def test_a_part_is_of_one_version(self, tmp_path: Path, etag: str, status: int) -> None:
        """With ``ranges`` a part is sent only if the client's other parts are of this version."""
        site = self.site(tmp_path)
        self.needs(site.app, "ranges")
        site.write("a.txt", _DIGITS)
        current = site.get("a.txt").headers["ETag"]
        response = site.get("a.txt", Range="bytes=0-3", If_Range=etag.format(etag=current))

        assert response.status_code == status

    def test_conditions_may_be_ignored(self, tmp_path: Path) -> None:
        """Validators and ranges of the request are honoured only where the options say so."""
        site = self.site(tmp_path)
        path = site.write("a.txt", _DIGITS)
        etag = site.send(path, etag="v1").headers["ETag"]
        options: dict[str, Any] = {"etag": "v1", "is_conditional": False}

        assert site.send(path, If_None_Match=etag, **options).status_code == 200
        assert site.send(path, Range="bytes=0-3", **options).data == _DIGITS
