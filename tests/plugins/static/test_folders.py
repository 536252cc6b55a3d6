"""Static folders of applications and blueprints."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from pegboard import Blueprint, Pegboard, Response, url_for
from tests.plugins.static.site import LARGE, Site


@pytest.mark.parametrize("content", [b"", b"body { }", LARGE], ids=["empty", "small", "large"])
def test_a_file_is_sent_whole(site: Site, content: bytes) -> None:
    """A file of any size arrives byte for byte, with its length."""
    site.write("style.css", content)

    response = site.get("style.css")

    assert response.status_code == 200
    assert response.data == content
    assert response.headers["Content-Length"] == str(len(content))


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.MJS", "text/javascript; charset=utf-8"),
        ("a.html", "text/html; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.png", "image/png"),
        ("a.wasm", "application/wasm"),
        ("a.woff2", "font/woff2"),
        ("a.unheard-of", "application/octet-stream"),
        ("bare", "application/octet-stream"),
        ("data:text,html.x", "application/octet-stream"),
    ],
)
def test_the_type_follows_from_the_name(site: Site, name: str, content_type: str) -> None:
    """A file's type is told by its name alone."""
    site.write(name)

    assert site.get(name).headers["Content-Type"] == content_type


def test_a_compressed_file_says_so(site: Site) -> None:
    """A name that ends in .gz is sent with its type and the encoding gzip."""
    site.write("drawing.svg.gz")

    response = site.get("drawing.svg.gz")

    assert response.headers["Content-Encoding"] == "gzip"
    assert response.mimetype == "image/svg+xml"


def test_browsers_must_not_guess(site: Site) -> None:
    """Every file forbids browsers to guess another type."""
    site.write("upload.txt")

    assert site.get("upload.txt").headers["X-Content-Type-Options"] == "nosniff"


def test_files_lie_in_folders(site: Site) -> None:
    """A name may have slashes."""
    site.write("img/icons/a.png", b"png")

    assert site.get("img/icons/a.png").data == b"png"


def test_names_may_be_any_language(site: Site) -> None:
    """A name need not be ASCII."""
    site.write("grüße €.txt", b"hello")

    assert site.get("grüße €.txt").data == b"hello"


@pytest.mark.parametrize("content", [b"small", LARGE], ids=["small", "large"])
def test_head_is_get_without_its_body(site: Site, content: bytes) -> None:
    """HEAD has the head that GET has, and no body."""
    site.write("a.txt", content)

    got, asked = site.get("a.txt"), site.ask("HEAD", "/static/a.txt")

    assert asked.headers == got.headers
    assert asked.data == b""


def test_files_are_only_read(site: Site) -> None:
    """A static file answers GET and HEAD, and names them to others."""
    site.write("a.txt")

    response = site.ask("POST", "/static/a.txt")

    assert response.status_code == 405
    assert set(response.allow) == {"GET", "HEAD", "OPTIONS"}


def test_a_folder_that_does_not_exist_has_no_files(tmp_path: Path) -> None:
    """A static folder need not exist."""
    app = Pegboard(__name__, root_path=str(tmp_path))

    assert app.test_client().get("/static/a.txt").status_code == 404


def test_variables_in_front_of_a_file_do_not_count(tmp_path: Path) -> None:
    """A folder may be served on every host, or below a prefix with a variable."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.txt").write_bytes(b"a")
    root = str(tmp_path)
    sites = Pegboard(__name__, root_path=root, host_matching=True, static_host="<host>")
    pages = Blueprint("pages", __name__, root_path=root, static_folder="static")
    app = Pegboard(__name__, static_folder=None)
    app.register_blueprint(pages, url_prefix="/<language>")

    assert sites.test_client().get("/static/a.txt", base_url="http://b.test").data == b"a"
    assert app.test_client().get("/de/static/a.txt").data == b"a"


def test_a_folder_may_serve_the_root(tmp_path: Path) -> None:
    """With an empty URL path the files lie beside the views, which win."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "robots.txt").write_bytes(b"robots")
    (tmp_path / "static" / "page").write_bytes(b"file")
    app = Pegboard(__name__, root_path=str(tmp_path), static_url_path="")
    app.add_url_rule("/page", "page", lambda: "view")

    client = app.test_client()

    assert client.get("/robots.txt").data == b"robots"
    assert client.get("/page").data == b"view"


def test_a_folder_is_served_on_its_host_only(tmp_path: Path) -> None:
    """Where hosts are matched, a static folder belongs to one of them."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.txt").write_bytes(b"file")
    app = Pegboard(
        __name__, root_path=str(tmp_path), host_matching=True, static_host="files.example"
    )

    client = app.test_client()

    assert client.get("/static/a.txt", base_url="http://files.example").data == b"file"
    assert client.get("/static/a.txt", base_url="http://www.example").status_code == 404


def test_a_folder_may_be_exchanged(site: Site, tmp_path: Path) -> None:
    """The application's folder is read live."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_bytes(b"other")
    site.app.static_folder = str(tmp_path / "other")

    assert site.get("a.txt").data == b"other"


