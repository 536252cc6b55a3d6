"""The way into a command line, from the words of the process to its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pegboard.commandline.env_files import read_env_files
from pegboard.commandline.failures import print_failure
from pegboard.commandline.program import PegboardProgram
from pegboard.commandline.sources import MadeApp, ProgramApp
from pegboard_hookspecs.errors import PegboardError

__all__ = ["enter_program", "run_commands"]

_INTERRUPTED = 130
_SAFE_MODE = "--no-plugins"


def run_commands(
    create_app: Callable[[], ProgramApp],
    arguments: Sequence[str] | None = None,
    *,
    name: str | None = None,
    sets_debug: bool = True,
    reads_env_files: bool = True,
) -> int:
    """Run a command line of one's own, as in a script ``manage.py``, and give the exit code.

    It has the commands of ``pegboard``, of plugins and of the application.

    :param create_app: makes the application; called when a command, or the help, needs it.
    :param arguments: the words behind the program's name; those of the process when left out.
    :param name: what the help calls the program; the script's file name when left out.
    :param sets_debug: ``--debug`` and ``PEGBOARD_DEBUG`` set the application's debug mode.
    :param reads_env_files: read ``.pegboardenv`` and ``.env`` first.
    """
    program = PegboardProgram(
        MadeApp(create_app),
        Path.cwd(),
        name=name or Path(sys.argv[0]).name,
        sets_debug=sets_debug,
    )
    return enter_program(program, arguments, reads_env_files=reads_env_files)


def enter_program(
    program: PegboardProgram,
    arguments: Sequence[str] | None = None,
    *,
    reads_env_files: bool = True,
) -> int:
    """Run a program and give its exit code; whatever it raises is printed.

    :param arguments: the words behind the program's name; those of the process when left out.
    :param reads_env_files: read ``.pegboardenv`` and ``.env`` first.
    """
    words = _without_plugins(sys.argv[1:] if arguments is None else arguments)
    try:
        if reads_env_files:
            read_env_files()
        return program.run(words)
    except PegboardError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the user's own, shown without the framework's frames
        print_failure(error)
        return 1


def _without_plugins(words: Sequence[str]) -> Sequence[str]:
    """Take ``--no-plugins`` from the front of a command line: it is heeded before any plugin is.

    The program's other options are read by a plugin, and that may be the one that is broken.
    """
    if not words or words[0] != _SAFE_MODE:
        return words
    os.environ["PEGBOARD_NO_PLUGINS"] = "1"
    return words[1:]
