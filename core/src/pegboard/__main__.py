"""The command ``pegboard``, and ``python -m pegboard``: hands over to the slot ``cli``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pegboard.app import Pegboard
from pegboard.commandline import ImportedApp, PegboardProgram, enter_program

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code.

    :param arguments: the words behind the program's name; those of the process when left out.
    """
    folder = Path.cwd()
    return enter_program(PegboardProgram(ImportedApp(Pegboard, folder), folder), arguments)


if __name__ == "__main__":
    sys.exit(main())
