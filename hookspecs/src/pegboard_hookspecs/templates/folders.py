"""The folders in which templates lie."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path

from pegboard_hookspecs.application import TemplateFolder

__all__ = ["file_of", "owner_of", "template_names"]


def file_of(folder: TemplateFolder, name: str) -> str | None:
    """Give the file of a template in a folder, or None where there is none.

    A name has slashes on every system, and never leads out of the folder.
    """
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if not parts or any(_is_unsafe(part) for part in parts):
        return None
    path = posixpath.join(str(folder.path), *parts)
    return path if os.path.isfile(path) else None  # noqa: PTH113 - False, not ValueError, for a NUL


def owner_of(folder: TemplateFolder) -> str:
    """Say whose folder it is."""
    return f"blueprint {folder.owner!r}" if folder.owner else "application"


def template_names(folder: TemplateFolder) -> Iterator[str]:
    """Give the names of all templates in a folder; a folder that does not exist has none."""
    for parent, _, files in os.walk(folder.path):
        below = Path(parent).relative_to(folder.path)
        yield from ((below / file).as_posix() for file in files)


def _is_unsafe(part: str) -> bool:
    return part == ".." or os.sep in part or (os.altsep is not None and os.altsep in part)
