"""The start of an archive's application, tried on trees that are made by hand."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any, cast
from zipfile import ZipFile

import pytest

from pegboard import Pegboard, launcher
from tests.together.wire import ask

pytestmark = pytest.mark.needs("routing")

APP = """
from pegboard import Pegboard

app = Pegboard(__name__, plugins={plugins})

@app.get("/")
def index():
    return app.instance_path
"""

OFF = {"cli": False, "server": False}
Tree = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """Give what makes a tree, or packs one, and makes it the one that is started."""
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.delitem(sys.modules, "small_shop", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for variable in ("PEGBOARD_INSTANCE_PATH", "PEGBOARD_ARCHIVE_CACHE", "PEGBOARD_APP"):
        # Set and removed again, so that what the launcher sets is undone, too.
        monkeypatch.setenv(variable, "")
        monkeypatch.delenv(variable)

    def make(
        about: Mapping[str, object] | None = None,
        *,
        plugins: object = OFF,
        is_packed: bool = False,
    ) -> Path:
        folder = tmp_path / "shop"
        (folder / "app").mkdir(parents=True)
        (folder / "app/pyproject.toml").write_text("[tool.pegboard]\napp = 'small_shop.py:app'\n")
        (folder / "app/small_shop.py").write_text(APP.format(plugins=plugins))
        full = {"built_for": None, "digest": "0123", "has_commands": False, **(about or {})}
        (folder / "archive.json").write_text(json.dumps(full))
        place = _packed(folder) if is_packed else folder
        monkeypatch.setattr(launcher, "__file__", str(place / "pegboard_archive.py"))
        return place

    return make


def _packed(folder: Path) -> Path:
    place = folder.with_suffix(".pyz")
    with ZipFile(place, "w") as archive:
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(folder))
    return place


@pytest.mark.parametrize("name", ["app", "application"])
def test_a_server_finds_the_application_in_a_folder(tree: Tree, name: str) -> None:
    """An unpacked archive is used where it lies; its data belong beside it."""
    place = tree()
    app: Pegboard = getattr(launcher, name)

    assert ask(app).body.decode() == str(place.parent / "instance")
    assert app.root_path == str(place / "app")


def test_a_server_finds_the_application_in_an_archive(tree: Tree, tmp_path: Path) -> None:
    """What is packed is unpacked into the user's cache, where the next start finds it."""
    tree(is_packed=True)
    folder = tmp_path / "cache/pegboard/shop-0123"

    assert launcher.application.root_path == str(folder / "app")

    (folder / "app/small_shop.py").write_text("app = 1")
    (folder / "mark").touch()

    assert launcher.application.root_path == str(folder / "app")
    assert (folder / "mark").is_file()
    assert [path.name for path in folder.parent.iterdir()] == ["shop-0123"]


