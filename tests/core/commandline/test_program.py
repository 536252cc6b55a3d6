"""The program behind the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard, current_app, g
from pegboard.commandline import GivenApp, ImportedApp, MadeApp, PegboardProgram
from pegboard_hookspecs import Command, Program, hookimpl
from pegboard_hookspecs.errors import (
    AppNotFoundError,
    CommandError,
    PluginLoadError,
    SlotEmptyError,
)
from tests.core.plugins.loader.site import Site
from tests.core.site import make_app

_WITH_PLUGIN = """
from pegboard_hookspecs import Command, hookimpl

class Plugin:
    @hookimpl
    def commands(self):
        return [Command(("greet",), lambda: print("hi"), needs_app=False)]
"""


class Presents:
    """A presentation that remembers what it was given."""

    def __init__(self) -> None:
        self.given: Sequence[str] = ()

    @hookimpl
    def run_program(self, program: Program, arguments: Sequence[str]) -> int:
        self.given = arguments
        return 7


def _program(folder: Path) -> PegboardProgram:
    return PegboardProgram(ImportedApp(Pegboard, folder), folder)


def _with(app: Pegboard, folder: Path) -> PegboardProgram:
    return PegboardProgram(GivenApp(app), folder)


def _installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    site = Site(folder / "site")
    site.additive("greeting:plugin", "greeting:Plugin")
    site.module("greeting", _WITH_PLUGIN)
    monkeypatch.setattr(sys, "path", [str(site.folder), *sys.path])
    return site


def _write_app(folder: Path, source: str = "") -> None:
    text = f"from pegboard import Pegboard\napp = Pegboard(__name__)\n{source}"
    (folder / "app.py").write_text(text, encoding="utf-8")


def test_the_version_is_one_line(folder: Path) -> None:
    """The version names Pegboard, its contract and Python."""
    line = _program(folder).version

    assert line.startswith("Pegboard ")
    assert "(contract 1.0), Python 3." in line


def test_the_application_is_imported_once(folder: Path) -> None:
    """Whoever asks for the application gets the same one."""
    _write_app(folder)
    program = _program(folder)

    assert program.load_app() is program.load_app()
    assert program.find_app() == f"app (in {folder})"


def test_a_failure_is_raised_each_time(folder: Path) -> None:
    """An application that failed to be imported is not imported again."""
    (folder / "app.py").write_text("raise ValueError('mine')", encoding="utf-8")
    program = _program(folder)
    with pytest.raises(ValueError, match="mine") as first:
        program.load_app()

    with pytest.raises(ValueError, match="mine") as second:
        program.load_app()
    assert second.value is first.value


def test_the_environment_names_the_application(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an option the variable PEGBOARD_APP names the application."""
    monkeypatch.setenv("PEGBOARD_APP", "nowhere")

    with pytest.raises(AppNotFoundError, match="'nowhere'"):
        _program(folder).load_app()


@pytest.mark.parametrize(
    ("option", "variable", "is_debug"),
    [
        (None, None, True),
        (True, None, True),
        (False, None, False),
        (False, "1", False),
        (None, "off", False),
        (None, "1", True),
    ],
)
def test_debug_mode_is_what_was_asked_for(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: bool | None,
    variable: str | None,
    is_debug: bool,
) -> None:
    """The option goes before the environment, and both before what the application says."""
    if variable is not None:
        monkeypatch.setenv("PEGBOARD_DEBUG", variable)
    _write_app(folder, "app.debug = True")
    program = _program(folder)
    program.is_debug = option

    assert program.load_app().debug is is_debug


def test_the_application_knows_debug_mode_while_it_is_imported(folder: Path) -> None:
    """Debug mode is in the environment before the application is imported."""
    _write_app(folder, "seen = app.debug")
    program = _program(folder)
    program.is_debug = True

    assert program.load_app().debug
    assert os.environ["PEGBOARD_DEBUG"] == "1"
    assert __import__("app").seen is True


def test_running_while_imported_does_nothing(folder: Path) -> None:
    """A module that ends in app.run() can be worked on by commands."""
    _write_app(folder, "app.run()")

    assert _program(folder).load_app().name == "app"


def test_the_kernel_brings_commands(folder: Path) -> None:
    """Without an application the commands of the kernel are there."""
    names = {command.name for command in _program(folder).commands(with_app=False)}

    assert {("plugins",), ("routes",), ("shell",)} <= names


def test_the_application_brings_commands(folder: Path) -> None:
    """The application's commands are there once it is loaded, and win a clash of names."""
    _write_app(folder, "@app.cli.command()\ndef routes():\n    return 9")
    program = _program(folder)

    (command,) = [each for each in program.commands() if each.name == ("routes",)]

    assert command.origin == ""
    assert program.invoke(command, {}) == 9


