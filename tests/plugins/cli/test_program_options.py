"""The options in front of the command, and the help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest

from pegboard_hookspecs import Option
from tests.plugins.cli.stage import Stage, command


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every terminal have 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("option", [["-A", "hello:app"], ["--app", "hello:app"]])
def test_the_application_is_named(option: list[str]) -> None:
    """The option --app tells the program which application is meant."""
    stage = Stage(late=[command("it")])
    stage.run(*option, "it")

    assert stage.app_reference == "hello:app"


def test_the_application_is_named_for_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The application is known before its commands are listed."""
    stage = Stage(late=[command("it")])
    stage.run("--app", "hello", "--help")

    assert stage.app_reference == "hello"


@pytest.mark.parametrize(
    ("words", "is_debug"), [(["--debug"], True), (["--no-debug"], False), ([], None)]
)
def test_debug_mode_is_said(words: list[str], is_debug: bool | None) -> None:
    """The option --debug tells the program what was said, if anything was."""
    stage = Stage(late=[command("it")])
    stage.run(*words, "it")

    assert stage.is_debug is is_debug


@pytest.mark.parametrize("option", ["-e", "--env-file"])
def test_an_environment_file_is_read(option: str) -> None:
    """The option --env-file has the program read a file before the command runs."""
    stage = Stage(late=[command("it")])
    stage.run(option, "my.env", "it")

    assert stage.env_files == [Path("my.env")]


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The option --version prints the program's line, and nothing is loaded."""
    stage = Stage()

    assert stage.out(capsys, "--version") == "Pegboard 9.9\n"
    assert stage.loads == 0


@pytest.mark.parametrize("words", [["--help"], []])
def test_commands_are_listed(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """The help, also shown without a command, lists commands by who brings them."""
    init = command("init-db", help="Create the tables.\n\nAll of them.")
    stage = Stage(
        [command("routes", help="Show.", origin="core"), command("db a", origin="x")],
        [init, command("db b"), command("own one", group_help="Ours."), command("bare x")],
    )

    printed = stage.out(capsys, *words)

    assert printed.endswith(
        """
Commands:
  db      a, b
  routes  Show.

Commands of the application:
  bare     x
  init-db  Create the tables.
  own      Ours.
"""
    )


@pytest.mark.parametrize("words", [["db", "--help"], ["db"]])
def test_a_group_lists_its_commands(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """The help of a group has its own line, and its commands."""
    stage = Stage(late=[command("db init", help="Create.", group_help="Manage the database.")])

    printed = stage.out(capsys, *words)

    assert "Usage: pegboard db [OPTIONS]" in printed
    assert "  Manage the database.\n" in printed
    assert printed.endswith("Commands:\n  init  Create.\n")


def test_the_help_survives_a_broken_application(capsys: pytest.CaptureFixture[str]) -> None:
    """Commands that are there are listed, and the complaint goes to standard error."""
    stage = Stage([command("routes", origin="core")], trouble=ValueError("mine"))

    assert stage.run("--help") == 0
    printed = capsys.readouterr()
    assert "Commands:\n  routes\n" in printed.out
    assert printed.err == "\nWarning: no app: mine\n"


def documented(
    name: str,
    count: Annotated[int, Option(short="c", metavar="TIMES")] = 3,
    *,
    loud: bool = False,
    plain: str = "",
) -> None:
    """Greet somebody.

    As often as you like.

    :param name: who is greeted.
    :param count: how often.
    :param loud: in capitals.
    """


def test_the_help_of_a_command_says_everything(capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments and options are listed with help and default, within the terminal's width."""
    stage = Stage(late=[command("greet", documented)])

    printed = stage.out(capsys, "greet", "--help")

    assert (
        printed
        == """\
Usage: pegboard greet [OPTIONS] NAME

  Greet somebody.

  As often as you like.

Arguments:
  NAME  Who is greeted.

Options:
  -c, --count TIMES   How often.  [default: 3]
  --loud / --no-loud  In capitals.
  --plain TEXT
  --help              Show this message and exit.
"""
    )


def test_arguments_without_help_are_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """An argument that has nothing to say shows in the usage only."""

    def bare(name: str) -> None: ...

    printed = Stage(late=[command("bare", bare)]).out(capsys, "bare", "--help")

    assert "bare [OPTIONS] NAME" in printed
    assert "Arguments" not in printed


def test_click_waits_until_there_is_a_command_line() -> None:
    """An application that serves requests loads the plugin without click."""
    source = "import sys, pegboard_cli; pegboard_cli.ClickCommands(); print('click' in sys.modules)"
    process = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )

    assert process.stdout == "False\n"
