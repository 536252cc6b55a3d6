"""The table of all suites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tests.flask_suites.comparing import Comparison

__all__ = ["row_of", "table"]


def table(comparisons: Iterable[Comparison]) -> str:
    """Write a page with the table, and below it what differs on purpose or is left out."""
    return "\n".join(_lines(tuple(comparisons))) + "\n"


def row_of(comparison: Comparison) -> str:
    """Write which suite it is: its name and version."""
    return f"{comparison.project.name} | {comparison.project.version}"


def _lines(comparisons: tuple[Comparison, ...]) -> Iterator[str]:
    yield "| suite | version | pass on Flask | of these pass here |"
    yield "| --- | --- | --- | --- |"
    for each in comparisons:
        yield f"| {row_of(each)} | {len(each.on_flask.passed)} | {each.kept} |"
    for each in comparisons:
        name = each.project.name
        yield from _reasons(
            f"What differs on purpose, of {name}'s own tests:", each.project.differs
        )
        yield from _reasons(f"Left out of {name}'s tests:", each.project.left_out)


def _reasons(title: str, reasons: Mapping[str, str]) -> Iterator[str]:
    if reasons:
        yield from ("", title, "")
        yield from (f"- `{part}`: {why}" for part, why in reasons.items())
