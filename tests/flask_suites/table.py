"""The table of all suites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version

from tests.flask_suites.comparing import Comparison

__all__ = ["table"]


def table(comparisons: Iterable[Comparison]) -> str:
    """Write a page with the table, and below it what differs on purpose."""
    return "\n".join(_lines(tuple(comparisons))) + "\n"


def _lines(comparisons: tuple[Comparison, ...]) -> Iterator[str]:
    yield "| suite | version | pass on Flask | of these pass here |"
    yield "| --- | --- | --- | --- |"
    for each in comparisons:
        name = each.project.name
        yield f"| {name} | {version(name)} | {len(each.on_flask.passed)} | {each.kept} |"
    for each in comparisons:
        if each.project.differs:
            yield ""
            yield f"What differs on purpose, of {each.project.name}'s own tests:"
            yield ""
            yield from (f"- `{part}`: {why}" for part, why in each.project.differs.items())