def test_plugins_bring_commands_without_an_application(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed plugin's commands are there, and run, without any application."""
    _installed(folder, monkeypatch)
    program = _program(folder)

    (command,) = [each for each in program.commands(with_app=False) if each.name == ("greet",)]

    assert command.origin == "greeting:plugin"
    assert program.invoke(command, {}) == 0


def test_the_applications_own_plugins_bring_commands(folder: Path) -> None:
    """Once the application is loaded, its plugins count, with those that it brings itself."""

    class Own:
        @hookimpl
        def commands(self) -> list[Command]:
            return [Command(("own",), print)]

    program = _with(Pegboard("site", plugins={"app:own": Own()}), folder)

    assert ("own",) in {command.name for command in program.commands()}


def test_a_broken_application_is_a_complaint(folder: Path) -> None:
    """An application that cannot be imported leaves the other commands, and one complaint."""
    _write_app(folder, "1 / 0")
    program = _program(folder)

    names = {command.name for command in program.commands()}

    assert ("plugins",) in names
    assert program.complaints == (
        "The application cannot be loaded: ZeroDivisionError: division by zero (app.py, line 3)",
    )


def test_a_missing_application_is_a_complaint(folder: Path) -> None:
    """Without an application there is one complaint, with the cure, however often one asks."""
    program = _program(folder)
    program.commands()
    program.commands()

    (complaint,) = program.complaints

    assert complaint.startswith("No application was found")


def test_a_broken_plugin_is_a_complaint(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that cannot be loaded hides nobody else's commands."""
    site = _installed(folder, monkeypatch)
    site.additive("broken:plugin")
    program = _program(folder)

    names = {command.name for command in program.commands(with_app=False)}

    assert ("greet",) in names
    assert "The plugin broken 1.0 (broken:plugin) cannot be loaded" in program.complaints[0]


def test_a_command_runs_in_the_context_of_the_application(folder: Path) -> None:
    """A command that needs the application has it current, started, and as a parameter."""
    app = Pegboard("site")
    started: list[object] = []

    def work(app: Pegboard, program: Program, word: str) -> int:
        started.append((current_app.name, app.name, program.name, word))
        return 4

    code = _with(app, folder).invoke(Command(("work",), work), {"word": "x"})

    assert started == [("site", "site", "pegboard", "x")]
    assert code == 4


def test_a_current_application_stays_so(folder: Path) -> None:
    """Where the application is current already, a command works in the same context."""
    app = Pegboard("site")
    seen: list[str] = []

    with app.app_context():
        g.word = "kept"
        _with(app, folder).invoke(Command(("work",), lambda: seen.append(g.word)), {})

    assert seen == ["kept"]


def test_another_application_does_not_count(folder: Path) -> None:
    """Where another application is current, a command has a context of its own."""
    seen: list[str] = []
    work = Command(("work",), lambda: seen.append(current_app.name))

    with Pegboard("other").app_context():
        _with(Pegboard("site"), folder).invoke(work, {})

    assert seen == ["site"]


def test_the_presentation_gets_the_words(folder: Path) -> None:
    """What fills the slot gets the program and the words; its answer is the exit code."""
    presents = Presents()
    program = _with(Pegboard("site", plugins={"cli": presents}), folder)
    program.load_app()

    assert program.run(["one", "--two"]) == 7
    assert presents.given == ["one", "--two"]


def test_without_presentation_the_cure_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a provider the program names the slot, why it is empty, and the cure."""
    monkeypatch.setenv("PEGBOARD_PLUGINS", "cli=off")

    with pytest.raises(SlotEmptyError, match="'cli' is switched off in the environment"):
        _program(folder).run([])


def test_a_broken_presentation_is_the_reason(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that cannot be loaded is the error, and not the empty slot."""
    monkeypatch.setenv("PEGBOARD_PLUGINS", "cli=broken:plugin")
    _installed(folder, monkeypatch).provider("cli", "broken:plugin")

    with pytest.raises(PluginLoadError, match=r"broken 1\.0 .* cannot be loaded"):
        _program(folder).run([])


def test_without_a_server_the_command_says_why(folder: Path) -> None:
    """Where no plugin serves, ``run`` is listed all the same, and says how to get one."""
    program = _with(Pegboard("site", plugins={"server": False}), folder)
    program.load_app()

    (command,) = [each for each in program.commands() if each.name == ("run",)]

    with pytest.raises(SlotEmptyError, match="No plugin serves HTTP"):
        program.invoke(command, {"rest": ()})


def test_an_environment_file_is_read(folder: Path) -> None:
    """The presentation reads files with variables through the program."""
    program: Any = _program(folder)

    with pytest.raises(CommandError, match="no file"):
        program.read_env_file(folder / "missing")


def test_a_given_application_is_named() -> None:
    """An application that was not imported is described by its repr."""
    assert _with(Pegboard("site"), Path()).find_app() == "<Pegboard 'site'>"


@pytest.mark.parametrize("is_there", [True, False])
def test_an_application_that_was_made_is_in_no_module(*, is_there: bool) -> None:
    """A program that makes its application itself cannot say which files it has."""
    source = GivenApp(make_app()) if is_there else MadeApp(make_app)
    program = PegboardProgram(source, Path.cwd())

    with pytest.raises(AppNotFoundError, match=r"makes its application itself.*pegboard build"):
        program.locate_app()
