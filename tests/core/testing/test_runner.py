"""Running commands in tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.testing import CLIRunner, Result
from pegboard_hookspecs import Program, hookimpl


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

    assert (result.exit_code, result.output, result.stderr) == (3, "out\n", "err\n")
    assert result.exception is None


def test_a_string_is_taken_apart() -> None:
    """A command line may be given as a shell would read it."""
    assert _run(args="talk").exit_code == 3


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
