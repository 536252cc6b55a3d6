"""Opens files to be sent: regular files and nothing else."""

from __future__ import annotations

import errno
import os
import stat

__all__ = ["VanishedError", "open_regular", "regular_state"]

#: What the system says when a name, not its own state, is to blame.
_NAMES_NOTHING = frozenset(
    {
        errno.EILSEQ,
        errno.EINVAL,
        errno.EISDIR,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.ENODEV,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.ENXIO,
        errno.EOVERFLOW,
    }
)
# A pipe must not keep us waiting, and a child process must not inherit the file.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


class VanishedError(FileNotFoundError):
    """A file was there, and gone or exchanged for something else when it was opened."""


def open_regular(path: str) -> tuple[int, os.stat_result]:
    """Open a regular file and give its descriptor and state.

    Nothing but a regular file is ever opened: opening a pipe or a device can have effects.

    :raises FileNotFoundError: no regular file has that path.
    :raises PermissionError: it may not be read.
    """
    regular_state(path)
    return _open_checked(path)


def regular_state(path: str) -> os.stat_result:
    """Give the state of a regular file, without opening it.

    :raises FileNotFoundError: no regular file has that path.
    :raises PermissionError: the folder may not be read.
    """
    try:
        state = os.stat(path)  # noqa: PTH116 - on the way of every static file
    except (OSError, ValueError) as error:
        if not _blames_the_name(error):
            raise
        raise FileNotFoundError(errno.ENOENT, "There is no such file", path) from error
    if not stat.S_ISREG(state.st_mode):
        raise FileNotFoundError(errno.ENOENT, "This is no regular file", path)
    return state


def _open_checked(path: str) -> tuple[int, os.stat_result]:
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        if not _blames_the_name(error):
            raise
        raise VanishedError(errno.ENOENT, "This file has just vanished", path) from error
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        os.close(descriptor)
        raise VanishedError(errno.ENOENT, "This is no regular file any more", path)
    return descriptor, state


def _blames_the_name(error: OSError | ValueError) -> bool:
    # A ValueError means a NUL, or characters that no file name has.
    return not isinstance(error, OSError) or error.errno in _NAMES_NOTHING
