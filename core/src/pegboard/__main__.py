"""The command ``pegboard``, and ``python -m pegboard``: hands over to the slot ``cli``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pegboard.app import Pegboard
from pegboard.commandline import ImportedApp, PegboardProgram, print_failure
from pegboard.commandline.env_files import read_default_env_file, read_env_file
from pegboard_hookspecs.errors import PegboardError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code.

    :param arguments: the words behind the program's name; those of the process when left out.
    """
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _run(words)
    except PegboardError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the user's own, shown without the framework's frames
        print_failure(error)
        return 1


def _run(words: Sequence[str]) -> int:
    folder = Path.cwd()
    named = os.environ.get("PEGBOARD_ENV_FILE")
    if named:
        read_env_file(Path(named))
    advice = read_default_env_file(folder)
    if advice is not None:
        print(advice, file=sys.stderr)
    return PegboardProgram(ImportedApp(Pegboard, folder), folder).run(words)


if __name__ == "__main__":
    sys.exit(main())
