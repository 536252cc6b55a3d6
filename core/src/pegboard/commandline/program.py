"""The program ``pegboard``: everything about a command line but its presentation."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from pegboard.commandline.calling import call_command
from pegboard.commandline.command_list import CommandList
from pegboard.commandline.env_files import read_env_file
from pegboard.commandline.failures import describe_failure
from pegboard.commandline.sources import AppSource, ProgramApp
from pegboard.commands import KERNEL_COMMANDS
from pegboard.config import is_on
from pegboard.context import current_or_none
from pegboard.locating import Found
from pegboard.plugins import PluginSet
from pegboard_hookspecs import CONTRACT_VERSION, Command
from pegboard_hookspecs.errors import PegboardError, PluginError

__all__ = ["PegboardProgram"]


class PegboardProgram:
    """The program as its presentation sees it: see :class:`pegboard_hookspecs.Program`.

    :param source: where the application comes from.
    :param folder: where the search for the project file starts.
    :param name: the word that started the program.
    :param sets_debug: ``--debug`` and ``PEGBOARD_DEBUG`` set the application's debug mode.
    """

    def __init__(
        self, source: AppSource, folder: Path, *, name: str = "pegboard", sets_debug: bool = True
    ) -> None:
        self.name = name
        self.app_reference: str | None = None
        self.is_debug: bool | None = None
        #: What could not be loaded or gathered, and was left out.
        self.failures: list[Exception] = []
        self._source = source
        self._folder = folder
        self._sets_debug = sets_debug
        self._app: ProgramApp | Exception | None = None
        self._plugins: PluginSet | None = None

    @property
    def version(self) -> str:
        """One line with the versions of Pegboard, of its contract and of Python."""
        # Takes long to import, and a locked start does without.
        from importlib_metadata import version  # noqa: PLC0415

        contract = ".".join(map(str, CONTRACT_VERSION))
        return (
            f"Pegboard {version('pegboard-core')} (contract {contract}), "
            f"Python {platform.python_version()}"
        )

    @property
    def complaints(self) -> Sequence[str]:
        """What went wrong while commands were gathered, one sentence each."""
        return tuple(dict.fromkeys(map(_sentence, self.failures)))

    @property
    def plugins(self) -> PluginSet:
        """The plugins on board: the application's, once there is one.

        Before that, what cannot be loaded is left out, and is one of the complaints.
        """
        if self._app is not None and not isinstance(self._app, Exception):
            return self._app.plugins
        if self._plugins is None:
            self._plugins = PluginSet(
                plugins=None,
                order=None,
                root_path=str(self._folder),
                built_in={},
                on_failure=self.failures.append,
            )
        return self._plugins

    def run(self, arguments: Sequence[str]) -> int:
        """Hand a command line over to what fills the slot ``cli``; give the exit code.

        :raises PegboardError: nobody fills it; the message says why, and the cure.
        """
        plugins = self.plugins
        if not plugins.has_slot("cli"):
            raise self._empty("cli")
        return int(plugins.calls.run_program(self, arguments))

    def read_env_file(self, path: Path) -> None:
        """Read environment variables from a file; variables that are set already stay."""
        read_env_file(path)

    def find_app(self) -> str:
        """Say where the application is, without importing it."""
        return self._source.find(self._reference)

    def locate_app(self) -> Found:
        """Find the module of the application, without importing it.

        :raises AppNotFoundError: there is none.
        """
        return self._source.locate(self._reference)

    def load_app(self) -> Any:
        """Give the application, imported the first time; a failure is raised each time."""
        if self._app is None:
            try:
                self._app = self._load()
            except Exception as error:  # noqa: BLE001 - it is raised below, now and later
                self._app = error
        if isinstance(self._app, Exception):
            raise self._app
        return self._app

    def commands(self, *, with_app: bool = True) -> Sequence[Command]:
        """Give all commands; see :meth:`pegboard_hookspecs.Program.commands`."""
        app = self.app_or_none() if with_app else None
        found = CommandList(self.failures.append)
        found.add_plugins(self.plugins.manager)
        found.add(KERNEL_COMMANDS)
        if app is not None:
            found.add_app(app.own_commands())
        if not self.plugins.has_slot("server"):
            found.add([self._without_server()])
        return found.commands()

    def invoke(self, command: Command, values: Mapping[str, Any]) -> int:
        """Run a command, in the context of the application where it needs one."""
        if not command.needs_app:
            return call_command(command, {**values, "program": self})
        with self.app_context():
            return call_command(command, {**values, "app": self.load_app(), "program": self})

    def app_context(self) -> AbstractContextManager[object]:
        """Give what makes the application current; see :meth:`pegboard_hookspecs.Program`."""
        app = self.load_app()
        app.start()
        context = current_or_none()
        is_current = context is not None and context.app is app
        return nullcontext() if is_current else app.app_context()

    def app_or_none(self) -> ProgramApp | None:
        """Give the application, or None after a complaint when it cannot be loaded."""
        try:
            app: ProgramApp = self.load_app()
        except Exception as error:  # noqa: BLE001 - whatever an application raises at import
            self.failures.append(error)
            return None
        return app

    @property
    def _reference(self) -> str | None:
        return self.app_reference or os.environ.get("PEGBOARD_APP")

    def _load(self) -> ProgramApp:
        if self.is_debug is not None:
            # The application reads it while it is imported.
            os.environ["PEGBOARD_DEBUG"] = str(int(self.is_debug))
        app = self._source.load(self._reference)
        debug = os.environ.get("PEGBOARD_DEBUG")
        if debug is not None and self._sets_debug:
            word = None if self.is_debug is None else f"--{'' if self.is_debug else 'no-'}debug"
            app.config.put("DEBUG", is_on(debug), word or "environment variable PEGBOARD_DEBUG")
        return app

    def _without_server(self) -> Command:
        """Give a command that stands for the missing one, and says why it is missing."""

        def run() -> None:
            raise self._empty("server")

        text = "Serve the application; no plugin does it now."
        return Command(("run",), run, text, needs_app=False, origin="pegboard", passes_rest=True)

    def _empty(self, slot: str) -> PegboardError:
        return self._failed_provider(slot) or self.plugins.empty(slot)

    def _failed_provider(self, slot: str) -> PluginError | None:
        identities = [each.identity for each in self.plugins.selection.decision(slot).winners]
        failures = [each for each in self.failures if isinstance(each, PluginError)]
        return next((failure for failure in failures if failure.plugin in identities), None)


def _sentence(failure: Exception) -> str:
    if isinstance(failure, PegboardError):
        return str(failure)
    return f"The application cannot be loaded: {describe_failure(failure)}"
