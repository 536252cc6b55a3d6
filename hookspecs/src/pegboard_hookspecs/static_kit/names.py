"""From a name in a URL to a path that cannot lie outside of its folder."""

from __future__ import annotations

import os

from werkzeug.security import safe_join

__all__ = ["path_inside"]

_IS_POSIX = os.name == "posix"


def path_inside(directory: str, name: str) -> str | None:
    """Give the path of a file in a folder, or None for a name that could mean another place.

    Refused are names that are empty, absolute, or end in a slash, and those with a ``..``, a
    backslash or a NUL; on Windows also drives and devices. Symbolic links are followed wherever
    they lead: who can make one in the folder decides about its content anyway.
    """
    if not name or name[0] == "/" or name[-1] == "/" or "\\" in name or "\0" in name:
        return None
    if ".." in name and ".." in name.split("/"):
        return None
    return f"{directory}/{name}" if _IS_POSIX else safe_join(directory, name)
