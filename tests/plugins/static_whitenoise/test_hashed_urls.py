"""URLs with a hash of the content, which are kept for ever."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest

from pegboard import Blueprint, Pegboard
from pegboard_hookspecs.errors import SlotEmptyError
from pegboard_static_whitenoise import WhiteNoiseStatic
from tests.plugins.static_whitenoise.site import CSS, OTHER_CSS, Site

DIGEST = hashlib.sha256(CSS).hexdigest()[:12]
FOR_EVER = "public, max-age=315360000, immutable"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site whose URLs have hashes."""
    return Site(tmp_path, WHITENOISE_HASHED_URLS=True)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("a.css", f"/static/a.{DIGEST}.css"),
        ("b/a b.min.css", f"/static/b/a%20b.min.{DIGEST}.css"),
        ("b.c/bare", f"/static/b.c/bare.{DIGEST}"),
        (".hidden", f"/static/.{DIGEST}.hidden"),
        ("ü?#.css", f"/static/%C3%BC%3F%23.{DIGEST}.css"),
        ("a.0123456789ab.css", f"/static/a.0123456789ab.{DIGEST}.css"),
    ],
)
def test_a_url_has_the_hash(site: Site, name: str, url: str) -> None:
    """The hash stands before the suffix; the file is found there and kept for ever."""
    site.write(name)
    response = site.ask(url)

    assert site.url(name) == url
    assert (response.status_code, response.data) == (200, CSS)
    assert response.headers["Cache-Control"] == FOR_EVER


def test_a_url_may_have_more(site: Site) -> None:
    """Query, anchor and host stand where they do without a hash."""
    site.write("a.css")
    url = site.url("a.css", x="a.b/c", _anchor="d.e", _external=True)

    assert url == f"http://localhost/static/a.{DIGEST}.css?x=a.b/c#d.e"


def test_a_plain_url_is_kept_as_usual(site: Site) -> None:
    """Without the hash the file is found as well, and clients ask each time."""
    site.write("a.css")

    assert site.get("a.css").headers["Cache-Control"] == "no-cache"


def test_variants_are_kept_for_ever_too(site: Site) -> None:
    """Behind a URL with a hash a client gets the variant that it likes best."""
    site.write_variants("a.css")
    response = site.ask(site.url("a.css"), Accept_Encoding="br")

    assert response.headers["Content-Encoding"] == "br"
    assert response.headers["Cache-Control"] == FOR_EVER
    assert response.headers["Vary"] == "Accept-Encoding"


def test_another_content_has_another_url(site: Site) -> None:
    """After an edit the URL is another one; behind the old one nobody keeps the new content."""
    site.write("a.css")
    before = site.url("a.css")
    site.write("a.css", OTHER_CSS, age=10)
    after = site.url("a.css")
    old, new = site.ask(before), site.ask(after)

    assert before != after
    assert (old.data, old.headers["Cache-Control"]) == (OTHER_CSS, "no-cache")
    assert (new.data, new.headers["Cache-Control"]) == (OTHER_CSS, FOR_EVER)


def test_a_name_may_look_like_a_hash(site: Site) -> None:
    """A file whose name has what looks like a hash is found by its name, as any other."""
    site.write("a.css")
    site.write("a.0123456789ab.css", OTHER_CSS)
    site.write("b.0123456789ab.css", OTHER_CSS)

    assert site.get("a.0123456789ab.css").data == OTHER_CSS
    assert site.get("b.0123456789ab.css").data == OTHER_CSS


@pytest.mark.parametrize("name", ["none.css", "b", "../a.css", "x" * 300, "a.css/x"])
def test_what_is_no_file_has_no_hash(site: Site, name: str) -> None:
    """The URL of what is no file is the plain one, and there is nothing behind either."""
    site.write("a.css")
    site.write("b/a.css")
    url = site.url(name)

    assert DIGEST not in url
    assert site.ask(url).status_code == 404
    assert site.get(f"{name}.{DIGEST}").status_code == 404


