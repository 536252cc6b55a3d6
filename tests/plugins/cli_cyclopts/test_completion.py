"""Scripts that have a shell complete words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import cyclopts
import pytest

from pegboard_contracts.small_program import SmallProgram, command
from tests.plugins.cli_cyclopts.running import run


def _paint(colour: str, tool: Literal["brush", "roller"] = "brush", *, wet: bool = False) -> None:
    """Paint."""


def _unreadable(many: dict[str, str]) -> None: ...


def _clicked() -> None: ...


vars(_clicked)["__click_params__"] = [SimpleNamespace(name="colour")]


def _program() -> SmallProgram:
    own = cyclopts.App(name="own")
    own.command(_paint, name="deep")
    return SmallProgram(
        [command("routes", needs_app=False)],
        [
            command("db init", _paint),
            command("db drop"),
            command("clicked", _clicked),
            command("unreadable", _unreadable),
            command("own", own),
        ],
    )


_ASK = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_pegboard
echo "${COMPREPLY[*]}"
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["r"], "routes"),
        (["db", ""], "drop init"),
        (["db", "init", "--"], "--help --no-wet --tool --wet"),
        (["db", "init", "--tool", ""], "brush roller"),
        (["--a"], "--app"),
        (["own", "d"], "deep"),
        (["unreadable", "--"], "--help"),
        (["c"], "clicked"),
    ],
)
def test_bash_completes_words(
    words: list[str],
    offered: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The script knows commands of all levels, their options, and what these may be."""
    monkeypatch.setenv("_PEGBOARD_COMPLETE", "bash_source")
    assert run(_program()) == 0
    script = tmp_path / "script"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    asked = subprocess.run(
        ["bash", "-c", _ASK, "bash", str(script), "pegboard", *words],
        capture_output=True,
        text=True,
        check=True,
    )

    assert sorted(asked.stdout.split()) == offered.split()


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_scripts(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each shell that cyclopts knows gets a script, for the application that is named."""
    program = _program()
    monkeypatch.setenv("_PEGBOARD_COMPLETE", f"{shell}_source")

    assert run(program, "--app", "shop") == 0
    assert "routes" in capsys.readouterr().out
    assert program.app_reference == "shop"


def test_what_asks_for_no_script_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word that names no shell is named with those that do."""
    monkeypatch.setenv("_PEGBOARD_COMPLETE", "bsh_source")

    assert run(_program()) == 2
    assert "'bsh_source', which asks for no script. Use one of bash_source," in (
        capsys.readouterr().err
    )
