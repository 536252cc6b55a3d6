"""Commands of a real application, on a real command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from pegboard import Blueprint, Pegboard, current_app
from pegboard.__main__ import main
from pegboard.testing.runner import Result
from pegboard_hookspecs import Option

pytestmark = pytest.mark.needs("cli")

_APP = """
from pegboard import Pegboard

app = Pegboard(__name__, static_folder=None)

@app.cli.command()
def greet(name: str, loud: bool = False):
    'Greet somebody.'
    print(name.upper() if loud else name)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with an application, the current one."""
    (tmp_path / "front_door_app.py").write_text(_APP, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.delitem(sys.modules, "front_door_app", raising=False)
    monkeypatch.setenv("PEGBOARD_APP", "front_door_app")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def _app() -> Pegboard:
    app = Pegboard("site", static_folder=None)

    @app.cli.command()
    def count(
        times: Annotated[int, Option(short="n")] = 1, *, word: Literal["a", "b"] = "a"
    ) -> int:
        print(current_app.name, word * times)  # noqa: T201 - what is captured
        return times

    return app


def _run(app: Pegboard, words: str) -> Result:
    result: Result = app.test_cli_runner().invoke(words)
    return result


def test_a_command_runs_in_a_test() -> None:
    """The runner gives exit code and output of a command with typed options."""
    result = _run(_app(), "count -n 3 --word b")

    assert (result.exit_code, result.output) == (3, "site bbb\n")


def test_bad_words_are_refused_in_a_test() -> None:
    """What the command line refuses is in the result as well."""
    result = _run(_app(), "count -n many")

    assert result.exit_code == 2
    assert "'many' is not a valid integer" in result.stderr


def test_a_blueprint_brings_commands() -> None:
    """Commands of a blueprint are below its name."""
    app, shop = _app(), Blueprint("shop", "shop")
    calls: list[str] = []
    shop.cli.command("open")(lambda: calls.append("open"))
    app.register_blueprint(shop)

    assert _run(app, "shop open").exit_code == 0
    assert calls == ["open"]


def test_commands_are_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The program finds the application, and runs its command."""
    assert main(["greet", "--loud", "bob"]) == 0
    assert capsys.readouterr().out == "BOB\n"


def test_the_help_lists_the_applications_commands(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Commands of the kernel and of the application are listed."""
    assert main([]) == 0

    printed = capsys.readouterr().out
    listed = " ".join(printed.split())
    assert " routes Show the routes of the application, or those that are asked for. " in listed
    assert printed.endswith("Commands of the application:\n  greet  Greet somebody.\n")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["greeet"], "There is no command 'greeet'. Did you mean 'greet'?"),
        (["--app", "nope", "routes"], "there is no module 'nope'"),
        (["--app", "front_door_app:nope", "routes"], "has no 'nope'"),
        (["--app", "front_door_app:ap.p", "routes"], "neither a name nor a call"),
        (["--env-file", "nope", "routes"], "no file 'nope'"),
    ],
)
def test_bad_words_are_sentences(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], complaint: str
) -> None:
    """Whatever is wrong with a command line is said in one sentence, with code 2."""
    assert main(words) == 2

    printed = capsys.readouterr().err
    assert f"Error: {complaint}" in printed or complaint in printed
    assert "Traceback" not in printed


def test_a_broken_application_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of an application that cannot be imported the user's own traceback is shown."""
    (folder / "front_door_app.py").write_text("import nowhere_at_all", encoding="utf-8")

    assert main(["routes"]) == 1
    printed = capsys.readouterr().err
    assert printed.count('  File "') == 1
    assert "No module named 'nowhere_at_all'" in printed


def test_listing_plugins_survives_a_broken_application(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What helps to mend an application works though it cannot start."""
    source = "from pegboard import Pegboard\napp = Pegboard(__name__, plugins={'sesions': False})"
    (folder / "front_door_app.py").write_text(source, encoding="utf-8")
    assert main(["plugins"]) == 1

    printed: Any = capsys.readouterr().out
    assert "cli         pegboard-cli:click" in printed
    assert "Did you mean 'sessions'?" in printed.replace("\n  ", " ")
