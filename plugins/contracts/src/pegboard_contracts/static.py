"""The suite of the slot ``static``: its folders; what views send is beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard import Blueprint
from pegboard_contracts.conditions import ConditionsContract
from pegboard_contracts.confinement import ConfinementContract
from pegboard_contracts.file_site import each_content
from pegboard_contracts.sending import SendingContract

__all__ = ["StaticContract"]


class StaticContract(SendingContract, ConditionsContract, ConfinementContract):
    """What every provider of the slot ``static`` does."""

    @each_content
    def test_a_file_is_sent_whole(self, tmp_path: Path, content: bytes) -> None:
        """A file of any size arrives byte for byte, with its length."""
        site = self.site(tmp_path)
        site.write("sub/a.bin", content)
        response = site.get("sub/a.bin")

        assert (response.status_code, response.data) == (200, content)
        assert response.headers["Content-Length"] == str(len(content))

    @pytest.mark.parametrize(
        ("name", "types"),
        [
            ("a.css", {"text/css"}),
            ("a.js", {"text/javascript", "application/javascript"}),
            ("a.html", {"text/html"}),
            ("a.png", {"image/png"}),
            ("a.txt", {"text/plain"}),
            ("bare", {"application/octet-stream"}),
        ],
    )
    def test_the_type_follows_from_the_name(
        self, tmp_path: Path, name: str, types: set[str]
    ) -> None:
        """A file's type is told by its name."""
        site = self.site(tmp_path)
        site.write(name)

        assert site.get(name).mimetype in types

    @pytest.mark.parametrize("name", ["grüße €.txt", "a b+c.txt", "100%.txt", "a#b.txt", "~.txt"])
    def test_a_name_may_be_any(self, tmp_path: Path, name: str) -> None:
        """A name need not be ASCII, and may have what has a meaning in URLs."""
        site = self.site(tmp_path)
        site.write(name, b"found")

        assert site.raw_status(f"/static/{name}") == ("200", b"found")

    def test_head_is_get_without_its_body(self, tmp_path: Path) -> None:
        """HEAD has the head that GET has, and no body."""
        site = self.site(tmp_path)
        site.write("a.txt")
        got, asked = site.get("a.txt"), site.ask("/static/a.txt", "HEAD")

        assert asked.headers == got.headers
        assert asked.data == b""

    def test_files_are_only_read(self, tmp_path: Path) -> None:
        """A static file answers GET and HEAD only."""
        site = self.site(tmp_path)
        site.write("a.txt")

        assert site.ask("/static/a.txt", "POST").status_code == 405

    def test_a_folder_need_not_exist(self, tmp_path: Path) -> None:
        """A folder that is not there has no files, until it has."""
        site = self.site(tmp_path)
        site.folder.rmdir()
        before = site.get("a.txt").status_code
        site.write("a.txt", b"late")

        assert before == 404
        assert site.get("a.txt").data == b"late"

    def test_a_folder_has_an_endpoint(self, tmp_path: Path) -> None:
        """The URL of a file is built by the endpoint of its folder; it may say more."""
        site = self.site(tmp_path, static_url_path="/files")
        site.write("a b.txt", b"built")
        with site.app.test_request_context():
            url = site.app.url_for("static", filename="a b.txt")

        assert url.startswith("/files/a%20b.")
        assert site.ask(url).data == b"built"

    def test_a_blueprint_has_a_folder(self, tmp_path: Path) -> None:
        """A blueprint's files lie below its prefix, and have an endpoint of their own."""
        site = self.site(tmp_path)
        (tmp_path / "part" / "files").mkdir(parents=True)
        (tmp_path / "part" / "files" / "a.txt").write_bytes(b"part")
        part = Blueprint("part", __name__, root_path=str(tmp_path / "part"), static_folder="files")
        site.app.register_blueprint(part, url_prefix="/part")
        site.write("a.txt", b"application")
        with site.app.test_request_context():
            url = site.app.url_for("part.static", filename="a.txt")

        assert url.startswith("/part/files/a.")
        assert (site.ask(url).data, site.get("a.txt").data) == (b"part", b"application")

    def test_the_application_says_how_long(self, tmp_path: Path) -> None:
        """For a static file the application is asked, by its name."""
        site = self.site(tmp_path)
        site.write("a.txt")
        asked: list[str | None] = []

        def get_age(filename: str | None) -> int:
            asked.append(filename)
            return 7

        site.app.get_send_file_max_age = get_age  # type: ignore[method-assign]

        assert site.get("a.txt").cache_control.max_age == 7
        assert asked == ["a.txt"]

    def test_applications_do_not_meet(self, tmp_path: Path) -> None:
        """Two applications with one URL path each serve their own folder."""
        sites = [self.site(tmp_path / name) for name in ("one", "two")]
        for site in sites:
            site.write("a.txt", site.root.name.encode())

        assert [site.get("a.txt").data for site in sites] == [b"one", b"two"]