def _with_blueprint(site: Site, *, prefix: str | None) -> Blueprint:
    part = Blueprint("part", __name__, root_path=str(site.root / "part"), static_folder="static")
    site.app.register_blueprint(part, url_prefix=prefix)
    (site.root / "part" / "static").mkdir(parents=True)
    return part


def test_a_blueprint_has_a_folder(site: Site) -> None:
    """A blueprint's files lie below its prefix, and have an endpoint."""
    _with_blueprint(site, prefix="/part")
    (site.root / "part" / "static" / "a.txt").write_bytes(b"part")

    response = site.send(lambda: url_for("part.static", filename="a.txt"))

    assert response.text == "/part/static/a.txt"
    assert site.ask("GET", response.text).data == b"part"


def _shared(site: Site) -> dict[str, TestResponse]:
    _with_blueprint(site, prefix=None)
    site.write("both.txt", b"application")
    for name in ("both.txt", "own.txt"):
        (site.root / "part" / "static" / name).write_bytes(b"blueprint")
    return {name: site.get(name) for name in ("both.txt", "own.txt", "none.txt")}


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("both.txt", b"application"), ("own.txt", b"blueprint")],
)
def test_folders_may_share_a_place(site: Site, name: str, outcome: bytes) -> None:
    """Of folders at one URL path the first that has a file sends it."""
    assert _shared(site)[name].data == outcome


def test_folders_at_a_shared_place_may_all_lack_a_file(site: Site) -> None:
    """Of folders at one URL path none may have a file: 404."""
    assert _shared(site)["none.txt"].status_code == 404


def test_a_shared_place_keeps_both_endpoints(site: Site) -> None:
    """URLs are built for a blueprint whose folder shares its place."""
    _with_blueprint(site, prefix=None)

    response = site.send(lambda: url_for("part.static", filename="a.txt"))

    assert response.text == "/static/a.txt"


@pytest.mark.parametrize(
    ("age", "field"),
    [
        (None, "no-cache"),
        (0, "no-cache, max-age=0"),
        (60, "public, max-age=60"),
        (timedelta(minutes=2), "public, max-age=120"),
    ],
    ids=["none", "zero", "seconds", "timedelta"],
)
def test_clients_may_keep_files(site: Site, age: object, field: str) -> None:
    """SEND_FILE_MAX_AGE_DEFAULT says for how long."""
    site.app.config["SEND_FILE_MAX_AGE_DEFAULT"] = age
    site.write("a.txt")

    response = site.get("a.txt")

    assert response.headers["Cache-Control"] == field
    assert ("Expires" in response.headers) == field.startswith("public")


def test_an_application_decides_by_name_how_long(tmp_path: Path) -> None:
    """An overridden get_send_file_max_age is asked, with the name from the URL."""

    class App(Pegboard):
        def get_send_file_max_age(self, filename: str | None) -> int | None:
            return 7 if filename == "a.txt" else None

    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.txt").write_bytes(b"file")

    response = App(__name__, root_path=str(tmp_path)).test_client().get("/static/a.txt")

    assert response.cache_control.max_age == 7


class Part(Blueprint):
    def get_send_file_max_age(self, filename: str | None) -> int | None:
        return 7 if filename == "own.txt" else super().get_send_file_max_age(filename)


@pytest.mark.parametrize("prefix", ["/part", None], ids=["own place", "shared place"])
def test_a_blueprint_decides_by_name_how_long(site: Site, prefix: str | None) -> None:
    """The blueprint whose file it is is asked, and leaves what it does not know to the app."""
    site.app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 99
    folder = site.root / "part" / "static"
    folder.mkdir(parents=True)
    for name in ("own.txt", "other.txt"):
        (folder / name).write_bytes(b"file")
    part = Part("part", __name__, root_path=str(site.root / "part"), static_folder="static")
    site.app.register_blueprint(part, url_prefix=prefix)
    site.write("own.txt" if prefix else "apps.txt")

    ages = [
        site.ask("GET", f"{prefix or ''}/static/{name}").cache_control.max_age
        for name in ("own.txt", "other.txt")
    ]

    assert ages == [7, 99]


def test_an_application_may_have_a_response_class(site: Site) -> None:
    """Files become responses of the application's class, made by its constructor."""

    class Marked(Response):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.headers["X-Marked"] = "yes"

    site.app.response_class = Marked
    site.write("a.txt")

    assert site.get("a.txt").headers["X-Marked"] == "yes"


def test_two_applications_do_not_meet(tmp_path: Path) -> None:
    """Applications with the same URL path each serve their own folder."""
    sites: list[Site] = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        sites.append(Site(tmp_path / name))
        sites[-1].write("a.txt", name.encode())

    assert [site.get("a.txt").data for site in sites] == [b"a", b"b"]


def test_the_slot_says_what_it_can(site: Site) -> None:
    """Conditional and range requests are capabilities that a caller can ask for."""
    assert site.app.slot("static").capabilities >= {"conditional", "ranges"}
