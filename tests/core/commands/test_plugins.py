"""``pegboard plugins``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.commandline import GivenApp, ImportedApp, PegboardProgram
from pegboard.commands.plugins import plugins
from pegboard_hookspecs import Program, hookimpl
from tests.core.plugins.loader.site import Site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Give the only folder that plugins are found in, an empty one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PEGBOARD_PLUGINS", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delitem(sys.modules, "timing", raising=False)
    site = Site(tmp_path / "site")
    monkeypatch.setattr(sys, "path", [str(site.folder)])
    return site


class Presents:
    """Fills a slot."""

    @hookimpl
    def run_program(self, program: Program, arguments: Sequence[str]) -> int:
        return len(arguments)


_TIMING = """
from pegboard_hookspecs import hookimpl

class Wrapper:
    @hookimpl
    def app_ready(self): ...
"""


def _program(folder: Path) -> PegboardProgram:
    return PegboardProgram(ImportedApp(Pegboard, folder), folder)


def _lines(capsys: pytest.CaptureFixture[str], site: Site, code: int = 0) -> list[str]:
    assert plugins(_program(site.folder)) == code
    return capsys.readouterr().out.splitlines()


def _data(capsys: pytest.CaptureFixture[str], site: Site) -> dict[str, Any]:
    plugins(_program(site.folder), json=True)
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def test_every_slot_is_listed(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    """An empty slot has the reason, and the cure where nothing is installed for it."""
    lines = _lines(capsys, site)

    assert lines[0].split() == ["Slot", "Filled", "by", "Version", "Why"]
    assert lines[2].startswith("routing     (nothing)")
    assert lines[2].endswith("has no provider installed. Run: pip install pegboard-routing")
    assert len([line for line in lines if "(nothing)" in line]) == 8


def test_the_missing_application_is_mentioned(
    capsys: pytest.CaptureFixture[str], site: Site
) -> None:
    """Without an application the list is what one would get, and says that there is none."""
    lines = _lines(capsys, site)

    assert "Problems:" in lines
    assert lines[-1].strip().startswith("No application was found")


def test_broken_providers_are_listed(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    """A provider that cannot be loaded is still listed, and the exit code says so."""
    site.provider("sessions", "mine:redis")

    lines = _lines(capsys, site, 1)

    assert "sessions    mine:redis" in lines[3]
    assert lines[3].endswith("but cannot be loaded")
    assert any("The plugin mine 1.0 (mine:redis) cannot be loaded" in line for line in lines)


def test_additive_plugins_are_listed(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    """Plugins beside the slots are listed, broken ones with the mark."""
    site.additive("timing:wrapper", "timing:Wrapper")
    site.module("timing", _TIMING)
    site.additive("tracing:wrapper")

    lines = _lines(capsys, site, 1)

    title = lines.index("Other plugins:")
    assert lines[title + 1] == "  timing:wrapper   1.0  installed"
    assert lines[title + 2] == "  tracing:wrapper  1.0  installed, but cannot be loaded"


def test_what_is_off_or_loses_is_listed(
    capsys: pytest.CaptureFixture[str], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plugins that are not loaded are listed with the reason; the slot names no cure then."""
    monkeypatch.setenv("PEGBOARD_PLUGINS", "sessions=off")
    site.provider("sessions", "mine:redis")

    lines = _lines(capsys, site)

    assert lines[3].endswith("switched off in the environment variable PEGBOARD_PLUGINS")
    title = lines.index("Not loaded:")
    assert lines[title + 1].startswith("  mine:redis  1.0  switched off in the environment")


def test_an_undecided_slot_is_a_problem(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    """Two providers without a setting are shown with the lines to paste."""
    site.provider("sessions", "mine:redis")
    site.provider("sessions", "yours:redis")

    lines = _lines(capsys, site, 1)

    assert '      sessions = "mine:redis"' in lines


def test_unreadable_metadata_and_hidden_copies_are_listed(
    capsys: pytest.CaptureFixture[str],
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was found and cannot be used is listed, too."""
    other = Site(tmp_path / "other")
    for each in (site, other):
        each.additive("timing:wrapper", "timing:Wrapper")
    site.module("timing", _TIMING)
    broken = site.install("broken", {"pegboard.plugins": {"it": "it:It"}})
    (broken / "METADATA").write_bytes(b"\xff\xfe")
    monkeypatch.setattr(sys, "path", [str(site.folder), str(other.folder)])

    lines = _lines(capsys, site)

    title = lines.index("Cannot be read, or never imported:")
    assert f"{site.folder}: its metadata cannot be read" in lines[title + 1]
    assert (
        f"timing 1.0 in {other.folder} is hidden by the copy in {site.folder}" in lines[title + 2]
    )


def test_the_applications_own_choice_is_shown(
    capsys: pytest.CaptureFixture[str], site: Site
) -> None:
    """With an application its choices count, those written in its code included."""
    app = Pegboard("site", plugins={"routing": False, "cli": Presents()}, static_folder=None)
    program = PegboardProgram(GivenApp(app), site.folder)

    assert plugins(program) == 0
    printed = capsys.readouterr().out
    assert "switched off in Pegboard(plugins=...)" in printed
    assert "cli         app:Presents           chosen in Pegboard(plugins=...)" in printed
    assert "Problems" not in printed


def test_empty_sections_are_left_out(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    """Sections that have nothing to say are left out."""
    lines = _lines(capsys, site)

    assert "Other plugins:" not in lines
    assert "Not loaded:" not in lines
    assert "Cannot be read, or never imported:" not in lines


def test_providers_that_share_a_slot_stand_below_each_other(
    capsys: pytest.CaptureFixture[str], site: Site
) -> None:
    """Where several fill a slot together each has a line, in their order."""
    (site.folder / "pyproject.toml").write_text(
        '[tool.pegboard.plugins]\ntemplating = ["one:x", "two:x"]\n'
    )
    for name in ("one:x", "two:x"):
        site.provider("templating", name)

    lines = _lines(capsys, site, 1)

    (number,) = [n for n, line in enumerate(lines) if line.startswith("templating ")]
    assert lines[number].split()[:4] == ["templating", "one:x", "1.0", "chosen"]
    assert lines[number + 1].split()[:3] == ["two:x", "1.0", "chosen"]
    slot = next(each for each in _data(capsys, site)["slots"] if each["slot"] == "templating")
    assert slot["winner"]["identity"] == "one:x"
    assert [each["identity"] for each in slot["beside"]] == ["two:x"]


def test_everything_is_printed_as_json(
    capsys: pytest.CaptureFixture[str], site: Site, tmp_path: Path
) -> None:
    """For programs there is JSON: slots, plugins with their state, and problems."""
    site.provider("sessions", "mine:redis")
    site.provider("sessions", "pegboard-sessions:cookie")

    data = _data(capsys, site)

    slot = next(each for each in data["slots"] if each["slot"] == "sessions")
    assert slot["winner"] == {"identity": "mine:redis", "version": "1.0"}
    assert [each["identity"] for each in slot["runners_up"]] == ["pegboard-sessions:cookie"]
    assert data["slots"][0]["winner"] is None
    states = {each["identity"]: each["state"] for each in data["plugins"]}
    assert states == {"mine:redis": "broken", "pegboard-sessions:cookie": "losing"}
    assert (data["broken"], data["hidden"]) == ([], [])
    assert len(data["problems"]) == 2
