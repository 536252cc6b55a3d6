"""``app.test_cli_runner()``: runs commands in a test as the command line would."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pegboard.commandline import GivenApp, PegboardProgram, ProgramApp
from pegboard.testing.streams import capture
from pegboard_hookspecs import Command
from pegboard_hookspecs.errors import CommandError

__all__ = ["CLIRunner", "Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a command.

    :param exit_code: what the process would have ended with.
    :param stdout: what it printed to standard output.
    :param stderr: what it printed to standard error.
    :param exception: what it raised, or None.
    :param output: what it printed to either, in the order of a terminal.
    """

    exit_code: int
    stdout: str
    stderr: str
    exception: BaseException | None = None
    output: str = ""


class CLIRunner:
    """Runs commands of one application, without a process of their own."""

    def __init__(self, app: ProgramApp) -> None:
        self._app = app

    def invoke(
        self,
        cli: str | Sequence[str] | Command | Callable[..., object] | None = None,
        args: str | Sequence[str] = (),
        *,
        input: str = "",  # noqa: A002 - the word that users know it by
        env: Mapping[str, str | None] | None = None,
        catch_exceptions: bool = True,
    ) -> Result:
        """Run a command line.

        :param cli: a command of the application, or its function; or the first words.
        :param args: the words behind it; a string is taken apart as a shell would.
        :param input: what the command reads from standard input, passwords included.
        :param env: environment variables to set, or with None to remove, meanwhile.
        :param catch_exceptions: keep what the command raises in the result; else it passes.
        :raises CommandError: ``cli`` is a function, and none of the application's commands.
        """
        words = [*self._words(cli), *_split(args)]
        failure: BaseException | None = None
        with _environment(env or {}), capture(input) as streams:
            try:
                code = self._run(words)
            except SystemExit as error:
                code = _code(error)
            except Exception as error:
                if not catch_exceptions:
                    raise
                code, failure = 1, error
        return Result(code, streams.stdout, streams.stderr, failure, streams.output)

    def _words(
        self, cli: str | Sequence[str] | Command | Callable[..., object] | None
    ) -> Sequence[str]:
        if not isinstance(cli, Command) and not callable(cli):
            return _split(cli or ())
        for command in self._app.own_commands():
            if cli == command or cli is command.function:
                return command.name
        raise CommandError(
            f"{cli!r} is no command of the application. Write @app.cli.command above it, or add "
            "it by app.cli.add_command."
        )

    def _run(self, words: Sequence[str]) -> int:
        program = PegboardProgram(GivenApp(self._app), Path.cwd())
        program.load_app()
        return program.run(words)


def _split(words: str | Sequence[str]) -> Sequence[str]:
    return shlex.split(words) if isinstance(words, str) else words


def _code(error: SystemExit) -> int:
    if error.code is None or isinstance(error.code, int):
        return error.code or 0
    print(error.code, file=sys.stderr)
    return 1


@contextmanager
def _environment(changes: Mapping[str, str | None]) -> Generator[None, None, None]:
    before = {name: os.environ.get(name) for name in changes}
    _set_all(changes)
    try:
        yield
    finally:
        _set_all(before)


def _set_all(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
