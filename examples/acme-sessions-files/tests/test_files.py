"""What the provider does with files."""

from __future__ import annotations

import os
import re
import stat
import time
from pathlib import Path

import pytest
from pegboard import Pegboard, session
from pegboard_contracts.applications import make_app
from pegboard_hookspecs.slots import SessionsProvider

from acme_sessions_files import FileSessions

# The annotation lets type checkers compare the provider with its slot.
provider_class: type[SessionsProvider] = FileSessions


def make_site(folder: Path) -> Pegboard:
    """Make an application whose sessions are in ``folder / "sessions"``."""
    app = make_app(
        plugins={"sessions": provider_class, "routing": "pegboard-routing"},
        config={"TESTING": True},
        instance_path=str(folder),
    )

    @app.get("/name/<name>")
    def enter(name: str) -> str:
        session["name"] = name
        return "kept"

    @app.get("/")
    def index() -> str:
        return str(session.get("name"))

    @app.get("/rotate")
    def rotate() -> str:
        session.rotate()
        return "rotated"

    return app


def files(folder: Path) -> list[Path]:
    """Give the files of the sessions."""
    return sorted((folder / "sessions").iterdir())


def test_only_the_owner_reads(tmp_path: Path) -> None:
    """The folder has the permissions 0700 and each file 0600, whatever the umask allows."""
    before = os.umask(0)
    try:
        make_site(tmp_path).test_client().get("/name/Ann")
    finally:
        os.umask(before)
    (file,) = files(tmp_path)

    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_cookie_has_an_identifier_only(tmp_path: Path) -> None:
    """The cookie holds a random identifier, a new one once rotated."""
    client = make_site(tmp_path).test_client()
    seen = set()
    for path in ("/name/Ann", "/rotate"):
        client.get(path)
        cookie = client.get_cookie("session")
        (file,) = files(tmp_path)

        assert cookie is not None
        assert re.fullmatch("[0-9a-f]{64}", cookie.value)
        assert cookie.value not in file.name
        assert "Ann" in file.read_text()
        seen |= {cookie.value, file.name}
    assert len(seen) == 4


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"created":1,"used":"2"}'])
def test_an_unreadable_file_is_removed(tmp_path: Path, content: bytes) -> None:
    """A file that holds no session is a new session, and is removed."""
    client = make_site(tmp_path).test_client()
    client.get("/name/Ann")
    files(tmp_path)[0].write_bytes(content)

    assert client.get("/").text == "None"
    assert files(tmp_path) == []


def test_an_expired_file_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of an expired session goes when its visitor returns, or when others are kept."""
    app = make_site(tmp_path)
    client = app.test_client()
    client.get("/name/Ann")
    app.test_client().get("/name/Bob")
    later = time.time() + app.permanent_session_lifetime.total_seconds() + 60
    monkeypatch.setattr(time, "time", lambda: later)

    assert client.get("/").text == "None"
    assert len(files(tmp_path)) == 1
    client.get("/name/Cleo")
    assert "Cleo" in files(tmp_path)[0].read_text()
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("start", ["../", "", "/", "./", "..%2F"])
def test_no_cookie_reaches_another_file(tmp_path: Path, start: str) -> None:
    """A cookie that is no identifier is no session, and nothing is read or removed by it."""
    site = make_site(tmp_path)
    site.test_client().get("/name/Ann")
    (file,) = files(tmp_path)
    (tmp_path / file.name).write_bytes(file.read_bytes())
    stranger = site.test_client()
    for name in (file.name, file.stem, str(file), str(tmp_path / file.stem)):
        stranger.set_cookie("session", start + name)

        assert stranger.get("/").text == "None"
    assert (tmp_path / file.name).exists()
    assert files(tmp_path) == [file]


def test_a_failed_write_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be written the answer is a 503, and the old one stays, alone."""
    client = make_site(tmp_path).test_client()
    client.get("/name/Ann")

    def fail(*_: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        assert client.get("/name/Bob").status_code == 503

    assert client.get("/").text == "Ann"
    assert len(files(tmp_path)) == 1