def test_what_nobody_may_read_has_no_hash(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The URL of a file that may not be read is the plain one, and behind it is 403."""
    site.write("a.css")

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("pegboard_hookspecs.static_kit.opening.os.open", refuse)

    assert site.url("a.css") == "/static/a.css"
    assert site.get("a.css").status_code == 403


def test_other_endpoints_are_left_alone(site: Site) -> None:
    """The URLs of views are what they are, whatever their values are called."""
    site.write("a.css")
    site.app.add_url_rule("/view/<path:filename>", "view", str)

    assert site.url("a.css", "view") == "/view/a.css"


def test_a_blueprint_s_files_have_hashes(site: Site, tmp_path: Path) -> None:
    """A blueprint's own folder is looked into, also where it shares a URL path with others."""
    (tmp_path / "part" / "static").mkdir(parents=True)
    (tmp_path / "part" / "static" / "b.css").write_bytes(CSS)
    part = Blueprint("part", __name__, root_path=str(tmp_path / "part"), static_folder="static")
    site.app.register_blueprint(part)
    site.write("a.css")
    urls = [site.url("b.css", "part.static"), site.url("a.css", "part.static"), site.url("b.css")]

    assert urls == [f"/static/{name}.{DIGEST}.css" for name in "bab"]
    assert [site.ask(url).headers["Cache-Control"] for url in urls] == [FOR_EVER] * 3


@pytest.mark.needs("cli")
def test_each_folder_is_prepared_by_itself(tmp_path: Path) -> None:
    """Of folders that share a URL path those have hashes that were prepared."""
    (tmp_path / "part" / "static").mkdir(parents=True)
    (tmp_path / "part" / "static" / "b.css").write_bytes(CSS)
    site = Site(tmp_path)
    site.write("a.css")
    site.run("static compress")
    again = Site(tmp_path)
    part = Blueprint("part", __name__, root_path=str(tmp_path / "part"), static_folder="static")
    again.app.register_blueprint(part)

    assert [again.url(name) for name in ("a.css", "b.css")] == [
        f"/static/a.{DIGEST}.css",
        "/static/b.css",
    ]


def test_urls_need_a_router(tmp_path: Path) -> None:
    """Without a plugin that builds URLs the error names that slot, as always."""
    app = Pegboard(
        __name__,
        root_path=str(tmp_path),
        template_folder=None,
        plugins={"static": WhiteNoiseStatic, "routing": False},
    )

    with pytest.raises(SlotEmptyError, match="No plugin matches URLs"):
        app.url_for("static", filename="a.css")


@pytest.mark.parametrize("setting", [False, None], ids=["off", "nothing-prepared"])
def test_urls_are_plain(tmp_path: Path, setting: bool | None) -> None:
    """Where hashes are off, or nothing was prepared, URLs and what they find are as usual."""
    site = Site(tmp_path, WHITENOISE_HASHED_URLS=setting)
    site.write("a.css")

    assert site.url("a.css") == "/static/a.css"
    assert site.get(f"a.{DIGEST}.css").status_code == 404


def test_the_hash_is_of_what_is_sent(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes between the look at its hash and its opening is not kept for ever."""
    path = site.write("a.css")
    url = site.url("a.css")

    def change(*given: object) -> object:
        path.write_bytes(OTHER_CSS)
        return looked(*given)

    looked = site.app.slot("static").provider._open
    monkeypatch.setattr(site.app.slot("static").provider, "_open", change)
    response = site.ask(url)

    assert (response.data, response.headers["Cache-Control"]) == (OTHER_CSS, "no-cache")


def test_a_known_file_is_not_read_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash is made once for each change of a file."""
    path = site.write("a.css")
    later = path.stat().st_ctime_ns + 10_000_000_000
    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators.time.time_ns", lambda: later)
    first = site.url("a.css")
    monkeypatch.setattr("pegboard_static_whitenoise.hashes.hashlib", None)

    assert site.url("a.css") == first


def test_what_is_remembered_has_an_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many names clients think of, no more than so many are remembered."""
    monkeypatch.setattr("pegboard_static_whitenoise.hashes._MOST_KEPT", 2)
    monkeypatch.setattr("pegboard_static_whitenoise.places._MOST_KNOWN", 2)
    later = site.write("a.css").stat().st_ctime_ns + 10_000_000_000
    monkeypatch.setattr("pegboard_hookspecs.static_kit.validators.time.time_ns", lambda: later)
    names = [f"{'./' * count}a.css" for count in range(9)]
    answers = [(site.url(name), site.get(name).status_code) for name in names]

    assert {status for _, status in answers} == {200}
    assert len(site.app.slot("static").provider._hashes._kept) <= 2
