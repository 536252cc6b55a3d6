"""Where a program gets its application: from a module, or from whoever made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from pegboard.config import Config
from pegboard.locating import Found, find_app, importing, load_found
from pegboard.places import place_of_function
from pegboard.plugins import PluginSet
from pegboard_hookspecs import Command
from pegboard_hookspecs.errors import AppNotFoundError

__all__ = ["AppSource", "GivenApp", "ImportedApp", "MadeApp", "ProgramApp"]


class ProgramApp(Protocol):
    """What a program asks of an application beyond the contract."""

    config: Config
    plugins: PluginSet
    root_path: str

    def own_commands(self) -> Sequence[Command]:
        """Give the commands that it declares."""
        ...

    def app_context(self) -> AbstractContextManager[object]:
        """Make the application current."""
        ...

    def start(self) -> None:
        """End set-up; does nothing the second time."""
        ...


class AppSource(Protocol):
    """Where a program gets its application."""

    def locate(self, reference: str | None) -> Found:
        """Find the module that it is in, without importing it.

        :raises AppNotFoundError: it is in none.
        """
        ...

    def find(self, reference: str | None) -> str:
        """Say where it is, without importing it."""
        ...

    def load(self, reference: str | None) -> ProgramApp:
        """Find and import it."""
        ...


class ImportedApp:
    """An application that is found in a module.

    :param kind: the class that applications are instances of.
    :param folder: where to search, and where paths start.
    """

    def __init__(self, kind: type[ProgramApp], folder: Path) -> None:
        self._kind = kind
        self._folder = folder

    def find(self, reference: str | None) -> str:
        """Say where it is, without importing it."""
        return str(self.locate(reference))

    def locate(self, reference: str | None) -> Found:
        """Find it, without importing it."""
        return find_app(reference, self._folder)

    def load(self, reference: str | None) -> ProgramApp:
        """Find and import it; call its factory."""
        return load_found(self.locate(reference), self._kind)


class GivenApp:
    """An application that is there already, as in a test."""

    def __init__(self, app: ProgramApp) -> None:
        self._app = app

    def locate(self, reference: str | None) -> Found:
        """Refuse: it may have been made anywhere."""
        raise _made_here(reference)

    def find(self, reference: str | None) -> str:  # noqa: ARG002 - there is nothing to choose
        """Say what it is."""
        return repr(self._app)

    def load(self, reference: str | None) -> ProgramApp:  # noqa: ARG002 - nor here
        """Give it."""
        return self._app


class MadeApp:
    """An application that a function makes, as in a script of one's own."""

    def __init__(self, create_app: Callable[[], ProgramApp]) -> None:
        self._create_app = create_app

    def locate(self, reference: str | None) -> Found:
        """Refuse: it is made when it is needed."""
        raise _made_here(reference)

    def find(self, reference: str | None) -> str:  # noqa: ARG002 - there is nothing to choose
        """Say where it is made."""
        return place_of_function(self._create_app)

    def load(self, reference: str | None) -> ProgramApp:  # noqa: ARG002 - nor here
        """Make it."""
        with importing():
            return self._create_app()


def _made_here(reference: str | None) -> AppNotFoundError:
    return AppNotFoundError(
        f"This program makes its application itself, and looks for none in a module (asked for: "
        f"{reference!r}). Run: pegboard, with the name of a module, as in: pegboard build hello"
    )
