"""Where a program gets its application: from a module, or from whoever made it."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from pegboard.commandline.choosing_app import choose_app
from pegboard.commandline.finding_app import find_app, import_found
from pegboard.config import Config
from pegboard.places import place_of_function
from pegboard.plugins import PluginSet
from pegboard.registration import CommandGroup

__all__ = ["AppSource", "GivenApp", "ImportedApp", "MadeApp", "ProgramApp"]

#: Set while an application is imported: ``app.run()`` at the end of its module is then no
#: request to serve.
_IMPORTING = "PEGBOARD_RUN_FROM_CLI"


class ProgramApp(Protocol):
    """What a program asks of an application beyond the contract."""

    config: Config
    cli: CommandGroup
    plugins: PluginSet
    root_path: str

    def app_context(self) -> AbstractContextManager[object]:
        """Make the application current."""
        ...

    def start(self) -> None:
        """End set-up; does nothing the second time."""
        ...


class AppSource(Protocol):
    """Where a program gets its application."""

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
        return str(find_app(reference, self._folder))

    def load(self, reference: str | None) -> ProgramApp:
        """Find and import it; call its factory."""
        found = find_app(reference, self._folder)
        with _importing():
            return choose_app(import_found(found), found.reference, self._kind)


class GivenApp:
    """An application that is there already, as in a test."""

    def __init__(self, app: ProgramApp) -> None:
        self._app = app

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

    def find(self, reference: str | None) -> str:  # noqa: ARG002 - there is nothing to choose
        """Say where it is made."""
        return place_of_function(self._create_app)

    def load(self, reference: str | None) -> ProgramApp:  # noqa: ARG002 - nor here
        """Make it."""
        with _importing():
            return self._create_app()


@contextmanager
def _importing() -> Generator[None, None, None]:
    os.environ[_IMPORTING] = "1"
    try:
        yield
    finally:
        del os.environ[_IMPORTING]
