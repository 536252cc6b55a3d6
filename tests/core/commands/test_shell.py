"""``pegboard shell``."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.commands.shell import shell


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the lines that the user types; then comes the end of the input."""
    lines: list[str] = []

    def read(prompt: str = "") -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    monkeypatch.setattr(builtins, "input", read)
    monkeypatch.delenv("PYTHONSTARTUP", raising=False)
    return lines


def _run(app: Pegboard) -> None:
    with app.app_context():
        shell(app)


def test_the_shell_has_the_application(
    session: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The shell starts with a banner; app is the application, in its context."""
    session.append("print(app.name, g)")

    _run(Pegboard("site", instance_path="/var/site"))

    printed = capsys.readouterr()
    assert printed.out == "site <g []>\n"
    assert "App: site in " in printed.err
    assert "Instance: /var/site\n" in printed.err
    assert "Names: app, g" in printed.err


def test_the_application_adds_names(session: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Names of functions marked with shell_context_processor are there."""
    app = Pegboard("site")

    @app.shell_context_processor
    def add() -> dict[str, Any]:
        return {"answer": 42}

    session.append("print(answer)")
    _run(app)

    assert capsys.readouterr().out == "42\n"


def test_the_startup_file_is_run(
    session: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What PYTHONSTARTUP defines is there, and hides nothing of the application's."""
    startup = tmp_path / "startup.py"
    startup.write_text("mine = app.name; app = 'hidden'", encoding="utf-8")
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))
    session.append("print(mine, app)")

    _run(Pegboard("site"))

    assert capsys.readouterr().out == "site <Pegboard 'site'>\n"


def test_a_startup_file_that_is_missing_is_no_trouble(
    session: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As for Python itself, a startup file need not be there."""
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "missing"))

    _run(Pegboard("site"))

    assert session == []


@pytest.mark.parametrize("hook", [None, lambda: None], ids=["no hook", "hook"])
def test_completion_is_set_up_where_there_is_readline(
    session: list[str], monkeypatch: pytest.MonkeyPatch, hook: object
) -> None:
    """Python's own completion is set up, and completes the names of the shell."""
    completers: list[Any] = []
    readline: Any = ModuleType("readline")
    readline.set_completer = completers.append
    monkeypatch.setitem(sys.modules, "readline", readline)
    monkeypatch.setitem(sys.modules, "rlcompleter", _completer())
    monkeypatch.setattr(sys, "__interactivehook__", hook, raising=False)

    _run(Pegboard("site"))

    assert completers[-1]("ap", 0) == "app"


def test_a_python_without_readline_has_a_shell(
    session: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no readline, nothing is completed."""
    monkeypatch.setitem(sys.modules, "readline", None)

    _run(Pegboard("site"))

    assert session == []


def _completer() -> Any:
    class Completer:
        def __init__(self, names: dict[str, Any]) -> None:
            self.names = names

        def complete(self, start: str, state: int) -> str:
            return sorted(name for name in self.names if name.startswith(start))[state]

    module: Any = ModuleType("rlcompleter")
    module.Completer = Completer
    return module
