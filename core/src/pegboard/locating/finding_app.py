"""How the command line finds an application: by its reference, or where one usually is."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from pegboard.locating.app_reference import AppReference, read_reference
from pegboard.plugins.loader import read_project
from pegboard_hookspecs.errors import AppNotFoundError, ConfigurationError

__all__ = ["Found", "find_app", "import_found"]

_USUAL = ("wsgi", "app")
_NAMING = (
    "Name it, as in: pegboard --app hello routes. Or set PEGBOARD_APP, or write "
    'app = "hello" below [tool.pegboard] in pyproject.toml.'
)


@dataclass(frozen=True, slots=True)
class Found:
    """A module that is there, and has not been imported.

    :param module: its dotted name.
    :param folder: the folder that it is imported from; put on ``sys.path``.
    :param reference: what is wanted of it.
    """

    module: str
    folder: Path
    reference: AppReference

    @property
    def attribute(self) -> str:
        """What is wanted of the module: a name, a call, or "" for what is plain to see."""
        return self.reference.attribute

    def __str__(self) -> str:
        return f"{self.module} (in {self.folder})"


def find_app(reference: str | None, folder: Path) -> Found:
    """Say which module has the application, without importing it.

    :param reference: ``--app`` or ``PEGBOARD_APP``; None or "": ``app`` of ``[tool.pegboard]``,
        else ``wsgi.py`` or ``app.py``.
    :param folder: where paths start and where to search.
    :raises AppNotFoundError: no module has it.
    """
    if reference:
        return _located(read_reference(reference), folder)
    project = read_project(folder)
    named = project.table.get("app")
    if named is None or project.path is None:
        return _usual(folder, AppReference("", ""))
    if not isinstance(named, str):
        raise ConfigurationError(
            f"'app' below [tool.pegboard] in {project.where} is {named!r}, which is no text. "
            'Write it as in app = "module:name".'
        )
    return _located(read_reference(named), project.path.parent)


def import_found(found: Found) -> ModuleType:
    """Import the module of an application; what its own code raises passes, with a note.

    :raises AppNotFoundError: the module is not there after all.
    """
    if sys.path[:1] != [str(found.folder)]:
        sys.path.insert(0, str(found.folder))
    try:
        return import_module(found.module)
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and _is_itself(error.name, found.module):
            raise _missing(found.reference, found.module, found.folder) from None
        error.add_note(f"Raised while the application was imported from {found}.")
        raise


def _located(reference: AppReference, folder: Path) -> Found:
    path = Path(folder, reference.module)
    if path.is_dir() and not _is_module(path):
        return _inside(path.resolve(), reference)
    if reference.module.endswith(".py") or os.sep in reference.module:
        return _by_path(path, reference)
    return _by_name(folder, reference)


def _is_module(path: Path) -> bool:
    """Say whether a path without suffix is that of a module or package."""
    return path.with_name(f"{path.name}.py").is_file() or (path / "__init__.py").is_file()


def _inside(folder: Path, reference: AppReference) -> Found:
    project = read_project(folder)
    named = project.table.get("app")
    if isinstance(named, str) and project.path is not None and project.path.parent == folder:
        return _located(read_reference(named), folder)
    return _usual(folder, reference)


def _usual(folder: Path, reference: AppReference) -> Found:
    for module in _USUAL:
        if _is_module(folder / module):
            return Found(module, folder, reference)
    others = (
        "" if reference.text else ", and neither --app, PEGBOARD_APP nor pyproject.toml names one"
    )
    raise AppNotFoundError(
        f"No application was found: there is no wsgi.py or app.py in {folder}{others}. {_NAMING}"
    )


def _by_path(path: Path, reference: AppReference) -> Found:
    path = path.resolve()
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.is_file():
        raise _no_file(reference, file)
    top = path if path.is_dir() else file.with_suffix("")
    names = [] if top.name == "__init__" else [top.name]
    while (top.parent / "__init__.py").is_file():
        top = top.parent
        names.insert(0, top.name)
    return Found(".".join(names), top.parent, reference)


def _by_name(folder: Path, reference: AppReference) -> Found:
    top = reference.module.partition(".")[0]
    is_here = _is_module(folder / top) or (folder / top).is_dir()
    if not is_here and not _is_installed(top):
        raise _missing(reference, top, folder)
    return Found(reference.module, folder, reference)


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _is_itself(missing: str | None, module: str) -> bool:
    return missing is not None and (module == missing or module.startswith(f"{missing}."))


def _no_file(reference: AppReference, file: Path) -> AppNotFoundError:
    there = sorted(path.name for path in file.parent.glob("*.py"))
    near = get_close_matches(file.name, there, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return AppNotFoundError(
        f"The application cannot be found by {reference.text!r}: there is no file {file}.{hint} "
        f"{_NAMING}"
    )


def _missing(reference: AppReference, name: str, folder: Path) -> AppNotFoundError:
    there = sorted(path.stem for path in folder.glob("*.py")) if folder.is_dir() else []
    near = get_close_matches(Path(name).stem, there, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return AppNotFoundError(
        f"The application cannot be found by {reference.text!r}: there is no module "
        f"{name!r} in {folder}, nor is one installed.{hint} {_NAMING}"
    )