def test_the_cache_may_be_elsewhere(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable names the folder; without one, and without XDG's, it is in the home folder."""
    tree(is_packed=True)
    monkeypatch.setenv("PEGBOARD_ARCHIVE_CACHE", str(tmp_path / "own"))

    assert launcher.application.root_path == str(tmp_path / "own/shop-0123/app")

    monkeypatch.delenv("PEGBOARD_ARCHIVE_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delitem(sys.modules, "small_shop")
    monkeypatch.setattr(sys, "path", [each for each in sys.path if "shop" not in each])

    assert launcher.app.root_path == str(tmp_path / "home/.cache/pegboard/shop-0123/app")


def test_a_cache_that_takes_nothing_is_told(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be unpacked a sentence says so, with both cures."""
    tree(is_packed=True)
    (tmp_path / "file").touch()
    monkeypatch.setenv("PEGBOARD_ARCHIVE_CACHE", str(tmp_path / "file"))

    with pytest.raises(SystemExit, match=r"cannot be unpacked: .*ARCHIVE_CACHE.*zipfile -e"):
        _ = launcher.application


@pytest.mark.parametrize("is_other_faster", [True, False])
def test_two_that_unpack_at_once_do_not_meet(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_other_faster: bool
) -> None:
    """Of two processes the later one takes what the first unpacked; a real failure is raised."""
    tree(is_packed=True)
    target = tmp_path / "cache/pegboard/shop-0123"
    rename = Path.rename

    def meet(path: Path, to: Path) -> Path:
        if is_other_faster:
            return rename(path, to) if to.is_dir() else _fail_after(lambda: rename(path, to))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", meet)
    if is_other_faster:
        assert launcher.application.root_path == str(target / "app")
    else:
        with pytest.raises(OSError, match="No space left"):
            _ = launcher.application
    assert [path.name for path in target.parent.iterdir()] == ["shop-0123"] * is_other_faster


def _fail_after(action: Callable[[], object]) -> Any:
    action()
    raise FileExistsError(17, "File exists")


def test_no_other_name_is_given(tree: Tree) -> None:
    """A misspelt name is no attribute."""
    tree()
    with pytest.raises(AttributeError, match="no attribute 'applicaton'"):
        _ = launcher.applicaton


def test_compiled_code_of_another_python_is_told(tree: Tree) -> None:
    """An archive with compiled code says which Python it is for, instead of failing somewhere."""
    tree({"built_for": "CPython 3.1 on a-toaster"})

    with pytest.raises(SystemExit, match=r"shop has compiled code for CPython 3.1 on a-toaster"):
        _ = launcher.application


def test_compiled_code_of_this_python_runs(tree: Tree) -> None:
    """What was built for this Python runs."""
    from pegboard.archives.tree import this_python  # noqa: PLC0415 - it imports much

    tree({"built_for": this_python()})

    assert isinstance(launcher.application, Pegboard)


@pytest.mark.needs("cli")
def test_the_command_line_is_that_of_the_application(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a command line on board the words are a command's."""
    tree({"has_commands": True}, plugins={})
    monkeypatch.setattr(sys, "argv", ["shop", "routes"])

    assert launcher.main() == 0
    assert "index" in capsys.readouterr().out


@pytest.mark.needs("server")
def test_a_server_on_board_serves(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a command line the application is run, where told."""
    tree(plugins={"cli": False})
    calls: list[tuple[object, ...]] = []

    def run(_: Pegboard, *words: object) -> None:
        calls.append(words)

    monkeypatch.setattr(Pegboard, "run", run)

    assert launcher.main(["--port", "5005"]) == 0
    assert calls == [("127.0.0.1", 5005)]


def test_without_a_server_the_standard_library_serves(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Trials need no server on board; the end by hand is no failure."""
    tree()
    _interrupt_after(monkeypatch, requests=1)

    assert launcher.main(["--port", "0"]) == 130
    printed = capsys.readouterr()
    assert "by the standard library, one request at a time" in printed.out
    assert '"GET / HTTP/1.1" 200' in printed.err


def _interrupt_after(monkeypatch: pytest.MonkeyPatch, *, requests: int) -> None:
    """Let the server answer some requests, and then meet an interrupt."""
    from http.client import HTTPConnection  # noqa: PLC0415 - only here
    from http.server import HTTPServer  # noqa: PLC0415 - only here

    def serve(server: HTTPServer) -> None:
        address: tuple[str, int] = cast("tuple[str, int]", server.server_address)
        for _ in range(requests):
            client = Thread(target=_get, args=(HTTPConnection(*address),))
            client.start()
            server.handle_request()
            client.join()
        raise KeyboardInterrupt

    monkeypatch.setattr(HTTPServer, "serve_forever", serve)


def _get(connection: Any) -> None:
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    connection.close()


def test_a_server_that_is_stopped_ends_well(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends by itself is no failure."""
    from socketserver import BaseServer  # noqa: PLC0415 - only here

    def serve(_: BaseServer) -> None:
        pass

    tree()
    monkeypatch.setattr(BaseServer, "serve_forever", serve)

    assert launcher.main(["--port", "0"]) == 0


def test_a_port_in_use_is_told(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that another program has is one sentence, and no success."""
    import socket  # noqa: PLC0415 - only here

    tree()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert launcher.main(["--port", str(port)]) == 2
    assert f"nothing can listen at 127.0.0.1, port {port}" in capsys.readouterr().err


def test_the_instance_folder_may_be_named(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who names the folder for data has it there."""
    tree()
    monkeypatch.setenv("PEGBOARD_INSTANCE_PATH", os.sep + "data")

    assert launcher.application.instance_path == os.sep + "data"
