"""``pegboard static compress``, its manifest, and what is found of it."""

from __future__ import annotations

import errno
import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest

from pegboard import Blueprint, Pegboard
from pegboard_hookspecs import Command, hookimpl
from pegboard_static_whitenoise.commands import COMMANDS
from pegboard_static_whitenoise.manifest import MANIFEST
from tests.plugins.static_whitenoise.site import CSS, OTHER_CSS, Site
from tests.plugins.static_whitenoise.test_hashed_urls import DIGEST, FOR_EVER

pytestmark = pytest.mark.needs("cli")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site with one file."""
    site = Site(tmp_path)
    site.write("b/a.css")
    return site


def _files(site: Site) -> set[str]:
    return {
        path.relative_to(site.folder).as_posix()
        for path in site.folder.rglob("*")
        if path.is_file()
    }


def test_variants_are_written(site: Site) -> None:
    """Each file that gets smaller has both variants afterwards, and is served by them."""
    code, output = site.run("static compress")
    response = site.get("b/a.css", Accept_Encoding="gzip")

    assert (code, output) == (0, f"{site.folder}: 1 files, 1 of them compressed\n")
    assert _files(site) == {"b/a.css", "b/a.css.br", "b/a.css.gz", MANIFEST}
    assert gzip.decompress(response.data) == CSS
    assert brotli.decompress((site.folder / "b" / "a.css.br").read_bytes()) == CSS


def test_urls_have_hashes_from_then_on(site: Site) -> None:
    """What was prepared has URLs with hashes, without a setting."""
    before = site.url("b/a.css")
    site.run("static compress")
    again = Site(site.folder.parent)
    response = again.ask(again.url("b/a.css"))

    assert before == "/static/b/a.css"
    assert again.url("b/a.css") == f"/static/b/a.{DIGEST}.css"
    assert response.headers["Cache-Control"] == FOR_EVER


def test_the_manifest_spares_reading(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server takes the hashes of the manifest, and reads no file for them."""
    site.run("static compress")
    again = Site(site.folder.parent)
    monkeypatch.setattr("pegboard_static_whitenoise.hashes.hashlib", None)

    assert again.url("b/a.css") == f"/static/b/a.{DIGEST}.css"


def test_what_changed_since_is_read(site: Site) -> None:
    """A file that is newer than the manifest, or not in it, has the hash of what it is now."""
    site.run("static compress")
    site.write("b/a.css", OTHER_CSS, age=-60)
    site.write("new.css", CSS, age=-60)
    again = Site(site.folder.parent)
    changed = again.ask(again.url("b/a.css"), Accept_Encoding="gzip, br")

    assert DIGEST not in again.url("b/a.css")
    assert again.url("new.css") == f"/static/new.{DIGEST}.css"
    assert (changed.data, changed.headers["Cache-Control"]) == (OTHER_CSS, FOR_EVER)


def test_in_debug_mode_urls_are_plain(site: Site) -> None:
    """In debug mode the manifest is not asked: files change."""
    site.run("static compress")

    assert Site(site.folder.parent, debug=True).url("b/a.css") == "/static/b/a.css"


def test_what_has_not_changed_is_not_done_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run once more the command compresses what has changed only."""
    site.run("static compress")
    site.write("b/c.css", OTHER_CSS)
    done: list[str] = []

    def compress(_: object, path: str) -> list[str]:
        done.append(path)
        return []

    monkeypatch.setattr("pegboard_static_whitenoise.compressing._Writer.compress", compress)
    site.run("static compress")

    assert done == [str(site.folder / "b" / "c.css")]


def test_what_was_touched_is_sent_compressed_again(site: Site) -> None:
    """Where a file has become newer than its variants, the command makes them as new."""
    site.run("static compress")
    site.write("b/a.css", age=10)
    site.run("static compress")

    assert site.get("b/a.css", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_what_is_missing_is_written_again(site: Site) -> None:
    """A variant that somebody has removed comes back with the next run."""
    site.run("static compress")
    (site.folder / "b" / "a.css.gz").unlink()
    site.run("static compress")

    assert (site.folder / "b" / "a.css.gz").exists()


def test_variants_that_have_no_use_any_more_go(site: Site) -> None:
    """Where a file no longer gets smaller, what was compressed of it is removed."""
    site.run("static compress")
    site.write("b/a.css", b"x")
    site.run("static compress")

    assert _files(site) == {"b/a.css", MANIFEST}


def test_what_others_have_written_is_kept(site: Site) -> None:
    """A variant that the command has not written is never overwritten, nor removed."""
    site.write("a.tar")
    path = site.write("a.tar.gz", b"an archive of its own")
    code, output = site.run("static compress")

    assert code == 0
    assert "a.tar: has variants that this command did not write" in output
    assert path.read_bytes() == b"an archive of its own"
    assert not (site.folder / "a.tar.br").exists()


@pytest.mark.parametrize(
    ("words", "suffixes"), [("--no-gzip", {".br"}), ("--no-brotli", {".gz"})], ids=str
)
def test_one_encoding_may_be_left_out(site: Site, words: str, suffixes: set[str]) -> None:
    """``--no-gzip`` and ``--no-brotli`` write the other variant only."""
    site.run(f"static compress {words}")

    assert _files(site) == {"b/a.css", MANIFEST, *(f"b/a.css{each}" for each in suffixes)}


def test_brotli_may_be_missing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where brotli is not installed the command says how to get it, and does the rest."""
    monkeypatch.setattr("pegboard_static_whitenoise.commands.brotli_installed", False)
    monkeypatch.setattr("whitenoise.compress.brotli_installed", False)
    _, output = site.run("static compress")

    assert "pip install 'pegboard-static-whitenoise[brotli]'" in output
    assert _files(site) == {"b/a.css", "b/a.css.gz", MANIFEST}


