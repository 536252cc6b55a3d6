"""Both runs of a suite, side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.flask_suites.projects import Project
from tests.flask_suites.running import Outcome, run_suite

__all__ = ["Comparison", "compared"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the two runs of a suite came to.

    :param lost: tests that passed on Flask and did not here, twice, and for no stated reason.
    """

    project: Project
    on_flask: Outcome
    here: Outcome
    lost: tuple[str, ...]

    @property
    def kept(self) -> int:
        """How many of the tests that pass on Flask pass here."""
        return len(self.on_flask.passed) - len(self.lost) - len(self.different)

    @property
    def different(self) -> tuple[str, ...]:
        """Tests that pass on Flask and do not here on purpose."""
        missing = self.on_flask.passed - self.here.passed
        return tuple(sorted(name for name in missing if _reason(self.project, name)))


def compared(project: Project, archive: Path) -> Comparison:
    """Run a suite on both frameworks at the same time; what is lost, once more by itself.

    :param archive: the project's source distribution.
    """
    with ThreadPoolExecutor(2) as pool:
        on_flask = pool.submit(run_suite, project, archive, is_pegboard=False)
        here = pool.submit(run_suite, project, archive, is_pegboard=True)
        first, second = on_flask.result(), here.result()
    lost = _lost(project, first, second)
    if lost:
        only = sorted({name.rpartition("::")[2].partition("[")[0] for name in lost})
        once_more = run_suite(project, archive, is_pegboard=True, only=only)
        lost = _lost(project, first, second, once_more)
    return Comparison(project, first, second, tuple(sorted(lost)))


def _lost(project: Project, on_flask: Outcome, *here: Outcome) -> set[str]:
    passed = frozenset[str]().union(*(each.passed for each in here))
    return {name for name in on_flask.passed - passed if not _reason(project, name)}


def _reason(project: Project, name: str) -> str | None:
    found = (reason for part, reason in project.differs.items() if part in name)
    return next(found, None)
