"""The tables, as they are written by hand in the folder ``areas``.

A file is an area, with a title and groups of names that start alike. In a group

- ``flask`` is what its names start with, and ``pegboard`` what those of their namesakes here do;
- ``same`` lists the ends of names that mean the same here;
- ``differs`` gives, by the end of the name, the counterparts and what is different;
- ``absent`` gives, by the end of the name, the reason why there is no counterpart.

A counterpart says what kind of thing it is: ``module:attribute``, or ``hook:``, ``slot:``,
``setting:``, ``command:``, ``option:``, ``variable:``, ``extra:``, ``group:`` (of entry points) or
``template:`` (what every template has), each with a name. Several are separated by commas.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Area", "Group", "Row", "areas"]

_FOLDER = Path(__file__).parent / "areas"


@dataclass(frozen=True, slots=True)
class Row:
    """One name of Flask.

    :param flask: the name.
    :param counterparts: what takes its place, or nothing.
    :param note: what is different, or why nothing takes its place.
    :param namesake: what has the same name here, if there is such a thing; "" where nothing can.
    """

    flask: str
    counterparts: tuple[str, ...]
    note: str
    namesake: str


@dataclass(frozen=True, slots=True)
class Group:
    """Names that stand in one table.

    :param title: the table's heading, or "" for none.
    :param text: what is to be said in front of the table, or "".
    """

    title: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of Flask, with its groups."""

    title: str
    text: str
    groups: tuple[Group, ...]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of all its groups."""
        return (row for group in self.groups for row in group.rows)


def areas() -> Sequence[Area]:
    """Read all areas, in the order of their files."""
    return tuple(map(_area, sorted(_FOLDER.glob("*.toml"))))


def _area(path: Path) -> Area:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = tuple(map(_group, content["group"]))
    return Area(content["title"], content.get("text", "").strip(), groups)


def _group(content: Mapping[str, Any]) -> Group:
    rows = sorted(_rows(content), key=lambda row: row.flask.lower())
    return Group(content.get("title", ""), content.get("text", "").strip(), tuple(rows))


def _rows(content: Mapping[str, Any]) -> Iterator[Row]:
    start, ours = content.get("flask", ""), content.get("pegboard", "")
    for end in content.get("same", ()):
        yield Row(start + end, (ours + end,), "", ours + end)
    for end, (counterparts, note) in content.get("differs", {}).items():
        listed = tuple(map(str.strip, counterparts.split(",")))
        yield Row(start + end, listed, note, ours and ours + end)
    for end, reason in content.get("absent", {}).items():
        yield Row(start + end, (), reason, ours and ours + end)
