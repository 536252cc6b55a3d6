"""``pegboard contract diff``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pegboard import Pegboard
from pegboard.commands.contract import contract_diff
from pegboard_hookspecs import hookimpl
from tests.core.commands.given import program_of
from tests.core.site import make_app


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


_SLOTS = ("routing", "sessions", "templating", "json", "static", "cli", "errors", "server")


class Talks:
    @hookimpl
    def request_started(self, app: object, request: object) -> None: ...

    @hookimpl
    def request_finished(self, request: object) -> None: ...


def _app() -> Pegboard:
    app = make_app(plugins=dict.fromkeys(_SLOTS, False))
    app.register_plugin(Talks)
    return app


def _folder(path: Path, body: str) -> str:
    path.mkdir()
    (path / "specs.py").write_text(f"class Lifecycle:\n{body}", encoding="utf-8")
    return str(path)


_OLD = """
    @hookspec("notify")
    def request_started(self, app, request): ...
    @hookspec("notify")
    def request_finished(self, request): ...
"""
_NEW = """
    @hookspec("notify")
    def request_started(self, request): ...
    @hookspec("notify", retired="Implement teardown.")
    def request_finished(self, request): ...
    @hookspec("notify")
    def teardown(self): ...
"""


def test_changes_and_plugins_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What differs is a table; below it stand the plugins that break, or are warned, and why."""
    old, new = _folder(tmp_path / "old", _OLD), _folder(tmp_path / "new", _NEW)
    code = contract_diff(program_of(_app()), old, new)
    text = capsys.readouterr().out

    assert code == 1
    assert text.startswith(f"From {old} to {new}:\n")
    assert "  request_started   changed  breaks  argument app was removed\n" in text
    assert "  request_finished  retired          Implement teardown.\n" in text
    assert "Plugins that break:\n  app:Talks  its request_started takes app, which is gone" in text
    assert "Plugins that are warned:\n  app:Talks  it implements request_finished, which" in text


def test_without_a_change_nothing_breaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing differs the command ends with 0, and says so."""
    old, new = _folder(tmp_path / "old", _OLD), _folder(tmp_path / "new", _OLD)
    code = contract_diff(program_of(_app()), old, new)
    text = capsys.readouterr().out

    assert code == 0
    assert text.endswith("  No hook differs.\n\nNo plugin on board breaks.\n")


def test_the_same_is_given_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same can be read by programs."""
    old, new = _folder(tmp_path / "old", _OLD), _folder(tmp_path / "new", _NEW)
    code = contract_diff(program_of(_app()), old, new, json=True)
    data = json.loads(capsys.readouterr().out)

    assert (code, data["is_breaking"]) == (1, True)
    assert [each["kind"] for each in data["changes"]] == ["added", "retired", "changed"]
    assert [each["is_fatal"] for each in data["plugins"]] == [False, True]
    assert data["new"] == {"source": new, "version": ""}


@pytest.mark.needs("cli")
def test_what_is_installed_is_the_new_version() -> None:
    """With one argument the other is the contract that is installed here; it differs not."""
    result = make_app().test_cli_runner().invoke("contract diff pegboard-hookspecs")

    assert result.exit_code == 0
    assert "No hook differs." in result.stdout
