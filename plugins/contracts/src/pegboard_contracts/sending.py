"""The part of the suite of the slot ``static`` that is about files that a view sends."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from werkzeug.http import http_date, parse_options_header

from pegboard_contracts.file_site import FilesContract, each_content
from pegboard_hookspecs.slots import FileOptions

__all__ = ["SendingContract"]


class SendingContract(FilesContract):
    """How every provider of the slot ``static`` sends a file that a view names or has opened."""

    @pytest.mark.parametrize("kind", [str, Path], ids=["text", "path"])
    def test_a_directory_starts_at_the_root_path(self, tmp_path: Path, kind: Any) -> None:
        """A relative directory starts at the application's folder; a whole one does as well."""
        site = self.site(tmp_path)
        site.write("a/c.txt", b"public")

        for directory in (kind("static"), kind(str(site.folder))):
            assert site.send_from(directory, kind("a/c.txt")).get_data() == b"public"

    @pytest.mark.parametrize("kind", [str, Path], ids=["text", "path"])
    def test_a_path_starts_at_the_root_path(self, tmp_path: Path, kind: Any) -> None:
        """A relative path starts at the application's folder; a whole one is taken as it is."""
        site = self.site(tmp_path)
        path = site.write("a.txt", b"found")

        for given in (kind("static/a.txt"), kind(str(path))):
            assert site.send(given).data == b"found"

    @pytest.mark.parametrize("path", ["none.pdf", "static", "static/a.txt\0", "x" * 999])
    def test_a_path_without_a_file_is_an_error(self, tmp_path: Path, path: str) -> None:
        """Where there is no such file, that is a FileNotFoundError."""
        site = self.site(tmp_path)
        site.write("a.txt")

        with site.app.test_request_context() as context, pytest.raises(FileNotFoundError):
            site.app.calls.send_file(site.app, context.request, path, FileOptions())

    @each_content
    def test_a_file_object_is_sent(self, tmp_path: Path, content: bytes) -> None:
        """What a file object has left to read is sent, and the object closed behind it."""
        file = io.BytesIO(b"read" + content)
        file.seek(4)
        response = self.site(tmp_path).send(file, mimetype="text/plain")
        body = response.data
        response.close()

        assert body == content
        assert file.closed

    def test_a_file_object_is_closed_without_being_read(self, tmp_path: Path) -> None:
        """The answer to HEAD closes the file object that it does not send."""
        file = io.BytesIO(b"content")
        self.site(tmp_path).send(file, "HEAD", mimetype="text/plain").close()

        assert file.closed

    @pytest.mark.parametrize(
        ("file", "options"),
        [(io.StringIO("x"), {"mimetype": "text/plain"}), (io.BytesIO(b"x"), {})],
        ids=["text-mode", "no-name-or-type"],
    )
    def test_a_file_object_may_be_refused(
        self, tmp_path: Path, file: Any, options: dict[str, Any]
    ) -> None:
        """A file object in text mode, or whose type nobody can tell, is a ValueError."""
        app = self.site(tmp_path).app

        with app.test_request_context() as context, pytest.raises(ValueError):  # noqa: PT011 - as the contract says
            app.calls.send_file(app, context.request, file, FileOptions(**options))

    def test_a_type_may_be_given(self, tmp_path: Path) -> None:
        """A type that is given goes before that of the name; a name to save by has one, too."""
        site = self.site(tmp_path)
        path = site.write("a.txt")

        assert site.send(path, mimetype="image/png").mimetype == "image/png"
        assert site.send(io.BytesIO(b""), download_name="a.css").mimetype == "text/css"

    @pytest.mark.parametrize(
        ("options", "kind", "name"),
        [
            ({"is_attachment": True}, "attachment", "a.txt"),
            ({"is_attachment": True, "download_name": "May 1.txt"}, "attachment", "May 1.txt"),
            ({"is_attachment": True, "download_name": "März.txt"}, "attachment", "März.txt"),
            ({"is_attachment": True, "download_name": 'a"b\\c.txt'}, "attachment", 'a"b\\c.txt'),
        ],
        ids=["own-name", "given-name", "not-ascii", "quotes"],
    )
    def test_a_file_may_be_saved(
        self, tmp_path: Path, options: dict[str, Any], kind: str, name: str
    ) -> None:
        """An attachment is saved by the browser, by its own name or by the one given."""
        site = self.site(tmp_path)
        site.write("a.txt")
        field = site.send("static/a.txt", **options).headers["Content-Disposition"]

        assert field.isascii()
        assert parse_options_header(field)[0] == kind
        assert parse_options_header(field)[1]["filename"] == name

    def test_a_file_is_shown_otherwise(self, tmp_path: Path) -> None:
        """What is no attachment is shown by the browser."""
        site = self.site(tmp_path)
        site.write("a.txt")

        for response in (site.get("a.txt"), site.send("static/a.txt")):
            assert "attachment" not in response.headers.get("Content-Disposition", "")

    def test_a_name_adds_no_fields(self, tmp_path: Path) -> None:
        """A name to save by with a line break does not become a field, nor an error."""
        site = self.site(tmp_path)
        site.write("a.txt")
        evil = "a\r\nX-Evil: 1.txt"
        response = site.send("static/a.txt", is_attachment=True, download_name=evil)

        assert response.status_code == 200
        assert "X-Evil" not in response.headers

    def test_a_name_adds_no_parameters(self, tmp_path: Path) -> None:
        """A name to save by stays one value, whatever is in it."""
        site = self.site(tmp_path)
        site.write("a.txt")
        evil = 'a"; filename="b.exe'
        field = site.send("static/a.txt", is_attachment=True, download_name=evil).headers[
            "Content-Disposition"
        ]

        assert parse_options_header(field)[1].get("filename") != "b.exe"

    @pytest.mark.parametrize(
        ("age", "expected"),
        [(5, 5), (len, len("static/a.txt")), (None, 9)],
        ids=["number", "function", "application"],
    )
    def test_how_long_clients_may_keep_it(self, tmp_path: Path, age: Any, expected: int) -> None:
        """The number or function that is given goes before what the application says."""
        site = self.site(tmp_path, config={"SEND_FILE_MAX_AGE_DEFAULT": 9})
        path = site.write("a.txt")
        wanted = len(str(path)) if age is len else expected
        response = site.send(str(path), max_age=age)

        assert response.cache_control.max_age == wanted

    def test_a_tag_may_be_given(self, tmp_path: Path) -> None:
        """An entity tag is sent as it is given, or is left out."""
        site = self.site(tmp_path)
        path = site.write("a.txt")

        assert site.send(path, etag="v1").headers["ETag"].strip('"') == "v1"
        assert "ETag" in site.send(path).headers
        assert "ETag" not in site.send(path, etag=False).headers

    def test_a_time_may_be_given(self, tmp_path: Path) -> None:
        """The time of the last change is the file's, or the one that is given."""
        site = self.site(tmp_path)
        path = site.write("a.txt")
        fields = [
            site.send(path).headers["Last-Modified"],
            site.send(path, last_modified=10).headers["Last-Modified"],
        ]

        assert fields == [http_date(site.changed_at), http_date(10)]
