"""``pegboard lock``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pegboard import Pegboard
from pegboard.commandline import GivenApp, ImportedApp, PegboardProgram
from pegboard.commands.lock import lock
from pegboard.commands.plugins import plugins
from pegboard.plugins.loader import LOCK_FILE
from pegboard.plugins.loader.lock import read_lock
from pegboard_hookspecs.errors import CommandError
from tests.core.plugins.loader.site import Site

APP = """
from pegboard import Pegboard

app = Pegboard(__name__, static_folder=None, plugins={"acme-b": False})
"""

PLUGIN = """
from pegboard_hookspecs import hookimpl

class Plugin:
    @hookimpl
    def app_ready(self): ...
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Give the only folder that plugins are found in, with two of them."""
    monkeypatch.chdir(tmp_path)
    for variable in ("PEGBOARD_PLUGINS", "PEGBOARD_LOCK", "COLUMNS", "PEGBOARD_APP"):
        monkeypatch.delenv(variable, raising=False)
    site = Site(tmp_path / "site")
    site.module("lockable", PLUGIN)
    for name in ("acme-a", "acme-b"):
        site.additive(f"{name}:x", "lockable:Plugin")
    for module in ("lockable", "locked_app"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "path", [str(site.folder)])
    (tmp_path / "pyproject.toml").touch()
    return site


def _program(site: Site, reference: str | None = None) -> PegboardProgram:
    folder = site.folder.parent
    program = PegboardProgram(ImportedApp(Pegboard, folder), folder)
    program.app_reference = reference
    return program


def _locked(site: Site) -> list[str]:
    return [each.identity for each in read_lock(site.folder.parent / LOCK_FILE).plugins]


def test_the_lock_is_written_beside_the_project_file(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has what would be loaded now; the second time there is nothing to change."""
    assert lock(_program(site)) == 0
    assert capsys.readouterr().out == "pegboard.lock is written: 2 plugins.\n"
    assert _locked(site) == ["acme-a:x", "acme-b:x"]

    assert lock(_program(site)) == 0
    assert capsys.readouterr().out == "pegboard.lock is up to date: 2 plugins.\n"


def test_what_the_application_chooses_counts(site: Site) -> None:
    """The application's own choices decide what is locked."""
    (site.folder.parent / "locked_app.py").write_text(APP)
    lock(_program(site, "locked_app"))

    assert _locked(site) == ["acme-a:x"]


def test_a_change_is_shown(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """What is installed since is taken in, and the difference is printed."""
    lock(_program(site))
    capsys.readouterr()
    site.additive("acme-c:x", "lockable:Plugin")

    assert lock(_program(site), check=True) == 1
    assert _locked(site) == ["acme-a:x", "acme-b:x"]
    told = capsys.readouterr().out
    assert '+      "identity": "acme-c:x",' in told
    assert told.endswith("pegboard.lock is not up to date. Run: pegboard lock\n")
    assert lock(_program(site)) == 0
    assert '+      "identity": "acme-c:x",' in capsys.readouterr().out
    assert lock(_program(site), check=True) == 0
    assert capsys.readouterr().out == "pegboard.lock is up to date: 3 plugins.\n"


def test_without_a_project_it_is_written_here(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where there is no project file, the lock stands in the current folder."""
    (site.folder.parent / "pyproject.toml").unlink()
    lock(_program(site))

    assert (site.folder.parent / LOCK_FILE).is_file()


def test_the_environment_is_as_before(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking without a lock leaves no trace."""
    lock(_program(site))
    assert "PEGBOARD_LOCK" not in os.environ

    monkeypatch.setenv("PEGBOARD_LOCK", "off")
    lock(_program(site))
    assert os.environ["PEGBOARD_LOCK"] == "off"


def test_an_application_that_cannot_be_loaded_is_not_locked(site: Site) -> None:
    """A lock of less than the application loads would be wrong."""
    (site.folder.parent / "locked_app.py").write_text("import nothing_of_that_name")

    with pytest.raises(CommandError, match="cannot be loaded, so nothing is locked: No module"):
        lock(_program(site, "locked_app"))


def test_an_application_that_was_loaded_with_its_lock_is_not_locked(site: Site) -> None:
    """What was loaded already cannot be looked at without its lock any more."""
    lock(_program(site))
    app = Pegboard("site", root_path=str(site.folder.parent), static_folder=None)

    with pytest.raises(CommandError, match="Run it as: PEGBOARD_LOCK=off pegboard lock"):
        lock(PegboardProgram(GivenApp(app), site.folder))


def test_the_list_of_plugins_tells_what_is_not_in_the_lock(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is installed and never loaded is reported, where somebody asks."""
    lock(_program(site))
    plugins(_program(site))
    before = capsys.readouterr().out
    site.additive("acme-c:x", "lockable:Plugin")
    plugins(_program(site))
    after = capsys.readouterr().out

    assert "Locked by pegboard.lock: nothing else is loaded." in before
    assert "Installed, but never loaded" not in before
    assert "Installed, but never loaded:\n  acme-c:x  1.0  not in the lock" in after
    plugins(_program(site), json=True)
    assert '"not_locked": [\n    {\n      "identity": "acme-c:x"' in capsys.readouterr().out


def test_the_check_for_deployment_asks_for_a_lock(site: Site) -> None:
    """Where nothing is locked it is told; where something is, it is not."""

    def found() -> bool:
        app = Pegboard("site", root_path=str(site.folder.parent), static_folder=None)
        return any(each.id == "pegboard.deploy-unlocked" for each in app.check(deploy=True))

    assert found()
    lock(_program(site))
    assert not found()
