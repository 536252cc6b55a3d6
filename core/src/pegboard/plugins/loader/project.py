"""The ``[tool.pegboard]`` table of the application's ``pyproject.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import cast

from pegboard.plugins.loader.identity import suggestion
from pegboard_hookspecs.errors import ConfigurationError, UnknownNameError

__all__ = ["LOCK_FILE", "Project", "project_folder", "read_project", "read_project_file"]

#: The file that says which plugins are loaded; it stands beside the project file.
LOCK_FILE = "pegboard.lock"
_FILE = "pyproject.toml"

#: What the table may have; anything else is a mistake that nobody would ever notice.
_KEYS = frozenset({"app", "order", "plugins"})
_NO_TABLE: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Project:
    """What a project file says about Pegboard.

    :param path: the file, or None when there is none at or above the application.
    :param table: its ``[tool.pegboard]``, empty when it has none.
    """

    path: Path | None = None
    table: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def where(self) -> str:
        """The file as messages name it."""
        return "pyproject.toml" if self.path is None else str(self.path)


def read_project(root_path: str | Path | None) -> Project:
    """Read the nearest ``pyproject.toml`` at or above a folder.

    :raises ConfigurationError: it is not valid TOML, or ``tool.pegboard`` is no table, or has a
        key that means nothing.
    """
    folder = None if root_path is None else _nearest(root_path, _FILE)
    if folder is None:
        return Project()
    path = folder / _FILE
    stamp = path.stat()
    return Project(path, _table(path, stamp.st_mtime_ns, stamp.st_size))


def read_project_file(root_path: str | Path) -> tuple[Path, Mapping[str, object]] | None:
    """Read the whole of the nearest ``pyproject.toml`` at or above a folder, and say which it is.

    :raises ConfigurationError: it is not valid TOML.
    """
    folder = _nearest(root_path, _FILE)
    return (
        None if folder is None else (folder / _FILE, _parsed(folder / _FILE, _text(folder / _FILE)))
    )


def project_folder(root_path: str | Path) -> Path | None:
    """Find the nearest folder, at or above one, that has a project file or a lock."""
    return _nearest(root_path, _FILE, LOCK_FILE)


def _nearest(root_path: str | Path, *names: str) -> Path | None:
    start = Path(root_path).absolute()
    folders = (start, *start.parents)
    return next((f for f in folders if any((f / name).is_file() for name in names)), None)


# A test suite makes hundreds of applications, and parsing takes longer than all the rest of
# making one. The stamp tells an edited file from the one that was read.
@lru_cache(maxsize=8)
def _table(path: Path, _mtime: int, _size: int) -> Mapping[str, object]:
    text = _text(path)
    if "pegboard" not in text:
        # Most start-ups end here and spare the import of a TOML parser.
        return _NO_TABLE
    tool = _parsed(path, text).get("tool", _NO_TABLE)
    table = _as_table(tool).get("pegboard", _NO_TABLE)
    if not isinstance(table, Mapping):
        raise ConfigurationError(
            f"'tool.pegboard' in {path} is {table!r}, which is no table. Write [tool.pegboard] "
            "on a line of its own and the settings below it."
        )
    known = _as_table(cast("object", table))
    _refuse_unknown(path, known)
    return MappingProxyType(known)


def _refuse_unknown(path: Path, table: Mapping[str, object]) -> None:
    for key in sorted(table.keys() - _KEYS):
        raise UnknownNameError(
            f"{key!r} below [tool.pegboard] in {path} means nothing."
            f"{suggestion(key, _KEYS)} There may be {', '.join(sorted(_KEYS))}."
        )


def _as_table(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else _NO_TABLE


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error}. Make it a readable file in UTF-8."
        ) from error


def _parsed(path: Path, text: str) -> Mapping[str, object]:
    import tomllib  # noqa: PLC0415 - slow, and few applications have the table

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"{path} is not valid TOML: {error}. Correct that line."
        ) from error
