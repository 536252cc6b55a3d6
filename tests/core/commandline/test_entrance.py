"""The way into a command line of one's own."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.commandline import run_commands
from pegboard_hookspecs import Program

_PRESENTS = """
from pegboard_hookspecs import hookimpl

class Presents:
    @hookimpl
    def run_program(self, program, arguments):
        seen.append((program, arguments))
        return act(program)

seen = []
act = len
"""


@pytest.fixture
def presents(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the module of an installed presentation, which keeps what it is given."""
    monkeypatch.setenv("PEGBOARD_PLUGINS", "cli=presents:presents")
    metadata = folder / "presents-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: presents\nVersion: 1.0\n", encoding="utf-8")
    entry_point = "[pegboard.cli]\npresents = presents:Presents\n"
    (metadata / "entry_points.txt").write_text(entry_point, encoding="utf-8")
    (folder / "presents.py").write_text(_PRESENTS, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    module: Any = __import__("presents")
    return module


def _create_app() -> Pegboard:
    app = Pegboard("own", static_folder=None)
    app.debug = True
    return app


def _code(program: Program) -> int:
    return 3


def _fail(program: Program) -> int:
    raise ValueError("mine")


def _load(program: Program) -> int:
    assert program.load_app().name == "own"
    return int(program.load_app().debug)


def test_a_script_has_a_command_line_of_its_own(presents: Any) -> None:
    """A script presents its own application, under its own name, by whatever fills the slot."""
    presents.act = _code

    assert run_commands(_create_app, ["one", "two"], name="shop") == 3
    ((program, arguments),) = presents.seen
    assert (program.name, arguments) == ("shop", ["one", "two"])
    assert program.find_app().startswith(__file__)
    assert program.load_app() is program.load_app()


def test_words_and_name_are_those_of_the_process(
    presents: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without arguments and name, those of the process count."""
    presents.act = _code
    monkeypatch.setattr(sys, "argv", ["/some/where/manage.py", "routes"])

    run_commands(_create_app)

    ((program, arguments),) = presents.seen
    assert (program.name, arguments) == ("manage.py", ["routes"])


def test_what_is_raised_is_printed(presents: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """An exception of the application gives its traceback and 1."""
    presents.act = _fail

    assert run_commands(_create_app, []) == 1
    assert "ValueError: mine" in capsys.readouterr().err


@pytest.mark.parametrize(("sets_debug", "is_debug"), [(True, 0), (False, 1)])
def test_debug_mode_may_be_left_to_the_application(
    presents: Any, monkeypatch: pytest.MonkeyPatch, sets_debug: bool, is_debug: int
) -> None:
    """The environment sets debug mode, unless the script leaves it to the application."""
    monkeypatch.setenv("PEGBOARD_DEBUG", "0")
    presents.act = _load

    assert run_commands(_create_app, [], sets_debug=sets_debug) == is_debug


@pytest.mark.parametrize("reads", [True, False])
def test_files_may_be_left_alone(
    presents: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, reads: bool
) -> None:
    """The default files are read, unless the script says otherwise."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    monkeypatch.setenv("PEG_ONE", "")
    monkeypatch.delenv("PEG_ONE")
    (folder / ".env").write_text("PEG_ONE=1", encoding="utf-8")
    presents.act = _code

    run_commands(_create_app, [], reads_env_files=reads)

    assert ("PEG_ONE" in os.environ) is reads


def test_a_script_that_serves_itself_may_make_the_application(presents: Any) -> None:
    """While the application is made, ``app.run()`` is left out, as while it is imported."""

    def create_app() -> Pegboard:
        app = _create_app()
        app.run()
        return app

    presents.act = _load

    assert run_commands(create_app, []) == 1


@pytest.mark.parametrize(
    ("words", "passed", "is_safe"),
    [
        (["--no-plugins", "routes"], ["routes"], True),
        (["routes", "--no-plugins"], ["routes", "--no-plugins"], False),
        (["--no-plugins"], [], True),
    ],
)
def test_safe_mode_is_decided_in_front(
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    passed: list[str],
    is_safe: bool,
) -> None:
    """The first word is read before any plugin is; behind a command it is the command's own."""
    monkeypatch.setenv("PEGBOARD_NO_PLUGINS", "")
    given: list[tuple[bool, list[str]]] = []

    def run(_program: object, arguments: list[str]) -> int:
        given.append((os.environ["PEGBOARD_NO_PLUGINS"] == "1", list(arguments)))
        return 0

    monkeypatch.setattr("pegboard.commandline.program.PegboardProgram.run", run)

    assert run_commands(_create_app, words, reads_env_files=False) == 0
    assert given == [(is_safe, passed)]
