"""The suite of the slot ``static``."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.http import http_date, parse_options_header
from werkzeug.test import TestResponse

from pegboard import Blueprint, Pegboard, Response
from pegboard.testing import environ_of
from pegboard_contracts.contract import Contract, ask
from pegboard_contracts.small_routing import SmallRouting
from pegboard_hookspecs.slots import FileOptions

__all__ = ["StaticContract"]

_SECRET = b"nobody may read this"
_DIGITS = b"0123456789"
_LARGE = bytes(range(256)) * 2048
_LONG_AGO = 1_000_000_000
_OUTSIDE = [
    "../secret.txt",
    "a/../../secret.txt",
    "..",
    ".",
    "..\\secret.txt",
    "C:\\secret.txt",
    "b.txt\0",
    "b.txt\0.html",
    "b.txt/",
    "b.txt/x",
    "a",
    "a/",
    "none.txt",
    "/secret.txt",
    "x" * 300,
    "x/" * 3000,
    "%2e%2e/secret.txt",
    "\udcff",
]

_each_name = pytest.mark.parametrize("name", _OUTSIDE, ids=lambda name: ascii(name)[:20])


class _Site:
    """An application with a folder of static files, and a view that sends what a test says."""

    def __init__(self, make: Callable[..., Pegboard], root: Path, **options: Any) -> None:
        self.root = root
        self.folder = root / "static"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.app = make(plugins={"routing": SmallRouting}, root_path=str(root), **options)
        self._send: Callable[[Any], Any] = str
        self.app.add_url_rule("/view", "view", lambda: self._send(self.app.current_request()))

    def write(self, name: str, content: bytes = b"content") -> Path:
        """Put a file into the static folder, as if it had been there for long."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (_LONG_AGO, _LONG_AGO))
        return path

    def get(self, name: str, **headers: str) -> TestResponse:
        """Ask for a file of the static folder; an underscore in a field's name is a hyphen."""
        return self.ask(f"/static/{name}", **headers)

    def ask(self, path: str, method: str = "GET", **headers: str) -> TestResponse:
        """Send a request."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(self.app, path, method, headers=fields)

    def raw_status(self, path: str) -> tuple[str, bytes]:
        """Ask for a decoded path that no client has tidied up; give status and body."""
        environ = environ_of(self.app)
        environ["PATH_INFO"] = path.encode("utf-8", "surrogateescape").decode("latin-1")
        head: list[str] = []
        body = self.app(environ, lambda *given: head.append(given[0]))
        content = b"".join(body)
        getattr(body, "close", lambda: None)()
        return head[0][:3], content

    def send(self, file: Any, method: str = "GET", /, **given: Any) -> TestResponse:
        """Send a file from a view; fields of the request begin with a capital."""
        fields = {name: given.pop(name) for name in list(given) if name[0].isupper()}
        options = FileOptions(**given)
        self._send = lambda request: self.app.calls.send_file(self.app, request, file, options)
        return self.ask("/view", method, **fields)

    def send_from(self, directory: Any, path: Any) -> Response:
        """Send a file from a directory, outside of any view."""
        with self.app.test_request_context() as context:
            response: Response = self.app.calls.send_from_directory(
                self.app, context.request, directory, path, FileOptions()
            )
            response.get_data()
        return response


class StaticContract(Contract):
    """What every provider of the slot ``static`` does."""

    slot = "static"

    def site(self, root: Path, **options: Any) -> _Site:
        """Make an application whose folder of static files is empty."""
        return _Site(self.make_app, root, **options)

    @pytest.mark.parametrize("content", [b"", b"small", _LARGE], ids=["empty", "small", "large"])
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
        """The URL of a file is built by the endpoint of its folder."""
        site = self.site(tmp_path, static_url_path="/files")
        site.write("a b.txt", b"built")
        with site.app.test_request_context():
            url = site.app.url_for("static", filename="a b.txt")

        assert url == "/files/a%20b.txt"
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

        assert url == "/part/files/a.txt"
        assert (site.ask(url).data, site.get("a.txt").data) == (b"part", b"application")

    @_each_name
    def test_nothing_outside_is_served(self, tmp_path: Path, name: str) -> None:
        """A name that leads out of the folder, or to no file, is 404, never an error."""
        site = self._with_secret(tmp_path)
        status, body = site.raw_status(f"/static/{name}")

        assert status == "404"
        assert _SECRET not in body

    @_each_name
    def test_nothing_outside_is_sent(self, tmp_path: Path, name: str) -> None:
        """A name that leads out of the directory, or to no regular file, is NotFound."""
        site = self._with_secret(tmp_path)

        with pytest.raises(NotFound):
            site.send_from("static", name)

    def test_a_whole_path_is_not_sent(self, tmp_path: Path) -> None:
        """The whole path of a file elsewhere is no name of a file in a directory."""
        site = self._with_secret(tmp_path)

        with pytest.raises(NotFound):
            site.send_from("static", str(tmp_path / "secret.txt"))

    def test_a_neighbour_is_outside(self, tmp_path: Path) -> None:
        """A folder beside, whose name begins like that of the directory, is outside of it."""
        site = self._with_secret(tmp_path)
        (tmp_path / "static-secret").mkdir()
        (tmp_path / "static-secret" / "x.txt").write_bytes(_SECRET)

        with pytest.raises(NotFound):
            site.send_from("static", "../static-secret/x.txt")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
    def test_only_regular_files_are_sent(self, tmp_path: Path) -> None:
        """Pipes and links that lead nowhere are not found, and nobody waits for them."""
        site = self.site(tmp_path)
        os.mkfifo(site.folder / "pipe")
        (site.folder / "dangling").symlink_to("nowhere")
        (site.folder / "circle").symlink_to("circle")

        for name in ("pipe", "dangling", "circle"):
            assert site.get(name).status_code == 404
            with pytest.raises(NotFound):
                site.send_from("static", name)

    @pytest.mark.parametrize("kind", [str, Path], ids=["text", "path"])
    def test_a_directory_starts_at_the_root_path(self, tmp_path: Path, kind: Any) -> None:
        """A relative directory starts at the application's folder; a whole one does as well."""
        site = self._with_secret(tmp_path)

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

    @pytest.mark.parametrize("content", [b"", b"content", _LARGE], ids=["empty", "small", "large"])
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

        assert fields == [http_date(_LONG_AGO), http_date(10)]

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
        dates = {"date": http_date(_LONG_AGO), "earlier": http_date(_LONG_AGO - 9)}
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

    def test_applications_do_not_meet(self, tmp_path: Path) -> None:
        """Two applications with one URL path each serve their own folder."""
        sites = [self.site(tmp_path / name) for name in ("one", "two")]
        for site in sites:
            site.write("a.txt", site.root.name.encode())

        assert [site.get("a.txt").data for site in sites] == [b"one", b"two"]

    def _with_secret(self, root: Path) -> _Site:
        site = self.site(root)
        site.write("b.txt", b"public")
        site.write("a/c.txt", b"public")
        (root / "secret.txt").write_bytes(_SECRET)
        return site
