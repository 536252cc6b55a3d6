"""Where things are."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from functools import partial, wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pegboard.places import (
    find_instance_path,
    find_root_path,
    place_of_caller,
    place_of_function,
    place_of_view,
)
from pegboard_hookspecs.errors import SetupError
from tests.core.site import make_app, say


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path, None, None]:
    """Give a folder on the import path, with a module, a package and a namespace package."""
    for name in ("one.py", "outer/__init__.py", "outer/inner.py", "outer/deep/__init__.py"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
    (tmp_path / "spaced" / "empty").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield tmp_path
    # To look for a module inside of a package, Python imports the package.
    sys.modules.pop("outer", None)


@pytest.mark.parametrize(
    ("name", "folder"),
    [("one", "."), ("outer", "outer"), ("outer.inner", "outer"), ("outer.deep", "outer/deep")],
)
def test_a_module_has_a_folder(project: Path, name: str, folder: str) -> None:
    """The root path is the folder of the module's file, which is not imported."""
    assert find_root_path(name) == str(project / folder)
    assert name not in sys.modules


@pytest.mark.parametrize("name", ["nowhere", "nowhere.at.all", ""])
def test_what_cannot_be_imported_is_here(name: str) -> None:
    """A name without a module stands for the current folder."""
    assert find_root_path(name) == str(Path.cwd())


def test_a_session_at_a_prompt_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A main module without a file stands for the current folder."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))

    assert find_root_path("__main__") == str(Path.cwd())


@pytest.mark.parametrize("name", ["spaced", "sys"])
@pytest.mark.usefixtures("project")
def test_a_module_without_a_folder_is_refused(name: str) -> None:
    """A namespace package and a built-in module have no single folder; the message says so."""
    with pytest.raises(SetupError, match=f"'{name}'.*Pass it explicitly, as root_path"):
        find_root_path(name)


@pytest.mark.parametrize("name", ["one", "outer", "outer.inner", "outer.deep"])
def test_the_instance_folder_is_beside_the_code(project: Path, name: str) -> None:
    """It lies beside the module, or beside the outermost package."""
    assert find_instance_path(name, None, None) == str(project / "instance")


def test_the_instance_folder_of_no_module_is_here() -> None:
    """Without a module the instance folder lies in the current folder."""
    assert find_instance_path("nowhere", None, None) == str(Path.cwd() / "instance")


def test_the_instance_folder_follows_the_root_path(tmp_path: Path) -> None:
    """Where the root path is given, the instance folder lies in it."""
    assert find_instance_path("nowhere", str(tmp_path), None) == str(tmp_path / "instance")


@pytest.mark.parametrize("folder", ["lib/site-packages", "src"])
def test_installed_code_has_its_instance_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """Below site-packages or the prefix, the instance folder is in the prefix's ``var``."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))

    found = find_instance_path("shop", str(tmp_path / folder), None)

    assert found == str(tmp_path / "var" / "shop-instance")


def test_a_given_instance_folder_is_taken(tmp_path: Path) -> None:
    """An absolute instance folder is taken as it is."""
    assert find_instance_path("nowhere", None, str(tmp_path)) == str(tmp_path)


def test_a_relative_instance_folder_is_refused() -> None:
    """A relative instance folder is refused, with its value."""
    with pytest.raises(ValueError, match="must be absolute, but is 'data'"):
        find_instance_path("nowhere", None, "data")


def test_a_caller_has_a_place() -> None:
    """The place of a call is the file and line of the nearest frame outside of Pegboard."""
    file, _, line = place_of_caller().rpartition(":")

    assert file == __file__
    assert int(line) > 0


def test_own_frames_are_no_place() -> None:
    """Frames of Pegboard between the caller and the look are passed over."""
    app = make_app()
    app.add_url_rule("/", view_func=say)

    assert app.routes[0].place.startswith(f"{__file__}:")


class Answering:
    """An object that can be called."""

    def __call__(self) -> str:
        return "answered"


class Foreign:
    """A class-based view of somebody else's, which does not say what answers."""


def _decorated(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def decorated(*args: object) -> Any:
        return function(*args)

    return decorated


def _foreign_view() -> str:
    return "foreign"


vars(_foreign_view)["view_class"] = Foreign


@pytest.mark.parametrize(
    ("function", "line"),
    [
        (say, "def say() -> str:"),
        (_decorated(_decorated(say)), "def say() -> str:"),
        (partial(partial(say)), "def say() -> str:"),
        (Answering(), "def __call__(self) -> str:"),
        (Answering().__call__, "def __call__(self) -> str:"),
        (Answering, "class Answering:"),
        (_foreign_view, "class Foreign:"),
    ],
    ids=["plain", "decorated", "partial", "object", "method", "class", "class-based"],
)
def test_what_can_be_called_has_a_place(function: object, line: str) -> None:
    """The place of a function or class is where it is defined, whatever was put around it."""
    file, _, number = place_of_function(function).rpartition(":")

    assert Path(file).read_text().splitlines()[int(number) - 1].strip() == line


@pytest.mark.parametrize("thing", [len, "say", None, int])
def test_what_has_no_code_is_shown(thing: object) -> None:
    """The place of something that the interpreter brings, or that cannot be called, is its repr."""
    assert place_of_function(thing) == repr(thing)


def test_a_view_has_a_place() -> None:
    """The place of a view is its function's; of a class-based one the class is named with it."""
    assert place_of_view(say, "GET") == place_of_function(say)
    assert place_of_view(_foreign_view, "GET") == f"Foreign at {place_of_function(Foreign)}"


def test_the_environment_names_the_instance_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``PEGBOARD_INSTANCE_PATH`` goes before what is found, and after what code says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PEGBOARD_INSTANCE_PATH", "data")

    assert find_instance_path("pegboard", None, None) == str(tmp_path / "data")
    assert find_instance_path("pegboard", None, str(tmp_path)) == str(tmp_path)
