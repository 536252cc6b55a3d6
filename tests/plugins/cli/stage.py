"""A program for the command line to present, without a kernel."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pegboard_cli import ClickCommands
from pegboard_hookspecs import Command
from pegboard_hookspecs.errors import AppNotFoundError

__all__ = ["Stage", "command"]


def command(words: str, function: Callable[..., object] | None = None, **options: Any) -> Command:
    """Make a command."""
    return Command(tuple(words.split()), function or (lambda: None), **options)


@dataclass
class Stage:
    """A program: commands that are there at once, and those that the application brings.

    :param early: commands that are there without the application.
    :param late: commands that come with it.
    :param trouble: what loading the application raises.
    """

    early: Sequence[Command] = ()
    late: Sequence[Command] = ()
    trouble: Exception | None = None
    name: str = "pegboard"
    version: str = "Pegboard 9.9"
    app_reference: str | None = None
    is_debug: bool | None = None
    complaints: Sequence[str] = ()
    loads: int = 0
    is_current: bool = False
    env_files: list[Path] = field(default_factory=list[Path])
    invoked: list[tuple[str, Mapping[str, Any]]] = field(
        default_factory=list[tuple[str, Mapping[str, Any]]]
    )

    def read_env_file(self, path: Path) -> None:
        """Remember the file."""
        self.env_files.append(path)

    def find_app(self) -> str:
        """Nobody asks for it here."""
        raise AssertionError

    def load_app(self) -> Any:
        """Count how often it is asked for."""
        self.loads += 1
        if self.trouble is not None:
            raise self.trouble
        return self

    @contextmanager
    def app_context(self) -> Generator[None]:
        """Be current for a while."""
        self.load_app()
        self.is_current = True
        yield
        self.is_current = False

    def commands(self, *, with_app: bool = True) -> Sequence[Command]:
        """Give the commands; the application's only when it can be loaded."""
        if not with_app:
            return self.early
        try:
            self.load_app()
        except Exception as error:  # noqa: BLE001 - it is what the test made up
            self.complaints = [f"no app: {error}"]
            return self.early
        return [*self.early, *self.late]

    def invoke(self, command: Command, values: Mapping[str, Any]) -> int:
        """Remember the values, and call the function with them."""
        self.invoked.append((" ".join(command.name), values))
        result = command.function(**values)
        return result if isinstance(result, int) else 0

    def run(self, *words: str) -> int:
        """Present the program with a command line."""
        return ClickCommands().run_program(self, words)

    @classmethod
    def without_app(cls, *early: Command) -> Stage:
        """Make a program that finds no application."""
        return cls(early, trouble=AppNotFoundError("none here"))

    def values(self) -> Mapping[str, Any]:
        """Give the values of the one command that was invoked."""
        ((_, values),) = self.invoked
        return values

    def out(self, capsys: pytest.CaptureFixture[str], *words: str) -> str:
        """Present the program with a command line and give what it printed."""
        self.run(*words)
        return capsys.readouterr().out
