"""What commands that look at plugins ask of the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pegboard.plugins import PluginSet

__all__ = ["InspectedApp", "InspectedProgram"]


class InspectedApp(Protocol):
    """An application that can be looked at."""

    plugins: PluginSet
    root_path: str


class InspectedProgram(Protocol):
    """The program, with an application or without one.

    :param failures: what could not be loaded.
    """

    failures: list[Exception]

    @property
    def plugins(self) -> PluginSet:
        """The plugins on board: the application's, once there is one."""
        ...

    @property
    def complaints(self) -> Sequence[str]:
        """What went wrong, one sentence each."""
        ...

    def app_or_none(self) -> InspectedApp | None:
        """Give the application, or None after a complaint when it cannot be loaded."""
        ...
