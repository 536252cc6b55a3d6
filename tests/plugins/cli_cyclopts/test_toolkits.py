"""Commands that a toolkit made: cyclopts's own run, and click's are refused."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Annotated, Any

import cyclopts
import pytest

from pegboard import Pegboard, current_app
from pegboard.testing import Result
from pegboard_cli_cyclopts import CycloptsCommands
from pegboard_contracts.small_program import SmallProgram, command
from tests.plugins.cli_cyclopts.running import run

tool = cyclopts.App(name="tool", help="Look after things.\n\nAll of them.")


@tool.command
def up(number: Annotated[int, cyclopts.Parameter(name="--number")]) -> int:
    """Go up."""
    print(current_app.name, number)  # noqa: T201 - what is captured
    return number


def _invoke(words: str) -> Result:
    app = Pegboard("site", static_folder=None, plugins={"cli": CycloptsCommands})
    app.cli.add_command(tool, "tool")
    result: Result = app.test_cli_runner().invoke(words)
    return result


def test_a_command_of_cyclopts_runs() -> None:
    """An application of cyclopts is a command, with the application current."""
    result = _invoke("tool up --number 3")

    assert (result.exit_code, result.output) == (3, "site 3\n")


def test_a_command_of_cyclopts_says_what_it_takes() -> None:
    """Its help is its own, and its first line is listed."""
    assert "Look after things." in _invoke("tool --help").stdout
    assert "  tool  Look after things.\n" in _invoke("--help").stdout


def test_a_command_of_cyclopts_refuses_words() -> None:
    """What does not fit is a sentence, with code 2."""
    result = _invoke("tool up --number x")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: Invalid value for --number: unable to convert")


def test_a_command_of_cyclopts_may_need_no_application() -> None:
    """What a plugin brings so runs without loading an application."""
    app = cyclopts.App(name="bare")
    app.default(lambda: 4)
    program = SmallProgram([command("bare", app, needs_app=False)], is_lost=True)

    assert run(program, "bare") == 4
    assert program.loads == 0


def _made_by_click() -> Any:
    # What click.Command is to another toolkit, where click is not installed.
    kind = type("Command", (), {"__module__": "click.core"})
    return kind()


def _decorated_by_click(colour: str) -> None: ...


vars(_decorated_by_click)["__click_params__"] = [SimpleNamespace(name="colour")]


@pytest.mark.parametrize("function", [_made_by_click(), _decorated_by_click])
@pytest.mark.parametrize("words", ["init-db", "init-db --help", "init-db x"])
def test_a_command_of_click_is_refused(
    function: Any, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is listed, and running it says why it cannot be, and what to do."""
    program = SmallProgram(late=[command("init-db", function, help="Make the tables.")])

    assert run(program, *words.split()) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("Error: The command 'init-db' is made by click, which")
    assert "pip install pegboard-cli, and" in printed.err
    assert (printed.out, program.runs) == ("", [])
    assert run(program) == 0
    assert "  init-db  Make the tables.\n" in capsys.readouterr().out


def _drawn(colour: str) -> None: ...


@pytest.mark.needs("cli")
def test_a_command_that_click_really_made_is_refused() -> None:
    """The object that @click.command gives is recognised."""
    click = pytest.importorskip("click")
    app = Pegboard("site", static_folder=None, plugins={"cli": CycloptsCommands})
    app.cli.add_command(click.command("paint")(_drawn))
    app.cli.command("draw")(click.option("--colour")(_drawn))
    runner = app.test_cli_runner()
    results = [runner.invoke(words) for words in ("paint", "draw")]

    assert [result.exit_code for result in results] == [2, 2]
    assert all("is made by click" in result.stderr for result in results)
