"""Managers for tests: with given specifications and plugins, compiled or not."""

from __future__ import annotations

import pytest

from pegboard.plugins.compiler import Switchboard
from pegboard.plugins.manager import HookManager

__all__ = ["Eager", "EagerBoard", "Uncompiled", "either", "ignore", "managed"]


class Uncompiled(HookManager):
    """Calls every hook through pluggy's own loop."""

    def _override(self) -> str:
        return "a test compares it"


class EagerBoard(Switchboard):
    """Puts compiled functions behind pluggy's relay at once, not from the second call on."""

    def _refresh(self) -> None:
        super()._refresh()
        for name in list(self._unseen):
            self.hasten(name)


class Eager(HookManager):
    """Has a switchboard that compiles at once."""

    board: type[Switchboard] = EagerBoard

    def __init__(self, project_name: str) -> None:
        super().__init__(project_name)
        self._board.__class__ = self.board


#: For rules that hold whether or not hooks are compiled.
either = pytest.mark.parametrize("kind", [HookManager, Uncompiled], ids=["compiled", "uncompiled"])


def managed(specs: type, *plugins: object, kind: type[HookManager] = HookManager) -> HookManager:
    """Make a manager with plugins named after their classes; the first is called first."""
    manager = kind()
    manager.add_hookspecs(specs)
    for plugin in reversed(plugins):
        manager.register(plugin, type(plugin).__name__.lower())
    return manager


def ignore(*_: object) -> None:
    """Be a monitor that has nothing to do."""
