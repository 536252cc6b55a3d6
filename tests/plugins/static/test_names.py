"""Names that come from outside: nothing but regular files of the folder is ever sent."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound

from pegboard import send_from_directory
from pegboard.testing import environ_of
from pegboard_hookspecs.static_kit.names import path_inside
from tests.plugins.static.site import Site

SECRET = b"nobody may read this"

each_name = pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "a/../../secret.txt",
        "a/../b.txt",
        "..",
        ".",
        "./..",
        "..\\secret.txt",
        "a\\b.txt",
        "C:\\secret.txt",
        "\\\\host\\share\\x",
        "b.txt\0",
        "b.txt\0.html",
        "b.txt/",
        "b.txt/x",
        "a",
        "a/",
        "none.txt",
        "/etc/passwd",
        "//etc/passwd",
        "x" * 300,
        "x/" * 3000,
        "\ud800",
        "~root",
        "CON",
        "b.txt ",
        "b.txt.",
    ],
    ids=ascii,
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site with a file, a folder, and a secret beside the static folder."""
    made = Site(tmp_path)
    made.write("b.txt", b"public")
    made.write("a/c.txt", b"public")
    (tmp_path / "secret.txt").write_bytes(SECRET)
    return made


@each_name
def test_other_names_are_404(site: Site, name: str) -> None:
    """A name that means another place, or no file, is not found; it is never an error."""
    answer = site.raw_get(f"/static/{name}")

    assert answer.status.startswith(("404", "308"))
    assert SECRET not in b"".join(answer.body)


@each_name
def test_other_names_are_404_for_views_too(site: Site, name: str) -> None:
    """What holds for static folders holds for send_from_directory."""
    response = site.send(lambda: send_from_directory("static", name))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["b.txt", "a/c.txt", "./b.txt", "a//c.txt"])
def test_ways_of_writing_a_name(site: Site, name: str) -> None:
    """A name may be written in several ways that stay inside of the folder."""
    response = site.send(lambda: send_from_directory("static", name))

    assert response.data == b"public"


def test_a_folder_with_the_same_beginning_is_another(site: Site, tmp_path: Path) -> None:
    """A folder beside, whose name starts like the static folder's, is outside of it."""
    (tmp_path / "static-secret").mkdir()
    (tmp_path / "static-secret" / "x.txt").write_bytes(SECRET)

    assert site.get("-secret/x.txt").status_code == 404
    assert site.ask("GET", "/static-secret/x.txt").status_code == 404


def test_links_are_followed(site: Site, tmp_path: Path) -> None:
    """A symbolic link in the folder is followed: whoever made it could have copied the file."""
    (site.folder / "link.txt").symlink_to(tmp_path / "secret.txt")

    assert site.get("link.txt").data == SECRET


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    # The path of a socket may have no more than about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="s") as short, socket.socket(socket.AF_UNIX) as made:
        made.bind(f"{short}/s")
        Path(f"{short}/s").rename(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _circle(path: Path) -> None:
    path.symlink_to(path)


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [_pipe, _socket, _device, _circle, _dangling])
def test_only_regular_files_are_sent(site: Site, make: Callable[[Path], None]) -> None:
    """Pipes, sockets, devices and broken links are not found, and nobody waits for them."""
    make(site.folder / "odd")

    assert site.get("odd").status_code == 404


@pytest.mark.parametrize("name", ["a.txt", "a/b.txt"])
def test_windows_asks_werkzeug(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where paths have drives and devices, werkzeug's safe_join has the last word."""
    monkeypatch.setattr("pegboard_hookspecs.static_kit.names._IS_POSIX", False)

    assert path_inside("/folder", name) == f"/folder/{name}"


@cache
def _fuzzed() -> Site:
    root = Path(tempfile.mkdtemp(prefix="pegboard-static-"))
    made = Site(root)
    made.write("b.txt", b"public")
    made.write("a/c.txt", b"public")
    (root / "secret.txt").write_bytes(SECRET)
    return made


_PIECES = st.sampled_from(
    ["..", ".", "/", "\\", "//", "a", "b.txt", "c.txt", "secret.txt", "static", "\0", "%2e", "%2f",
     "C:", "~", " ", "\n", "…", "‥", "\udc80", "\u2215", "\uff0e"]
)  # fmt: skip
_NAMES = st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=12).map("".join))


@given(name=_NAMES)
def test_no_name_gets_out(name: str) -> None:
    """Whatever the name, the answer is a public file, a redirect or 404, and never an error."""
    site = _fuzzed()
    environ = environ_of(site.app)
    environ["PATH_INFO"] = f"/static/{name}".encode("utf-8", "surrogatepass").decode("latin-1")
    head: list[str] = []

    body = b"".join(site.app(environ, lambda *given: head.append(given[0])))

    assert head[0][:3] in {"200", "308", "404"}
    assert SECRET not in body
    assert head[0][:3] != "200" or body == b"public"


@given(name=_NAMES)
def test_no_name_gets_out_of_a_directory(name: str) -> None:
    """The same holds for send_from_directory, which no router has cleaned up for."""
    site = _fuzzed()
    with site.app.test_request_context():
        try:
            content = send_from_directory("static", name).get_data()
        except NotFound:
            content = b"public"

    assert content == b"public"
