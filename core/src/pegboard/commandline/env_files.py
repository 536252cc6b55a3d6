"""Files with environment variables: ``.pegboardenv``, ``.env``, and one that is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import Any

from pegboard.config import is_on
from pegboard.plugins.loader import read_project
from pegboard_hookspecs.errors import CommandError

__all__ = ["read_env_file", "read_env_files"]

#: What everybody needs who works on the application, then what is one's own and may be secret.
_DEFAULTS = (".pegboardenv", ".env")
#: Names of the variables that came from files. A process that is started anew after a change
#: inherits them, and must know that the file may set them again.
_FROM_FILES = "PEGBOARD_FROM_ENV_FILES"
_CURE = "Run: pip install python-dotenv"


def read_env_files(
    path: str | PathLike[str] | None = None, *, folder: str | PathLike[str] | None = None
) -> bool:
    """Set environment variables from files, as the command ``pegboard`` does at its start.

    ``.pegboardenv`` first, then ``.env`` over it, then the named file over both. A variable that
    was set already, by no file, stays as it is.

    :param path: the named file, which must be there; None takes ``PEGBOARD_ENV_FILE``.
    :param folder: where the first two are; None is the current one. What is not there is
        looked for beside the project file. ``PEGBOARD_SKIP_DOTENV`` leaves them out.
    :returns: whether any file was read. Without python-dotenv the first two are not, and
        standard error says how to get it.
    :raises CommandError: the named file cannot be read.
    """
    is_read = False
    if not is_on(os.environ.get("PEGBOARD_SKIP_DOTENV", "")):
        is_read = _read_defaults(Path.cwd() if folder is None else Path(folder))
    named = os.environ.get("PEGBOARD_ENV_FILE") if path is None else path
    if named:
        read_env_file(Path(named))
        is_read = True
    return is_read


def read_env_file(path: Path) -> None:
    """Read a file that was asked for. Variables of the real environment stay as they are.

    :raises CommandError: there is no such file, or nothing that can read it.
    """
    if not path.is_file():
        raise CommandError(f"There is no file {str(path)!r} to read the environment from.")
    if find_spec("dotenv") is None:
        raise CommandError(f"{path} cannot be read, for python-dotenv is not installed. {_CURE}")
    _take(_parsed(path))


def _read_defaults(folder: Path) -> bool:
    paths = list(_defaults(folder))
    if paths and find_spec("dotenv") is None:
        names = " and ".join(map(str, paths))
        print(f"Not read, for python-dotenv is not installed: {names}. {_CURE}", file=sys.stderr)
        return False
    for path in paths:
        _take(_parsed(path))
    return bool(paths)


def _defaults(folder: Path) -> Iterator[Path]:
    project = read_project(folder).path
    folders = [folder] if project is None else [folder, project.parent]
    for name in _DEFAULTS:
        yield from [path for each in folders if (path := each / name).is_file()][:1]


def _parsed(path: Path) -> Mapping[str, str | None]:
    # By name: the library is optional, and neither its types nor its presence are promised.
    dotenv: Any = import_module("dotenv")
    values: Mapping[str, str | None] = dotenv.dotenv_values(path)
    return values


def _take(values: Mapping[str, str | None]) -> None:
    ours = set(filter(None, os.environ.get(_FROM_FILES, "").split(",")))
    for name, value in values.items():
        if value is not None and (name in ours or name not in os.environ):
            os.environ[name] = value
            ours.add(name)
    if ours:
        os.environ[_FROM_FILES] = ",".join(sorted(ours))
