"""Files of environment variables: ``.flaskenv``, ``.env``, and one that is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from os import PathLike
from pathlib import Path

import click

from pegboard.commandline.env_files import read_env_file

__all__ = ["load_dotenv"]

#: What everybody needs who works on the application, then what is one's own and may be secret.
_DEFAULTS = (".flaskenv", ".env")


def load_dotenv(
    path: str | PathLike[str] | None = None,
    load_defaults: bool = True,  # noqa: FBT001, FBT002 - Flask's signature
) -> bool:
    """Set environment variables from files; those that are set already stay as they are.

    ``.flaskenv`` first, then ``.env`` over it, then the named file over both. The first two are
    looked for in the current folder, then in those above it.

    :returns: whether a file was read; without python-dotenv none is, and a tip says so.
    """
    paths = list(_paths(path, load_defaults=load_defaults))
    if paths and find_spec("dotenv") is None:
        click.secho(
            f" * Tip: there are files of environment variables ({', '.join(map(str, paths))}). "
            'Run "pip install python-dotenv" to have them read.',
            fg="yellow",
            err=True,
        )
        return False
    for each in paths:
        read_env_file(each)
    return bool(paths)


def _paths(path: str | PathLike[str] | None, *, load_defaults: bool) -> Iterator[Path]:
    here = Path.cwd()
    for name in _DEFAULTS if load_defaults else ():
        places = (folder / name for folder in (here, *here.parents))
        yield from [place for place in places if place.is_file()][:1]
    if path is not None and os.path.exists(path):  # noqa: PTH110 - any kind of path
        yield Path(path)
