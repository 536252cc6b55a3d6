"""Who brings commands, and who wins a clash of names."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pegboard.commandline.command_list import CommandList
from pegboard.plugins.manager import HookManager
from pegboard_hookspecs import Command, Lifecycle, hookimpl

Answers = list[list[Command]]


def _command(name: str, **options: Any) -> Command:
    return Command((name,), lambda: None, **options)


class Brings:
    """A plugin that brings commands of some names."""

    def __init__(self, *names: str) -> None:
        self.names = names

    @hookimpl
    def commands(self) -> list[Command]:
        return [_command(name) for name in self.names]


class BringsNothing:
    @hookimpl
    def commands(self) -> None: ...


class Fails:
    @hookimpl
    def commands(self) -> list[Command]:
        raise ValueError("mine")


class Adds:
    """Wraps the others, and adds a command to what they bring."""

    @hookimpl(wrapper=True)
    def commands(self) -> Generator[None, Answers, Answers]:
        answers = yield
        return [*answers, [_command("added")]]


def _gather(**plugins: object) -> tuple[CommandList, list[Exception]]:
    manager = HookManager()
    manager.add_hookspecs(Lifecycle)
    for name, plugin in plugins.items():
        manager.register(plugin, name)
    failures: list[Exception] = []
    found = CommandList(failures.append)
    found.add_plugins(manager)
    return found, failures


def _origins(found: CommandList) -> dict[str, str]:
    return {" ".join(command.name): command.origin for command in found.commands()}


def test_commands_know_their_plugin() -> None:
    """Each command names the plugin that brought it, and they are sorted by their words."""
    found, _ = _gather(one=Brings("b", "a"), two=Brings("c"), three=BringsNothing())

    assert list(_origins(found).items()) == [("a", "one"), ("b", "one"), ("c", "two")]


def test_of_two_plugins_the_first_stands() -> None:
    """The plugin that is called first wins a clash; pluggy calls the last one first."""
    found, _ = _gather(last=Brings("a"), first=Brings("a"))

    assert _origins(found) == {"a": "first"}


def test_a_plugin_that_fails_hides_its_own_commands_only() -> None:
    """An exception of one plugin is reported with its name, and the others' commands stay."""
    found, (failure,) = _gather(one=Brings("a"), bad=Fails(), two=Brings("b"))

    assert _origins(found) == {"a": "one", "b": "two"}
    assert "The plugin bad brings no commands" in str(failure)
    assert "ValueError: mine" in str(failure)


def test_a_wrapper_sees_the_commands() -> None:
    """A wrapper around the hook may add commands."""
    found, failures = _gather(one=Brings("a"), two=Adds())

    assert _origins(found) == {"a": "one", "added": "one"}
    assert failures == []


def test_what_is_no_command_is_reported() -> None:
    """A plugin that answers with something else than commands is a plugin that fails."""

    class Odd:
        @hookimpl
        def commands(self) -> list[str]:
            return ["text"]

    _, (failure,) = _gather(odd=Odd())

    assert "The plugin odd brings no commands" in str(failure)


def test_the_application_goes_before_commands_that_need_it() -> None:
    """The application wins a clash of names with a plugin."""
    found, failures = _gather(one=Brings("a"))
    found.add_app([_command("a"), _command("b")])

    assert _origins(found) == {"a": "", "b": ""}
    assert failures == []


def test_a_command_that_needs_no_application_stays() -> None:
    """A command that runs without an application is not replaced, for that would load it."""
    found, failures = _gather()
    found.add([_command("run", needs_app=False, origin="server")])

    found.add_app([_command("run")])

    assert _origins(found) == {"run": "server"}
    assert "'run' is hidden by that of server" in str(failures[0])
