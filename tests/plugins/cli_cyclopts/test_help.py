"""The help: plain text in a pipe, panels on a terminal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest

from pegboard_contracts.small_program import SmallProgram, command
from pegboard_hookspecs import Option
from tests.plugins.cli_cyclopts.running import run


@pytest.fixture(autouse=True)
def _columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every terminal have 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def _program() -> SmallProgram:
    return SmallProgram(
        [command("routes", help="Show them.", origin="core"), command("db a", origin="x")],
        [
            command("init-db", help="Create the tables.\n\nAll of them."),
            command("db b"),
            command("own one", help="Do one.", group_help="Ours."),
        ],
    )


LISTED = """\
Usage: pegboard [OPTIONS] COMMAND [ARGS]...

  Run, inspect and manage a Pegboard application.

Options:
  --env-file, -e FILE  Read environment variables from this file, over those
                       from .pegboardenv and .env.
  --app, -A REFERENCE  The application: module, path/file.py, module:name or
                       module:factory('a'). Else PEGBOARD_APP, pyproject.toml,
                       wsgi.py or app.py.
  --debug, --no-debug  Debug mode on or off. Else PEGBOARD_DEBUG, or as the
                       application says.
  --help               Show this message and exit.
  --version            Show the versions and exit.

Commands:
  db      a, b
  routes  Show them.

Commands of the application:
  init-db  Create the tables.
  own      Ours.
"""


@pytest.mark.parametrize("words", [(), ("--help",), ("--app", "x", "--help", "routes")])
def test_the_program_lists_its_commands(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """The help has the options in front and all commands, by who brings them."""
    assert run(_program(), *words) == 0
    assert capsys.readouterr() == (LISTED, "")


@pytest.mark.parametrize("words", [("own",), ("own", "--help")])
def test_a_group_lists_its_commands(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """The help of a group has its own line, and its commands."""
    assert run(_program(), *words) == 0
    assert capsys.readouterr().out == (
        "Usage: pegboard own [OPTIONS] COMMAND [ARGS]...\n\n  Ours.\n\n"
        "Options:\n  --help  Show this message and exit.\n\n"
        "Commands:\n  one  Do one.\n"
    )


def test_the_application_is_known_before_it_is_listed() -> None:
    """What stands in front of the help is heeded first."""
    program = _program()
    run(program, "--app", "shop", "--debug", "--help")

    assert (program.app_reference, program.is_debug) == ("shop", True)


def test_complaints_follow_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """What could not be listed is said on standard error."""
    assert run(SmallProgram([command("routes")], is_lost=True)) == 0
    assert capsys.readouterr().err == "\nWarning: There is no application here.\n"


def _greet(
    name: str,
    others: Annotated[list[str], Option(metavar="OTHER")],
    mood: Annotated[str, Option(is_argument=True)] = "good",
    *,
    count: Annotated[int, Option(short="c", metavar="TIMES")] = 3,
    loud: bool = False,
    with_a_long_word: bool = True,
    kind: Literal["red", "blue"] = "red",
    answers: list[bool] = [],  # noqa: B006 - only read
    rate: float | None = None,
) -> None:
    """Greet somebody.

    In a line that is so long that it cannot stand in one line of eighty columns, and is broken
    elsewhere. As often as you like [really].

    :param name: who is greeted, in a text that is so long that it does not fit into one line.
    :param count: how often.
    :param loud: in capitals.
    """


HELP = """\
Usage: pegboard it [OPTIONS] NAME OTHER [ARGS]

  Greet somebody.

  In a line that is so long that it cannot stand in one line of eighty
  columns, and is broken elsewhere. As often as you like [really].

Arguments:
  NAME   Who is greeted, in a text that is so long that it does not fit into
         one line.
  OTHER
  MOOD   [default: good]

Options:
  --count, -c TIMES  How often. [default: 3]
  --loud, --no-loud  In capitals.
  --with-a-long-word, --without-a-long-word
                     [default: --with-a-long-word]
  --kind CHOICE      [choices: red, blue] [default: red]
  --answers BOOL
  --rate FLOAT
  --help             Show this message and exit.
"""


def _help(function: Callable[..., object], capsys: pytest.CaptureFixture[str]) -> str:
    run(SmallProgram(late=[command("it", function)]), "it", "--help")
    return capsys.readouterr().out


def test_the_help_of_a_command_says_everything(capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments and options stand in columns, with help, choices and default."""
    assert _help(_greet, capsys) == HELP


@pytest.mark.parametrize("columns", ["60", "200"])
def test_the_help_fits_the_terminal(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is longer than the terminal is wide, and none has more than 80 columns."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = _help(_greet, capsys).splitlines()

    assert max(map(len, lines)) <= min(int(columns), 80)


def test_a_command_without_parameters_has_a_help(capsys: pytest.CaptureFixture[str]) -> None:
    """There is always the option that shows the help."""

    def it() -> None: ...

    assert _help(it, capsys) == (
        "Usage: pegboard it\n\nOptions:\n  --help  Show this message and exit.\n"
    )


@pytest.mark.parametrize("words", ["", "it --help"])
def test_a_terminal_gets_panels(
    words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal there are frames and colours, 80 columns wide at most."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    run(SmallProgram(late=[command("it", _greet)]), *words.split())
    coloured = capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    run(SmallProgram(late=[command("it", _greet)]), *words.split())
    plain: Any = capsys.readouterr().out

    assert "\x1b[36m" in coloured
    assert "\x1b[36m" not in plain
    assert "╭─ Options ─" in plain
    assert "╰─" in plain


def test_cyclopts_waits_until_there_is_a_command_line() -> None:
    """An application that serves requests loads the plugin without cyclopts."""
    source = (
        "import sys\nfrom pegboard_cli_cyclopts import CycloptsCommands\n"
        "CycloptsCommands()\nprint('cyclopts' in sys.modules)"
    )
    process = subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "plugins/cli-cyclopts/src"},
    )

    assert process.stdout == "False\n"
