"""``app.test_cli_runner()``: runs commands in a test as the command line would."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from pegboard.commandline import GivenApp, PegboardProgram, ProgramApp

__all__ = ["CLIRunner", "Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a command.

    :param exit_code: what the process would have ended with.
    :param stdout: what it printed to standard output.
    :param stderr: what it printed to standard error.
    :param exception: what it raised, or None.
    """

    exit_code: int
    stdout: str
    stderr: str
    exception: BaseException | None = None

    @property
    def output(self) -> str:
        """What it printed to standard output."""
        return self.stdout


class CLIRunner:
    """Runs commands of one application, without a process of their own."""

    def __init__(self, app: ProgramApp) -> None:
        self._app = app

    def invoke(
        self,
        args: str | Sequence[str] = (),
        *,
        input: str = "",  # noqa: A002 - the word that users know it by
        env: Mapping[str, str | None] | None = None,
        catch_exceptions: bool = True,
    ) -> Result:
        """Run a command line.

        :param args: its words; a string is taken apart as a shell would.
        :param input: what the command reads from standard input.
        :param env: environment variables to set, or with None to remove, meanwhile.
        :param catch_exceptions: keep what the command raises in the result; else it passes.
        """
        words = shlex.split(args) if isinstance(args, str) else list(args)
        out, err = io.StringIO(), io.StringIO()
        failure: BaseException | None = None
        with ExitStack() as stack:
            stack.enter_context(_environment(env or {}))
            stack.enter_context(_input(input))
            stack.enter_context(redirect_stdout(out))
            stack.enter_context(redirect_stderr(err))
            try:
                code = self._run(words)
            except SystemExit as error:
                code = _code(error)
            except Exception as error:
                if not catch_exceptions:
                    raise
                code, failure = 1, error
        return Result(code, out.getvalue(), err.getvalue(), failure)

    def _run(self, words: Sequence[str]) -> int:
        program = PegboardProgram(GivenApp(self._app), Path.cwd())
        program.load_app()
        return program.run(words)


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


@contextmanager
def _input(text: str) -> Generator[None, None, None]:
    before = sys.stdin
    sys.stdin = io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before
