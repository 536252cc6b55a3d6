"""``pegboard explain``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pegboard.commands.explain import explain
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import UnknownNameError
from pegboard_hookspecs.slots import ServeOptions
from tests.core.commands.given import program_of
from tests.core.plugins.loader.site import Site
from tests.core.site import make_app


class Serving:
    """Fills the slot ``server``, and can do more."""

    capabilities = frozenset({"http2", "reload"})

    @hookimpl
    def serve(self, app: object, options: ServeOptions) -> None: ...


def test_a_slot_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a slot it tells what fills it and why, what it can do, and what it answers."""
    explain(program_of(make_app(plugins={"server": Serving()})), "server")
    text = capsys.readouterr().out

    assert "The slot 'server': what fills it serves HTTP." in text
    assert "Filled by app:Serving: chosen in Pegboard(plugins=...)." in text
    assert "Candidates, advertised in pegboard.server:\n  app:Serving" in text
    assert "Beyond the contract it has: http2, reload." in text
    assert text.endswith("Its hooks, each with who is called:\n  serve  app:Serving\n")


def test_an_empty_slot_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """Of an empty slot it tells why it is empty, and the cure."""
    explain(program_of(make_app(plugins={"server": False})), "server")
    text = capsys.readouterr().out

    assert 'Empty: switched off in Pegboard(plugins=...). Remove "server": False' in text
    assert text.endswith("  serve  (nobody)\n")


def test_a_slot_for_which_nothing_is_installed_is_explained(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any candidate there is no list of them."""
    monkeypatch.setattr(sys, "path", [str(Site(tmp_path / "site").folder)])
    monkeypatch.chdir(tmp_path)
    explain(program_of(make_app()), "json")
    text = capsys.readouterr().out

    assert "Empty: has no provider installed. Run: pip install pegboard-json" in text
    assert "Candidates" not in text


def test_a_slot_is_given_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The same can be read by programs."""
    explain(program_of(make_app(plugins={"server": Serving()})), "server", json=True)
    data = json.loads(capsys.readouterr().out)

    assert (data["slot"], data["winner"]) == ("server", "app:Serving")
    assert data["capabilities"] == ["http2", "reload"]
    assert [hook["name"] for hook in data["hooks"]] == ["serve"]
    assert data["candidates"][0]["state"] == "active"


def test_a_hook_is_explained_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a hook it shows who is called and what the calls are compiled to."""
    app = make_app()
    explain(program_of(app), "dispatch")
    text = capsys.readouterr().out
    explain(program_of(app), "dispatch", json=True)
    data = json.loads(capsys.readouterr().out)

    assert "1. pegboard-core:views" in text
    assert "Its calls run this:\n\n    dispatch = " in text
    assert data["source"] == app.plugins.manager.compiled_source("dispatch")


def test_an_unknown_name_is_an_error_with_a_suggestion() -> None:
    """A name that is neither is not passed over."""
    with pytest.raises(UnknownNameError, match=r"neither a slot nor a hook\. Did you mean 'sessi"):
        explain(program_of(make_app()), "session")
