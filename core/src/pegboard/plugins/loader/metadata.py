"""What the files of one installed distribution say about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from os.path import realpath
from typing import Protocol

from pegboard.plugins.loader.identity import normalised

__all__ = ["Broken", "Distribution", "Entry", "Record", "read"]

_NAME = re.compile(r"^Name:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_VERSION = re.compile(r"^Version:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)


class Distribution(Protocol):
    """The two things asked of a distribution, whichever finder brings it."""

    def read_text(self, filename: str, /) -> str | None:
        """Give the text of a metadata file, or None when there is none."""
        ...

    def locate_file(self, path: str, /) -> object:
        """Give the place of a file; "" is the folder that holds the metadata."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One line of ``entry_points.txt`` in a group of Pegboard."""

    group: str
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class Record:
    """A distribution: its normalised name, its version, where it lies, what it advertises."""

    name: str
    version: str
    location: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """Metadata that nobody can read: where it lies and what is wrong with it."""

    location: str
    reason: str


def read(distribution: Distribution, *, only_advertising: bool = False) -> Record | Broken | None:
    """Read a distribution; nothing is imported and nothing raises.

    Only three short pieces are looked at. ``Distribution.metadata`` would run the e-mail
    parser over the whole long description, and ``Distribution.entry_points`` would make an
    object of each command that is installed; here both would cost more than all the rest.

    :param only_advertising: give None for a distribution that advertises nothing to Pegboard.
    """
    try:
        text = distribution.read_text("entry_points.txt") or ""
        if only_advertising and "[pegboard." not in text:
            return None
        entries = tuple(sorted(_entries(text)))
        return _record(_headers(distribution), entries, _location(distribution))
    except (OSError, ValueError) as error:
        return Broken(_location(distribution), f"its metadata cannot be read: {error}")


def _location(distribution: Distribution) -> str:
    return realpath(str(distribution.locate_file("")))


def _headers(distribution: Distribution) -> str:
    text = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    return text.partition("\n\n")[0]


def _record(headers: str, entries: tuple[Entry, ...], location: str) -> Record | Broken:
    name, version = _NAME.search(headers), _VERSION.search(headers)
    if name is None or version is None:
        advertised = ", ".join(sorted({entry.name for entry in entries}))
        missing = "name" if name is None else "version"
        about = f" (it advertises {advertised})" if advertised else ""
        return Broken(location, f"its metadata give no {missing}{about}")
    return Record(normalised(name[1]), version[1], location, entries)


def _entries(text: str) -> Iterator[Entry]:
    group = ""
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1].strip()
        elif group.startswith("pegboard.") and line and line[0] not in "#;":
            name, _, target = line.partition("=")
            yield Entry(group, name.strip(), target.strip())