@pytest.mark.parametrize(
    ("setting", "expected"), [(None, {"a.css.gz"}), (("css",), {"a.png.gz"})], ids=str
)
def test_some_files_are_not_compressed(tmp_path: Path, setting: object, expected: set[str]) -> None:
    """Images and the like are left out, or what a setting names."""
    site = Site(tmp_path, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=setting)
    site.write("a.css")
    site.write("a.png")
    site.run("static compress --no-brotli")

    assert _files(site) == {"a.css", "a.png", MANIFEST, *expected}


def test_all_folders_are_prepared(site: Site, tmp_path: Path) -> None:
    """Those of blueprints are prepared, too, and one that is not there is named."""
    (tmp_path / "part" / "files").mkdir(parents=True)
    (tmp_path / "part" / "files" / "a.css").write_bytes(CSS)
    for name in ("files", "none"):
        part = Blueprint(name, __name__, root_path=str(tmp_path / "part"), static_folder=name)
        site.app.register_blueprint(part, url_prefix=f"/{name}")
    code, output = site.run("static compress")

    assert code == 0
    assert output.splitlines() == [
        f"{site.folder}: 1 files, 1 of them compressed",
        f"{tmp_path / 'part' / 'files'}: 1 files, 1 of them compressed",
        f"{tmp_path / 'part' / 'none'}: there is no such folder",
    ]


def test_only_files_are_prepared(site: Site) -> None:
    """Pipes and links that lead nowhere are left out."""
    (site.folder / "dangling.css").symlink_to("nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(site.folder / "pipe.css")
    code, _ = site.run("static compress")

    assert code == 0
    assert set(json.loads((site.folder / MANIFEST).read_text())["files"]) == {"b/a.css"}


def test_the_manifest_is_not_served(site: Site) -> None:
    """What was noted for the server is nobody else's business, under any name."""
    site.run("static compress")
    again = Site(site.folder.parent, WHITENOISE_HASHED_URLS=True)
    names = [MANIFEST, f"./{MANIFEST}", ".whitenoise.0123456789ab.json"]

    assert [again.get(name).status_code for name in names] == [404, 404, 404]
    assert again.ask(again.url(MANIFEST)).status_code == 404


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 2, "files": {}}', "\0"])
def test_a_manifest_may_be_broken(site: Site, content: str) -> None:
    """What cannot be read is an error with its cure, for the command, and in ``check``."""
    (site.folder / MANIFEST).write_text(content)
    code, output = site.run("static compress")
    found = [each for each in site.app.check() if each.id == "static.manifest"]

    assert code == 1
    assert "Remove it, then run: pegboard static compress" in output
    assert [each.level for each in found] == ["error"]


def test_a_disk_may_be_full(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is one sentence, and no half of a file is left."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    code, output = site.run("static compress")

    assert code == 1
    assert "No space left on device" in output
    assert _files(site) == {"b/a.css"}


def test_check_reports_what_has_changed(site: Site) -> None:
    """``check`` says which folder is to be prepared again, whatever the clocks say."""
    site.write("gone.css")
    site.run("static compress")
    before = site.app.check()
    site.write("b/a.css", OTHER_CSS)
    (site.folder / "gone.css").unlink()
    after = [each for each in site.app.check() if each.id == "static.changed"]

    assert [each.id for each in before if each.id.startswith("static.")] == []
    assert "2 files" in after[0].message
    assert "the first of them 'b/a.css'" in after[0].message
    assert after[0].cure == "Run: pegboard static compress"


@pytest.mark.needs("static")
def test_with_another_provider_there_is_nothing_to_prepare(tmp_path: Path) -> None:
    """Where another provider has won the slot, the command says whose the files are."""
    plugins = {"static": "pegboard-static"}
    app = Pegboard(__name__, root_path=str(tmp_path), template_folder=None, plugins=plugins)
    app.register_plugin(_Commands())
    result = app.test_cli_runner().invoke(args=["static", "compress"])

    assert result.exit_code == 2
    assert "Static files are sent by pegboard-static:" in result.output


class _Commands:
    @hookimpl
    def commands(self) -> Sequence[Command]:
        return COMMANDS
