"""Finding an application by its name, as ``flask --app`` writes it, and importing it."""

from __future__ import annotations

import sys
import traceback
from abc import ABC
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, overload

from click import UsageError

from pegboard import Pegboard
from pegboard.locating.app_reference import read_reference
from pegboard.locating.choosing_app import choose_app
from pegboard_hookspecs.errors import AppNotFoundError

__all__ = [
    "NoAppException",
    "find_app_by_string",
    "find_best_app",
    "locate_app",
    "prepare_import",
]


class NoAppException(UsageError):  # noqa: N818 - Flask's name
    """The command line found no application, or could not import it."""


class _Application(ABC):  # noqa: B024 - it only has a family, and a name for messages
    """What an application is, for the search: its class itself needs this module."""


_Application.__name__ = "Flask"
_Application.register(Pegboard)


def find_best_app(module: ModuleType) -> Any:
    """Give the application of a module that is plain to see.

    These are tried: ``app``, ``application``, the only application of the module,
    ``create_app()``, ``make_app()``.

    :raises NoAppException: there is none, or there are several.
    """
    return _chosen(module, module.__name__)


def find_app_by_string(module: ModuleType, app_name: str) -> Any:
    """Give the application that a name or a call, such as ``factory("a", key=1)``, stands for.

    :raises NoAppException: it is neither, or gives no application.
    """
    return _chosen(module, f"{module.__name__}:{app_name}")


def prepare_import(path: str) -> str:
    """Give the dotted name of a module that a name or a path stands for.

    The folder that it is imported from goes to the front of ``sys.path``.
    """
    place = Path(path).resolve()
    if place.suffix == ".py":
        place = place.with_suffix("")
    if place.name == "__init__":
        place = place.parent
    words = [place.name]
    folder = place.parent
    while (folder / "__init__.py").exists():
        words.insert(0, folder.name)
        folder = folder.parent
    if sys.path[:1] != [str(folder)]:
        sys.path.insert(0, str(folder))
    return ".".join(words)


@overload
def locate_app(
    module_name: str,
    app_name: str | None,
    raise_if_not_found: Literal[True] = True,  # noqa: FBT002 - Flask's signature
) -> Any: ...


@overload
def locate_app(
    module_name: str, app_name: str | None, raise_if_not_found: Literal[False]
) -> Any | None: ...


def locate_app(
    module_name: str,
    app_name: str | None,
    raise_if_not_found: bool = True,  # noqa: FBT001, FBT002 - Flask's signature
) -> Any | None:
    """Import a module and give its application.

    :param app_name: a name or a call; None searches the module.
    :param raise_if_not_found: False gives None where there is no such module.
    :raises NoAppException: the module or its application cannot be found, or its import fails
        for want of another module. What else its code raises passes.
    """
    try:
        module = import_module(module_name)
    except ImportError as error:
        if not _is_itself(error, module_name):
            raise NoAppException(_failed_import(module_name, error)) from None
        if not raise_if_not_found:
            return None
        raise NoAppException(
            f"Could not import {module_name!r}: there is no such module. Name another one by --app "
            "or FLASK_APP."
        ) from None
    return find_best_app(module) if app_name is None else find_app_by_string(module, app_name)


def _chosen(module: ModuleType, text: str) -> Any:
    try:
        return choose_app(module, read_reference(text), _Application)
    except AppNotFoundError as error:
        raise NoAppException(str(error)) from None


def _is_itself(error: ImportError, module: str) -> bool:
    """Say whether it is the module that is missing, or a package it should be in."""
    missing = error.name
    if not isinstance(error, ModuleNotFoundError) or missing is None:
        return False
    return module == missing or module.startswith(f"{missing}.")


def _failed_import(module: str, error: ImportError) -> str:
    frame = error.__traceback__
    # What comes before is of no interest: this module, and the import system.
    while frame is not None and _is_ours(frame.tb_frame.f_globals.get("__name__", "")):
        frame = frame.tb_next
    lines = "".join(traceback.format_exception(type(error), error, frame))
    return f"While {module!r} was imported, an ImportError was raised:\n\n{lines}"


def _is_ours(module: str) -> bool:
    return module == __name__ or module.partition(".")[0] == "importlib"
