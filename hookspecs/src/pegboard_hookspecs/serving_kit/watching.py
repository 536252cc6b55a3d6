"""The files that are no modules, and whose change starts the application anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pegboard_hookspecs.slots import ServeOptions

__all__ = ["watched_files"]


def watched_files(app: object, options: ServeOptions) -> list[str]:
    """Give the files and folders that a reloader watches beside the code.

    What the application, or its excuse, names as ``watched_files``; the files that say how it is
    started; and the option ``extra_files``.
    """
    own = getattr(app, "watched_files", ())
    return [*map(str, own), *_project_files(), *options.extra.get("extra_files", ())]


def _project_files() -> Iterator[str]:
    """Give the files that say how the application is started: the next on the way up."""
    here = Path.cwd()
    for name in ("pyproject.toml", ".pegboardenv", ".env"):
        found = (each / name for each in (here, *here.parents))
        yield from [str(path) for path in found if path.is_file()][:1]
