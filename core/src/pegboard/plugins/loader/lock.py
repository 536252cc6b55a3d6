"""The lock: which plugins an application loads, written down once and held to ever after.

A locked start looks at nothing but what the file names: it scans no folder and reads no metadata.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from pegboard.plugins.loader.candidate import Candidate
from pegboard.plugins.loader.discovery import Discovery, discover
from pegboard.plugins.loader.fingerprint import fingerprint, metadata_folder
from pegboard.plugins.loader.project import LOCK_FILE, project_folder
from pegboard_hookspecs.errors import ConfigurationError, PluginDriftError
from pegboard_hookspecs.version import CONTRACT_VERSION

__all__ = ["Lock", "LockedPlugin", "find_lock", "locked", "read_lock"]

_VARIABLE = "PEGBOARD_LOCK"
_OFF = frozenset({"off", "no", "false", "0"})
_FORMAT = 1
_CONTRACT = ".".join(map(str, CONTRACT_VERSION))


@dataclass(frozen=True, slots=True)
class LockedPlugin:
    """One plugin as it was when the lock was written.

    :param slot: the slot it wants to fill, or None; as of a :class:`Candidate`.
    :param metadata: the name of the folder of its distribution's metadata.
    :param hash: a digest of its distribution's files (SHA-256), or "" where they are edited in
        place.
    """

    identity: str
    slot: str | None
    version: str
    target: str
    contract: str
    metadata: str
    hash: str

    def __str__(self) -> str:
        """Show it as a line of a diff does."""
        return f"{self.identity} {self.version}{f' {self.hash[:12]}' if self.hash else ''}"


@dataclass(frozen=True, slots=True)
class Lock:
    """What a lock says.

    :param path: the file.
    :param plugins: all that is loaded, carriers of hook specifications included.
    :param order: the identities of the plugins in the order of their calls.
    :param contract: the version of the contract that they were loaded with.
    """

    path: Path
    plugins: tuple[LockedPlugin, ...]
    order: tuple[str, ...]
    contract: str = _CONTRACT

    def discovery(self) -> Discovery:
        """Give what is named, as if it were all that is installed."""
        found = [_candidate(each, self.path) for each in self.plugins]
        return Discovery(
            plugins=tuple(each for each in found if not each.is_carrier),
            carriers=tuple(each for each in found if each.is_carrier),
            shadows=(),
            broken=(),
        )

    def drift(self, path: Sequence[str]) -> PluginDriftError | None:
        """Say what is installed otherwise than the lock has it, or None.

        :param path: the search path.
        """
        changed = [each for each in self.plugins if not _is_there(each, path)]
        if changed:
            return self.error([line for each in changed for line in _lines(each, path)])
        if self.contract != _CONTRACT:
            return self.error([f"- contract {self.contract}", f"+ contract {_CONTRACT}"])
        return None

    def error(self, lines: Iterable[str]) -> PluginDriftError:
        """Make the error for a difference, whose lines are given."""
        listed = "\n".join(f"    {line}" for line in lines)
        return PluginDriftError(
            f"What would be loaded is not what {self.path} has:\n\n{listed}\n\n"
            "Install what it names; or, if the difference is meant, run: pegboard lock"
        )

    @property
    def text(self) -> str:
        """What the file has; two locks of the same plugins have the same text."""
        content = {
            "format": _FORMAT,
            "contract": self.contract,
            "order": list(self.order),
            "plugins": [asdict(each) for each in self.plugins],
        }
        return f"{json.dumps(content, indent=2)}\n"

    def write(self) -> None:
        """Write the file."""
        self.path.write_text(self.text, encoding="utf-8")


def find_lock(root_path: str | Path | None, environ: Mapping[str, str]) -> Path | None:
    """Find the lock of an application: beside its project file, or at or above its folder.

    The environment variable ``PEGBOARD_LOCK`` names another file, or says ``off``.

    :param root_path: the folder of the application; None: only the variable counts.
    :raises ConfigurationError: the variable names no file.
    """
    told = environ.get(_VARIABLE, "")
    if told.lower() in _OFF:
        return None
    if told:
        path = Path(told)
        if not path.is_file():
            message = (
                f"The environment variable {_VARIABLE} names {told!r}, which is no file. Correct "
                "it, or write the file by: pegboard lock"
            )
            raise ConfigurationError(message)
        return path
    if root_path is None:
        return None
    folder = project_folder(root_path)
    if folder is None or not (folder / LOCK_FILE).is_file():
        return None
    return folder / LOCK_FILE


def read_lock(path: Path) -> Lock:
    """Read a lock.

    :raises ConfigurationError: it is damaged, or of another format.
    """
    try:
        content = cast("dict[str, Any]", json.loads(path.read_text("utf-8")))
        _check_format(content["format"])
        return Lock(
            path=path,
            plugins=tuple(LockedPlugin(**each) for each in content["plugins"]),
            order=tuple(content["order"]),
            contract=content["contract"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = (
            f"{path} cannot be read as a lock: {type(error).__name__}: {error}. Write it anew by: "
            "PEGBOARD_LOCK=off pegboard lock"
        )
        raise ConfigurationError(message) from error


def _check_format(value: object) -> None:
    if value != _FORMAT:
        raise ValueError(f"its format is {value!r}, and {_FORMAT} is known")


def locked(candidate: Candidate) -> LockedPlugin:
    """Describe a plugin for a lock."""
    folder = metadata_folder(candidate)
    return LockedPlugin(
        identity=candidate.identity,
        slot=candidate.slot,
        version=candidate.version,
        target=candidate.target,
        contract=candidate.contract,
        metadata=folder.name if folder else "",
        hash=fingerprint(folder) if folder else "",
    )


def _candidate(plugin: LockedPlugin, path: Path) -> Candidate:
    return Candidate(
        identity=plugin.identity,
        slot=plugin.slot,
        version=plugin.version,
        target=plugin.target,
        location=str(path),
        contract=plugin.contract,
    )


def _is_there(plugin: LockedPlugin, path: Sequence[str]) -> bool:
    if not plugin.metadata:
        return True
    for entry in path:
        folder = Path(entry, plugin.metadata)
        if folder.is_dir():
            return not plugin.hash or fingerprint(folder) == plugin.hash
    return False


def _lines(plugin: LockedPlugin, path: Sequence[str]) -> Iterator[str]:
    """Give the lines of a diff; only here, where nothing is loaded, the path is scanned."""
    yield f"- {plugin}"
    found = discover(path)
    for each in (*found.plugins, *found.carriers):
        if each.identity == plugin.identity:
            yield f"+ {locked(each)}"
