"""Files that lie beside the code of an application or blueprint."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import IO, Any

__all__ = ["open_file", "open_for_reading"]

_READING = frozenset({"r", "rt", "rb"})


def open_for_reading(
    folder: str, resource: str | PathLike[str], mode: str, encoding: str
) -> IO[Any]:
    """Open a file below a folder, for reading only.

    :raises ValueError: the mode is another one.
    """
    if mode not in _READING:
        message = (
            f"Resources can be opened for reading only, not with mode={mode!r}. Give 'rb' or 'r'."
        )
        raise ValueError(message)
    return open_file(folder, resource, mode, encoding)


def open_file(folder: str, resource: str | PathLike[str], mode: str, encoding: str) -> IO[Any]:
    """Open a file below a folder.

    :param encoding: of text; a binary mode does without.
    """
    return Path(folder, resource).open(mode, encoding=None if "b" in mode else encoding)
