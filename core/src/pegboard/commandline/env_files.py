"""Files with environment variables, such as ``.env``, for the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pegboard.plugins.loader import read_project
from pegboard_hookspecs.errors import CommandError

__all__ = ["read_default_env_file", "read_env_file"]

#: Names of the variables that came from files. A process that is started anew after a change
#: inherits them, and must know that the file may set them again.
_FROM_FILES = "PEGBOARD_FROM_ENV_FILES"
_CURE = "Run: pip install python-dotenv"


def read_default_env_file(folder: Path) -> str | None:
    """Read ``.env`` from a folder, else from beside the project file, where there is one.

    :returns: advice for the user, when a file is there that cannot be read.
    """
    path = _default(folder)
    if path is None or os.environ.get("PEGBOARD_SKIP_DOTENV", "") not in {"", "0"}:
        return None
    if find_spec("dotenv") is None:
        return f"{path} is not read, for python-dotenv is not installed. {_CURE}"
    _take(_parsed(path))
    return None


def read_env_file(path: Path) -> None:
    """Read a file that was asked for. Variables of the real environment stay as they are.

    :raises CommandError: there is no such file, or nothing that can read it.
    """
    if not path.is_file():
        raise CommandError(f"There is no file {str(path)!r} to read the environment from.")
    if find_spec("dotenv") is None:
        raise CommandError(f"{path} cannot be read, for python-dotenv is not installed. {_CURE}")
    _take(_parsed(path))


def _default(folder: Path) -> Path | None:
    project = read_project(folder).path
    folders = [folder] if project is None else [folder, project.parent]
    return next((path for each in folders if (path := each / ".env").is_file()), None)


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
