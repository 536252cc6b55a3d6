"""Running commands in tests."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.testing import CLIRunner, Result
from pegboard_hookspecs import Program, hookimpl
from pegboard_hookspecs.errors import CommandError


def fail_later() -> None:
    """Not be a command of any application."""


class Presents:
    """A presentation without options: the words of a command, nothing more."""

    @hookimpl
    def run_program(self, program: Program, arguments: Sequence[str]) -> int:
        for command in program.commands():
            if command.name == tuple(arguments):
                return program.invoke(command, {})
        sys.exit("no such command")


def _app() -> Pegboard:
    app = Pegboard("site", plugins={"cli": Presents()})

    @app.cli.command()
    def talk() -> int:
        print("out")  # noqa: T201 - what is captured
        print("err", file=sys.stderr)  # noqa: T201 - what is captured
        return 3

    @app.cli.command()
    def listen() -> None:
        print(sys.stdin.read(), os.environ.get("PEG_ONE"))  # noqa: T201 - what is captured

    @app.cli.command()
    def ask() -> None:
        print(getpass.getpass("Password: "), input())  # noqa: T201 - what is captured
        sys.stdout.buffer.write(b"bytes\n")

    @app.cli.command()
    def fail() -> None:
        raise ValueError("mine")

    @app.cli.command()
    def leave() -> None:
        sys.exit()

    return app


def _run(*args: Any, **options: Any) -> Result:
    runner: CLIRunner = _app().test_cli_runner()
    return runner.invoke(*args, **options)


def test_what_a_command_prints_is_captured() -> None:
    """A result has the exit code and what was printed to either stream."""
    result = _run(["talk"])

    assert (result.exit_code, result.stdout, result.stderr) == (3, "out\n", "err\n")
    assert result.output == "out\nerr\n"
    assert result.exception is None


def test_a_string_is_taken_apart() -> None:
    """A command line may be given as a shell would read it."""
    assert _run(args="talk").exit_code == 3


@pytest.mark.parametrize("kind", ["function", "command"])
def test_a_command_may_be_given_itself(kind: str) -> None:
    """What a runner is given may be a command of the application, or its function."""
    app = _app()
    talk = next(each for each in app.cli.commands() if each.name == ("talk",))

    result = app.test_cli_runner().invoke(talk if kind == "command" else talk.function)

    assert (result.exit_code, result.stdout) == (3, "out\n")


def test_words_may_follow_a_command() -> None:
    """Behind a command come its words, as they do behind the first words of a line."""
    app = _app()
    app.cli.group("db").command("up")(fail_later)
    runner = app.test_cli_runner()

    assert runner.invoke(fail_later, "--now").stderr == "no such command\n"
    assert runner.invoke("db", ["up"]).exit_code == 0
    assert runner.invoke(None, ["talk"]).exit_code == 3


def test_a_stranger_is_no_command() -> None:
    """A function that is none of the application's commands is refused with the cure."""
    with pytest.raises(CommandError, match=r"no command of the application\. Write @app\.cli"):
        _run(fail_later)


def test_a_command_may_ask_for_a_password() -> None:
    """What asks for passwords reads the input too, and bytes are captured like text."""
    before = getpass.getpass

    result = _run("ask", input="secret\nmore\n")

    assert result.output == "Password: secret more\nbytes\n"
    assert getpass.getpass is before


def test_a_command_reads_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Input and environment are the command's for the time that it runs."""
    monkeypatch.setenv("PEG_ONE", "before")

    result = _run("listen", input="words", env={"PEG_ONE": "1"})

    assert result.stdout == "words 1\n"
    assert os.environ["PEG_ONE"] == "before"


def test_a_variable_can_be_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    """None removes a variable for the time that the command runs."""
    monkeypatch.setenv("PEG_ONE", "before")

    assert _run("listen", env={"PEG_ONE": None, "PEG_TWO": None}).stdout == " None\n"


def test_an_exception_is_kept() -> None:
    """What a command raises is in the result, with exit code 1."""
    result = _run("fail")

    assert result.exit_code == 1
    assert str(result.exception) == "mine"


def test_an_exception_may_pass() -> None:
    """What a command raises passes when the test wants to see it."""
    with pytest.raises(ValueError, match="mine"):
        _run("fail", catch_exceptions=False)


@pytest.mark.parametrize(
    ("words", "code", "printed"), [("leave", 0, ""), ("lost", 1, "no such command\n")]
)
def test_an_exit_ends_the_command(words: str, code: int, printed: str) -> None:
    """SystemExit ends the command as it would end the process."""
    result = _run(words)

    assert (result.exit_code, result.stderr) == (code, printed)


def test_the_runner_belongs_to_its_application() -> None:
    """The application gives a runner of its own commands."""
    assert isinstance(_app().test_cli_runner(), CLIRunner)
