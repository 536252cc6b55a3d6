"""``pegboard bisect``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.commandline import ImportedApp, PegboardProgram
from pegboard.commands.bisect import bisect
from pegboard_hookspecs.errors import CommandError
from tests.core.plugins.loader.site import Site

NAMES = ("acme-a:x", "acme-b:x", "acme-c:x", "acme-d:x")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Give the only folder that plugins are found in, with four of them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PEGBOARD_PLUGINS", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    site = Site(tmp_path / "site")
    site.provider("json", "pegboard-json:stdlib")
    for name in NAMES:
        site.additive(name, f"bisected_{name[5]}:Plugin")
        site.module(f"bisected_{name[5]}", "class Plugin: ...")
        monkeypatch.delitem(sys.modules, f"bisected_{name[5]}", raising=False)
    monkeypatch.setattr(sys, "path", [str(site.folder)])
    return site


def _program(site: Site) -> PegboardProgram:
    return PegboardProgram(ImportedApp(Pegboard, site.folder), site.folder)


def _command(*guilty: str, code: int = 3) -> list[str]:
    """Give a command that fails where all of these plugins are on board."""
    tests = " && ".join(f'case "$PEGBOARD_PLUGINS" in *{name}*) false;; esac' for name in guilty)
    return ["sh", "-c", f"if {tests or 'true'}; then exit {code}; fi"]


def _data(capsys: pytest.CaptureFixture[str], site: Site, command: list[str]) -> dict[str, Any]:
    code = bisect(_program(site), command, json=True)
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == (0 if data["plugins"] else 1)
    return data


@pytest.mark.parametrize(
    "guilty", [("acme-c:x",), ("acme-a:x", "acme-d:x"), NAMES], ids=["one", "two", "all"]
)
def test_who_is_to_blame_is_found(
    capsys: pytest.CaptureFixture[str], site: Site, guilty: tuple[str, ...]
) -> None:
    """The plugins without which the command passes are named, and none besides."""
    data = _data(capsys, site, _command(*guilty))

    assert data["plugins"] == list(guilty)
    assert data["suspects"] == list(NAMES), "default providers are none"


def test_every_run_is_told(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    """Each run says which plugins were on board and how it ended; then comes the verdict."""
    assert bisect(_program(site), _command("acme-b:x")) == 0
    lines = capsys.readouterr().out.splitlines()

    assert lines[0].startswith("Run 1: fails with 3 with 4 of 4 (")
    assert lines[0].endswith("acme-a:x, acme-b:x, acme-c:x, acme-d:x")
    assert lines[1].startswith("Run 2: passes with 0 of 4")
    assert lines[-1] == (
        'It fails because of acme-b:x. Update it, or switch it off: "acme-b:x" = false'
    )


@pytest.mark.parametrize(
    ("command", "verdict", "runs"),
    [
        (["true"], "The command passes with all plugins on board", 1),
        (["false"], "The command fails without any of them too", 2),
    ],
)
def test_a_failure_that_plugins_do_not_decide_is_told(
    capsys: pytest.CaptureFixture[str], site: Site, command: list[str], verdict: str, runs: int
) -> None:
    """Where plugins make no difference, that is found out at once."""
    data = _data(capsys, site, command)

    assert data["verdict"].startswith(verdict)
    assert len(data["runs"]) == runs


def test_without_plugins_nothing_is_run(
    capsys: pytest.CaptureFixture[str], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plugins that are off already are no suspects; without suspects there is nothing to do."""
    monkeypatch.setenv("PEGBOARD_PLUGINS", ",".join(f"{name}=off" for name in NAMES))
    data = _data(capsys, site, ["false"])

    assert data["verdict"].startswith("There is no plugin besides the defaults")
    assert data["runs"] == []


def test_choices_of_the_environment_are_kept(
    capsys: pytest.CaptureFixture[str], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is switched off by hand stays off in every run."""
    monkeypatch.setenv("PEGBOARD_PLUGINS", "acme-a:x=off")
    command = ["sh", "-c", 'case "$PEGBOARD_PLUGINS" in acme-a:x=off*c:x*) exit 0;; esac; exit 1']
    data = _data(capsys, site, command)

    assert data["suspects"] == list(NAMES[1:])


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ([], "There is no command to run"),
        (["no-such-program"], "'no-such-program' cannot be run: No such file or directory"),
        (["sh", "-c", "exit 125"], "The command ended with 125 where only acme-a:x"),
    ],
)
def test_what_cannot_be_searched_is_a_sentence(
    site: Site, command: list[str], complaint: str
) -> None:
    """A command that cannot be run, or cannot tell, ends the search with the reason."""
    with pytest.raises(CommandError, match=complaint):
        bisect(_program(site), command)
