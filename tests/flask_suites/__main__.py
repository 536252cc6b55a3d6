"""Run the suites, and print their table."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.flask_suites.comparing import Comparison, compared
from tests.flask_suites.fetching import NoSourcesError, fetched
from tests.flask_suites.projects import PROJECTS, Project
from tests.flask_suites.running import has_switch
from tests.flask_suites.table import row_of, table

_INTRODUCTION = """# Suites of Flask's extensions

Flask's own test suite and those of its extensions, from their source distributions, run on Flask
and on pegboard-flask in one environment: `tox run -e flask-suites`. A test counts that passes on
Flask there; those that need a server fail on both.

"""


def main() -> None:
    """Read the command line, run, print, and exit with 1 where a test was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.flask_suites")
    parser.add_argument("names", nargs="*", metavar="NAME", help="suites; none means all")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page")
    parser.add_argument("--check", type=Path, metavar="FILE", help="look for them on a page")
    parser.add_argument("--sources", type=Path, default=_cache(), help="where sources are kept")
    options = parser.parse_args()
    unknown = set(options.names) - PROJECTS.keys()
    if unknown:
        parser.error(f"no suite {min(unknown)!r}; there are: {', '.join(PROJECTS)}")
    if not has_switch():
        parser.error("the switch PEGBOARD_AS_FLASK=1 does nothing: install ./plugins/flask here")
    chosen = [PROJECTS[name] for name in options.names or PROJECTS]
    comparisons = _all_compared(chosen, options.sources)
    page = _INTRODUCTION + table(comparisons)
    print(table(comparisons))
    if options.write is not None:
        options.write.write_text(page, encoding="utf-8")
    is_same = options.check is None or _has_all(options.check, comparisons)
    if not is_same:
        print(f"{options.check} has other suites. Write it: python -m tests.flask_suites --write")
    sys.exit(0 if is_same and all(_is_well(each) for each in comparisons) else 1)


def _all_compared(projects: Sequence[Project], sources: Path) -> list[Comparison]:
    # The next sources come while a suite runs.
    with ThreadPoolExecutor(1) as pool:
        archives = [pool.submit(fetched, project, sources) for project in projects]
        comparisons: list[Comparison] = []
        for project, archive in zip(projects, archives, strict=True):
            try:
                found = archive.result()
            except NoSourcesError as error:
                print(f"SKIPPED: {error}", file=sys.stderr, flush=True)
            else:
                comparisons.append(_told(compared(project, found)))
    return comparisons


def _is_well(comparison: Comparison) -> bool:
    return bool(comparison.on_flask.passed) and not comparison.lost


def _has_all(page: Path, comparisons: Sequence[Comparison]) -> bool:
    """Say whether a page has the suites that were run; how many tests run differs by machine."""
    text = page.read_text(encoding="utf-8")
    return all(f"| {row_of(each)} |" in text for each in comparisons)


def _told(comparison: Comparison) -> Comparison:
    name, passed = comparison.project.name, len(comparison.on_flask.passed)
    seconds = max(comparison.on_flask.seconds, comparison.here.seconds)
    print(f"{name}: {comparison.kept} of {passed} in {seconds:.0f} s", file=sys.stderr, flush=True)
    if comparison.lost:
        print(comparison.here.printed[-5000:], *comparison.lost, sep="\nlost: ", file=sys.stderr)
    if not passed:
        print(comparison.on_flask.printed[-3000:], file=sys.stderr)
        print(f"No test of {name} passes on Flask: is something missing?", file=sys.stderr)
    return comparison


def _cache() -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "pegboard-flask-suites"


if __name__ == "__main__":
    main()
