"""``pegboard check``."""

from __future__ import annotations

import json as stdlib_json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Protocol

from pegboard.commands.table import paragraph
from pegboard_hookspecs import Finding
from pegboard_hookspecs.finding import Level

__all__ = ["CheckedApp", "check"]

_INDENT = "    "
_LEVELS: tuple[Level, ...] = ("error", "warning", "info")


class CheckedApp(Protocol):
    """What a check asks of an application."""

    def check(self, *, deploy: bool = False) -> list[Finding]:
        """Tell what is wrong or risky."""
        ...


def check(
    app: CheckedApp,
    *,
    deploy: bool = False,
    fail_level: Level = "error",
    json: bool = False,
) -> int:
    """Tell what is wrong or risky about the application, and the cure.

    Ends with 1 when something is found that is as bad as ``--fail-level``.

    :param deploy: ask also what matters only where strangers reach the application.
    :param fail_level: how bad a finding must be to fail.
    :param json: print JSON.
    """
    found = sorted(app.check(deploy=deploy), key=lambda each: _LEVELS.index(each.level))
    if json:
        print(stdlib_json.dumps([asdict(each) for each in found], indent=2))
    else:
        print("\n\n".join([*map(_shown, found), _summary(found, deploy=deploy)]))
    failing = _LEVELS[: _LEVELS.index(fail_level) + 1]
    return int(any(each.level in failing for each in found))


def _shown(finding: Finding) -> str:
    return "\n".join(_lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    place = f" at {finding.place}" if finding.place else ""
    yield f"{finding.level}: {finding.id}{place}"
    yield paragraph(finding.message, _INDENT)
    if finding.cure:
        yield paragraph(finding.cure, _INDENT)


def _summary(found: Sequence[Finding], *, deploy: bool) -> str:
    hint = "" if deploy else " Before others can reach it, run: pegboard check --deploy"
    if not found:
        return paragraph(f"Nothing was found.{hint}")
    counts = Counter(each.level for each in found)
    words = [_counted(counts[level], level) for level in _LEVELS if counts[level]]
    return paragraph(f"Found: {', '.join(words)}.{hint}")


def _counted(count: int, level: str) -> str:
    return f"{count} {level}" if count == 1 or level == "info" else f"{count} {level}s"
