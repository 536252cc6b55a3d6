"""What a build costs at its start: modules, and time."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pegboard.archives.processes import run_alone
from pegboard_hookspecs.errors import CommandError

__all__ = ["Measurement", "measure"]

_START = """\
import sys

sys.path.insert(0, sys.argv[1])

import pegboard_archive

pegboard_archive.application.start()
print(len(sys.modules))
"""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What the start of an application takes.

    :param modules: how many are imported, the standard library's included.
    :param start_ms: from the start of Python until a request could be taken, in milliseconds: the
        median of several starts.
    """

    modules: int
    start_ms: float


def measure(folders: Sequence[Path], starts: int = 7) -> list[Measurement]:
    """Start the applications of unpacked builds in turn, each several times.

    What is installed on this machine does not count, for Python runs without it.

    :raises CommandError: an application does not start.
    """
    modules = [_start(folder)[0] for folder in folders]
    times = [[_start(folder)[1] for folder in folders] for _ in range(starts)]
    return [
        Measurement(count, statistics.median(several))
        for count, several in zip(modules, zip(*times, strict=True), strict=True)
    ]


def _start(folder: Path) -> tuple[int, float]:
    begin = perf_counter()
    done = run_alone(_START, str(folder))
    passed = (perf_counter() - begin) * 1000
    if done.returncode:
        lines = "\n".join(f"    {line}" for line in done.stderr.strip().splitlines())
        raise CommandError(
            f"The application does not start with these parts alone, and nothing was written:"
            f"\n\n{lines}\n\nAdd what it needs by --slots, --plugins or --add."
        )
    return int(done.stdout.split()[-1]), passed
