"""``pegboard build``, with pip's part done by a copy of what is installed here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from pegboard import Pegboard
from pegboard.archives import (
    AppSources,
    ChosenParts,
    Libraries,
    Measurement,
    Tree,
    measure,
)
from pegboard.archives.tree import Library
from pegboard.commandline import ImportedApp, PegboardProgram
from pegboard.commands.build import build
from pegboard.commands.building import Built, print_built
from pegboard_hookspecs.errors import CommandError
from tests.sources import distributions
from tests.wheels import copy_installed

pytestmark = pytest.mark.needs("routing", "json")

# Where the command has its work done.
MODULE = import_module("pegboard.commands.building")

APP = """
from pegboard import Pegboard

app = Pegboard(__name__)

@app.get("/")
def index():
    return {"hello": "world"}
"""

NEEDY = """
import sys

if sys.flags.isolated:
    raise RuntimeError("a part is missing")
"""


@pytest.fixture
def folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with an application; what pip installs is copied."""
    for variable in ("COLUMNS", "PEGBOARD_PLUGINS"):
        monkeypatch.delenv(variable, raising=False)

    def install(libraries: Libraries, into: Path) -> None:
        copy_installed(_names(libraries), into)

    monkeypatch.setattr(Libraries, "install", install)
    # One start tells what is to be told here; a median takes its time.
    monkeypatch.setattr(MODULE, "measure", partial(measure, starts=1))
    (folder / "build_me.py").write_text(APP)
    return folder


def _names(libraries: Libraries) -> Iterator[str]:
    projects = {str(each.folder): each.name for each in distributions()}
    for requirement in libraries.requirements:
        yield projects.get(requirement) or requirement.partition("==")[0]


def _program(folder: Path) -> PegboardProgram:
    return PegboardProgram(ImportedApp(Pegboard, folder), folder)


def _built(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.slow
def test_it_says_what_is_in_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Distributions, what is left out, and what a start costs are listed, beside everything."""
    build(_program(folder), "build_me", slots="json, routing")
    printed = capsys.readouterr().out

    assert re.match(
        r"build_me.pyz: \d+ kB, with the application build_me \(1 file\) and:\n", printed
    )
    assert re.search(r"pegboard-routing +\S+ +\d+ kB +routing\n", printed)
    assert re.search(r"pegboard-core +\S+ +\d+ kB +the kernel\n", printed)
    assert re.search(r"Modules imported +\d+", printed)
    assert printed.endswith(
        "Start it: python build_me.pyz\n"
        "Or: gunicorn --pythonpath build_me.pyz pegboard_archive:application\n"
    )
    assert (folder / "build_me.pyz").is_file()


@pytest.mark.slow
def test_it_says_so_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script reads the same; the archive goes where it is told."""
    build(
        _program(folder),
        "build_me:app",
        slots="routing",
        output=Path("here.pyz"),
        compare=False,
        json=True,
    )
    built = _built(capsys)

    assert built["file"] == "here.pyz"
    assert built["size"] == (folder / "here.pyz").stat().st_size
    assert built["files"] == ["build_me.py"]
    assert built["slots"].keys() == {"routing"}
    assert "json" in built["left_out"]
    assert built["everything"] is None


@pytest.mark.slow
@pytest.mark.needs("cli", "server")
def test_without_names_it_is_the_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is loaded now is built, and there is nothing to compare it with."""
    (folder / "pyproject.toml").write_text("[tool.pegboard]\napp = 'build_me'\n")
    build(_program(folder))
    printed = capsys.readouterr().out

    assert "Not in it" not in printed
    assert "Everything" not in printed
    assert "Start it: python build_me.pyz run\n" in printed

    done = subprocess.run(
        [sys.executable, "-I", "-S", "build_me.pyz", "plugins", "--json"],
        capture_output=True,
        check=True,
        env={"PEGBOARD_ARCHIVE_CACHE": str(folder / "cache")},
    )
    listed = {each["slot"]: each["winner"] for each in json.loads(done.stdout)["slots"]}

    assert listed["routing"]["version"]


OWN = """
from pegboard import Pegboard, hookimpl

class OwnJSON:
    @hookimpl
    def dump_json(self, value, indent=None):
        return b"1"

    @hookimpl
    def load_json(self, data):
        return 1

app = Pegboard(__name__, plugins={"json": OwnJSON})
"""


@pytest.mark.slow
def test_what_the_application_brings_and_orders_is_kept(folder: Path) -> None:
    """A provider in the application's code fills its slot; the project's order is the build's."""
    (folder / "build_me.py").write_text(OWN)
    (folder / "pyproject.toml").write_text("[tool.pegboard]\norder = ['...']\n")
    build(_program(folder), "build_me", slots="routing,json", compare=False)
    with ZipFile(folder / "build_me.pyz") as archive:
        project = archive.read("app/pyproject.toml").decode()

    assert 'order = ["..."]' in project
    assert "routing = " in project
    assert "json = " not in project


def test_a_build_for_every_python_names_none(capsys: pytest.CaptureFixture[str]) -> None:
    """Where no code is compiled nothing is said of versions; small sizes are bytes."""
    library = Library("small", "1.0", 999, is_compiled=False)
    built = Built(
        path=Path("hello.pyz"),
        size=999,
        sources=AppSources("hello", "hello", "", Path(), (Path("hello.py"), Path("a.html")), ()),
        parts=ChosenParts({}, (), ()),
        tree=Tree(Path(), (library,), None, 1_500_000),
        cost=Measurement(100, 50.4),
        full=None,
    )
    print_built(built, as_json=False)
    printed = capsys.readouterr().out

    assert printed.startswith("hello.pyz: 999 B, with the application hello (2 files) and:\n")
    assert re.search(r"Unpacked +1.5 MB\nModules imported +100\nCold start +50 ms\n", printed)
    assert "runs by" not in printed


@pytest.mark.slow
def test_an_application_that_does_not_start_is_not_written(folder: Path) -> None:
    """A build is tried before it is written: what was forgotten shows here, not there."""
    with (folder / "build_me.py").open("a") as file:
        file.write(NEEDY)

    with pytest.raises(CommandError, match=r"(?s)does not start .*Error: a part is missing"):
        build(_program(folder), "build_me", slots="routing", compare=False)
    assert not (folder / "build_me.pyz").exists()


def test_plugins_that_cannot_be_loaded_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What pip installed must hold together."""

    def install(_: Libraries, into: Path) -> None:
        into.mkdir()

    monkeypatch.setattr(Libraries, "install", install)

    with pytest.raises(CommandError, match="cannot be loaded: ModuleNotFoundError: No module"):
        build(_program(folder), "build_me", slots="routing")


def test_a_folder_is_no_file_to_write(folder: Path) -> None:
    """A folder where the file should be is told before anything is done."""
    with pytest.raises(CommandError, match=r"\. is a folder. Name a file, as in: -o build_me.pyz"):
        build(_program(folder), "build_me", output=Path())
