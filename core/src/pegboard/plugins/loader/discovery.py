"""What is installed: one pass over the metadata on the path, nothing imported."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pegboard.plugins.loader.candidate import CARRIER, Candidate
from pegboard.plugins.loader.metadata import Broken, Distribution, Entry, Record, read

__all__ = ["Discovery", "Shadow", "discover", "forget"]

_ADDITIVE = "pegboard.plugins"
_CARRIERS = f"pegboard.{CARRIER}"
_CONTRACT = "pegboard.contract"


@dataclass(frozen=True, slots=True)
class Shadow:
    """A second copy of a distribution that an earlier entry of the path hides.

    :param hidden_by: the folder of the copy that Python imports.
    """

    name: str
    version: str
    location: str
    hidden_by: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """All that is installed for Pegboard, sorted by identity.

    :param plugins: providers and additive plugins.
    :param carriers: entry points that bring hook specifications or slots.
    :param shadows: copies that Python never imports, reported and left alone.
    :param broken: metadata that cannot be read, reported and left alone.
    """

    plugins: tuple[Candidate, ...]
    carriers: tuple[Candidate, ...]
    shadows: tuple[Shadow, ...]
    broken: tuple[Broken, ...]


def discover(path: Sequence[str] | None = None) -> Discovery:
    """Find what is installed along a search path (by default ``sys.path``).

    The answer depends on neither the order of the path nor of any folder, except that of
    several copies of one distribution the first on the path counts, as for Python's import.

    One process scans a path once: applications are made by the hundred in test suites. A
    remembered scan is no state that could go stale, for it is filed under the path and the
    time each of its folders last changed; :func:`forget` is there for tests that change a
    file inside a metadata folder.
    """
    return _scan(tuple(_stamped(sys.path if path is None else path)))


def forget() -> None:
    """Forget every scan, so that the next one reads the metadata afresh."""
    import importlib_metadata  # noqa: PLC0415 - see below

    _scan.cache_clear()
    importlib_metadata.MetadataPathFinder.invalidate_caches()


def _stamped(path: Iterable[str]) -> Iterator[tuple[str, int]]:
    # A path names folders that do not exist (python311.zip on every machine). They are left
    # out because importlib_metadata takes them for archives and imports zipfile to see.
    for folder in path:
        with suppress(OSError):
            absolute = Path(folder).absolute()
            yield str(absolute), absolute.stat().st_mtime_ns


@lru_cache(maxsize=8)
def _scan(stamped: tuple[tuple[str, int], ...]) -> Discovery:
    path = [folder for folder, _ in stamped]
    answers = [read(distribution, only_advertising=True) for distribution in _installed(path=path)]
    names = sorted({record.name for record in answers if isinstance(record, Record)})
    copies = [_copies(name, path) for name in names]
    found = [candidate for first, *_ in copies for candidate in _candidates(first)]
    return Discovery(
        plugins=_sorted(candidate for candidate in found if not candidate.is_carrier),
        carriers=_sorted(candidate for candidate in found if candidate.is_carrier),
        shadows=tuple(shadow for records in copies for shadow in _shadows(records)),
        broken=tuple(
            sorted({b for b in answers if isinstance(b, Broken)}, key=lambda b: b.location)
        ),
    )


def _installed(**query: object) -> Iterable[Distribution]:
    # Takes longer to import than all the rest, and a locked start does without.
    import importlib_metadata  # noqa: PLC0415

    # The keywords of distributions() have no types of their own.
    return importlib_metadata.distributions(**query)  # pyright: ignore[reportUnknownMemberType]


def _copies(name: str, path: list[str]) -> list[Record]:
    """Give the copies of a distribution: the one that Python imports, then the hidden ones.

    Two versions in one folder are what a failed upgrade leaves behind. No order of import
    decides between those, so the greatest is taken, whatever order the folder lists them in.
    """
    answers = map(read, _installed(name=name, path=path))
    records = list(dict.fromkeys(answer for answer in answers if isinstance(answer, Record)))
    folders = list(dict.fromkeys(record.location for record in records))
    records.sort(key=lambda record: (record.version, record.entries), reverse=True)
    return sorted(records, key=lambda record: folders.index(record.location))


def _shadows(records: list[Record]) -> Iterator[Shadow]:
    first, *hidden = records
    for record in hidden:
        yield Shadow(record.name, record.version, record.location, first.location)


def _candidates(record: Record) -> Iterator[Candidate]:
    asked = {entry.name: entry.target for entry in record.entries if entry.group == _CONTRACT}
    for entry in record.entries:
        if entry.group != _CONTRACT:
            yield Candidate(
                identity=f"{record.name}:{entry.name}",
                slot=_slot(entry.group),
                version=record.version,
                target=entry.target,
                location=record.location,
                contract=asked.get(entry.name, ""),
                problem=_clash(entry, record.entries),
            )


def _slot(group: str) -> str | None:
    return None if group == _ADDITIVE else group.removeprefix("pegboard.")


def _clash(entry: Entry, entries: Iterable[Entry]) -> str:
    """Say why an identity is not unique, which only its author can mend."""
    same = [
        other.group
        for other in entries
        if other.name == entry.name and other.group not in {_CONTRACT, _CARRIERS}
    ]
    if entry.group == _CARRIERS or same == [entry.group]:
        return ""
    groups = " and ".join(same)
    return f"its name {entry.name!r} is used in the groups {groups}, so its identity is not unique"


def _sorted(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda c: (c.identity, c.slot or "")))
