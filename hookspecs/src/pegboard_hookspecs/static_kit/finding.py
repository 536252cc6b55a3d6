"""Finds a file by its name in one of several folders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from werkzeug.exceptions import Forbidden, NotFound

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.static_kit.names import path_inside
from pegboard_hookspecs.static_kit.opening import VanishedError

__all__ = ["first_found"]

T = TypeVar("T")


def first_found(
    app: Application, folders: Sequence[str], name: str, open_at: Callable[[str], T]
) -> tuple[T, int]:
    """Open the file of that name in the first folder that has it, and say which one that is.

    :param name: came from outside; see :func:`path_inside`.
    :param open_at: opens what lies at a path, or raises as :func:`open_regular` does.
    :raises werkzeug.exceptions.NotFound: none has, or the name leads out of them.
    :raises werkzeug.exceptions.Forbidden: it may not be read.
    """
    for place, folder in enumerate(folders):
        path = path_inside(folder, name)
        if path is not None:
            try:
                return open_at(path), place
            except VanishedError as error:
                app.logger.warning("A file vanished before it could be sent: %r", error)
            except FileNotFoundError:
                continue
            except PermissionError as error:
                app.logger.warning("A file may not be read, so 403 was answered: %r", error)
                raise Forbidden from error
    raise NotFound
