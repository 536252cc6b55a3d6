"""All commands of one run: who brings them, and who wins a clash of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from pegboard.plugins import HookManager
from pegboard_hookspecs import Command
from pegboard_hookspecs.errors import PluginError

__all__ = ["CommandList"]

_HOOK = "commands"


class CommandList:
    """Gathers commands; of two with the same words the first stands.

    :param complain: told of what cannot be gathered, which is left out.
    """

    def __init__(self, complain: Callable[[Exception], None]) -> None:
        self._complain = complain
        self._found: dict[tuple[str, ...], Command] = {}

    def commands(self) -> Sequence[Command]:
        """Give the commands, sorted by their words."""
        return tuple(sorted(self._found.values(), key=lambda command: command.name))

    def add(self, commands: Iterable[Command]) -> None:
        """Add commands; those that are there already stay."""
        for command in commands:
            self._found.setdefault(command.name, command)

    def add_plugins(self, manager: HookManager) -> None:
        """Add the commands of plugins, in the order of their calls.

        Each plugin is asked by itself: one that fails hides its own commands only.
        """
        implementations = manager.hook.commands.get_hookimpls()
        asked = [impl for impl in implementations if not impl.wrapper and not impl.hookwrapper]
        # pluggy keeps them in the order of their registration, and calls the last one first.
        for impl in reversed(asked):
            others = [other.plugin for other in asked if other is not impl]
            caller = manager.subset_hook_caller(_HOOK, remove_plugins=others)
            try:
                for answer in caller():
                    self.add(_named(impl.plugin_name, answer))
            except Exception as error:  # noqa: BLE001 - whatever a stranger's plugin raises
                self._complain(_failure(impl.plugin_name, error))

    def add_app(self, commands: Iterable[Command]) -> None:
        """Add the commands of the application, which go before those that need it."""
        for command in commands:
            other = self._found.get(command.name)
            if other is None or other.needs_app:
                self._found[command.name] = command
            else:
                self._complain(_hidden(command, other))


def _named(plugin: str, answer: Any) -> Iterable[Command]:
    for command in answer:
        yield command if command.origin else replace(command, origin=plugin)


def _failure(plugin: str, error: Exception) -> PluginError:
    return PluginError(
        f"The plugin {plugin} brings no commands: its hook {_HOOK!r} raised "
        f"{type(error).__name__}: {error}. Mend or update the plugin.",
        plugin=plugin,
    )


def _hidden(command: Command, other: Command) -> PluginError:
    name = " ".join(command.name)
    return PluginError(
        f"The application's command {name!r} is hidden by that of {other.origin}, which runs "
        "without loading an application. Give it another name.",
        plugin=other.origin,
    )
