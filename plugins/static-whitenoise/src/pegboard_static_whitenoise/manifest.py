"""What ``pegboard static compress`` notes of a folder, for servers to read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pegboard_hookspecs.errors import SetupError

__all__ = ["MANIFEST", "Entry", "Manifest", "read_manifest", "write_manifest", "written_whole"]

#: The name of the file; it lies in the folder and is not served.
MANIFEST = ".whitenoise.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """What is noted of a file.

    :param hash: the hash of its content.
    :param size: its length in bytes.
    :param variants: the suffixes of the compressed files that the command wrote.
    """

    hash: str
    size: int
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is noted of a folder.

    :param files: the files by their names.
    :param written: when, in nanoseconds since the epoch.
    """

    files: Mapping[str, Entry]
    written: int

    def digest(self, name: str, state: os.stat_result) -> str | None:
        """Give a file's hash; None where it may have changed since."""
        entry = self.files.get(name)
        if entry is None or entry.size != state.st_size or state.st_mtime_ns > self.written:
            return None
        return entry.hash


def read_manifest(folder: str | os.PathLike[str]) -> Manifest | None:
    """Read the manifest of a folder; None where there is none.

    :raises SetupError: it cannot be read, or is no manifest.
    """
    path = Path(folder, MANIFEST)
    try:
        with path.open(encoding="utf-8") as file:
            written = os.fstat(file.fileno()).st_mtime_ns
            data: Any = json.load(file)
        return Manifest(_entries(data), written)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SetupError(
            f"The manifest of static files {str(path)!r} cannot be used: {error!r}. "
            "Remove it, then run: pegboard static compress"
        ) from error


def write_manifest(folder: Path, files: Mapping[str, Entry]) -> None:
    """Write the manifest of a folder, for others at once."""
    entries = {name: asdict(entry) for name, entry in sorted(files.items())}
    text = json.dumps({"version": _VERSION, "files": entries}, indent=1, ensure_ascii=True)
    written_whole(str(folder / MANIFEST), f"{text}\n".encode())


def written_whole(path: str, data: bytes, times: tuple[float, float] | None = None) -> None:
    """Write a file that others see whole or not at all.

    :param times: when it was read and changed last; None: now.
    """
    draft = Path(f"{path}.{os.getpid()}.draft")
    try:
        draft.write_bytes(data)
        if times is not None:
            os.utime(draft, times)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _entries(data: Any) -> dict[str, Entry]:
    if data["version"] != _VERSION:
        raise ValueError(f"its version is {data['version']!r}, not {_VERSION}")
    return {
        str(name): Entry(str(each["hash"]), int(each["size"]), tuple(each["variants"]))
        for name, each in data["files"].items()
    }
