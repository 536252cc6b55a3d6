"""A program for the suite of the slot ``cli``: it notes what it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from pegboard_hookspecs import Command
from pegboard_hookspecs.errors import AppNotFoundError

__all__ = ["SmallProgram", "command"]


class SmallProgram:
    """A program with commands of its own, and others that an application brings.

    :param early: commands that are there without the application.
    :param late: commands that come with it.
    :param is_lost: there is no application.
    """

    name = "pegboard"
    version = "Pegboard 9.9, as the suite has it"

    def __init__(
        self, early: Sequence[Command] = (), late: Sequence[Command] = (), *, is_lost: bool = False
    ) -> None:
        self.early = early
        self.late = late
        self.is_lost = is_lost
        self.app_reference: str | None = None
        self.is_debug: bool | None = None
        self.complaints: Sequence[str] = ()
        #: How often the application was loaded.
        self.loads = 0
        self.env_files: list[Path] = []
        #: The commands that were run, each with its values and what was known by then.
        self.runs: list[tuple[str, Mapping[str, Any], str | None]] = []

    def read_env_file(self, path: Path) -> None:
        """Note the file."""
        self.env_files.append(path)

    def find_app(self) -> str:
        """Say where the application is."""
        return "app (app.py)"

    def load_app(self) -> Any:
        """Note that it was asked for."""
        self.loads += 1
        if self.is_lost:
            raise AppNotFoundError("There is no application here.")
        return self

    def app_context(self) -> AbstractContextManager[object]:
        """Load the application."""
        self.load_app()
        return nullcontext()

    def commands(self, *, with_app: bool = True) -> Sequence[Command]:
        """Give the commands; those of the application where it can be loaded."""
        if not with_app:
            return self.early
        try:
            self.load_app()
        except AppNotFoundError as error:
            self.complaints = [str(error)]
            return self.early
        return [*self.early, *self.late]

    def invoke(self, command: Command, values: Mapping[str, Any]) -> int:
        """Note the values, and call the function with them."""
        self.runs.append((" ".join(command.name), values, self.app_reference))
        function: Callable[..., object] = command.function
        result = function(**values)
        return result if isinstance(result, int) else 0


def command(words: str, function: Callable[..., object] | None = None, **options: Any) -> Command:
    """Make a command of some words, which does nothing if it is not told what."""
    return Command(tuple(words.split()), function or _nothing, **options)


def _nothing() -> None: ...
