"""The code of an application: which files of a project go into a build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from pegboard.locating import Found
from pegboard.plugins.loader import read_project_file
from pegboard_hookspecs.errors import AppNotFoundError, ConfigurationError

__all__ = ["AppSources", "find_sources", "requirement_name"]

#: What no build has: what is hidden, and what was made from other files.
_NEVER = (".*", "__pycache__", "*.py[co]", "*.pyz", "*.egg-info", "*.dist-info", "node_modules")
#: What lies beside a module, and is no part of the application: what was built, what belongs to one
#: installation, and tests.
_NEVER_BESIDE = ("build", "dist", "docs", "instance", "test", "tests", "test_*.py", "conftest.py")
_ENVIRONMENT = "pyvenv.cfg"
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class AppSources:
    """The files of an application.

    :param name: its package or module, without what is inside.
    :param module: the dotted name of the module that has it.
    :param attribute: what is wanted of the module, or "".
    :param base: the folder that it is imported from.
    :param files: all files, relative to ``base``, sorted.
    :param requirements: the distributions that its project asks for, as they are written.
    """

    name: str
    module: str
    attribute: str
    base: Path
    files: tuple[Path, ...]
    requirements: tuple[str, ...]

    @property
    def reference(self) -> str:
        """What names it where it is unpacked, as in ``shop/wsgi.py:app``."""
        path = Path(*self.module.split("."))
        file = (
            path / "__init__.py" if path / "__init__.py" in self.files else path.with_suffix(".py")
        )
        return f"{file.as_posix()}:{self.attribute}" if self.attribute else file.as_posix()

    def copy(self, into: Path) -> None:
        """Copy all files into a folder."""
        for file in self.files:
            target = into / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.base / file, target)


def find_sources(app: Found, exclude: Sequence[str] = ()) -> AppSources:
    """Find the files of an application: its package, or the folder of its module.

    :param exclude: patterns of names or of paths (``*``, ``?``) that are left out besides.
    :raises AppNotFoundError: its module is no file.
    """
    name = app.module.partition(".")[0]
    base = _base(name, app.folder)
    tops = [base / name] if (base / name).is_dir() else _beside(base / f"{name}.py")
    patterns = (*_NEVER, *exclude)
    found = sorted(file for top in tops for file in _files(top, base, patterns))
    return AppSources(
        name, app.module, app.attribute, base, tuple(found), _requirements(app.folder)
    )


def requirement_name(requirement: str) -> str:
    """Give the name of the distribution that a requirement (PEP 508) asks for, or ""."""
    found = _NAME.match(requirement)
    return found[1] if found else ""


def _base(name: str, folder: Path) -> Path:
    if (folder / name).is_dir() or (folder / f"{name}.py").is_file():
        return folder
    spec = find_spec(name)
    origin = None if spec is None else spec.origin
    if origin is None or not Path(origin).is_file():
        raise AppNotFoundError(
            f"The module {name!r} is no file or package of files, so nothing can be copied of it. "
            "Name an application that lies in a folder."
        )
    path = Path(origin)
    return path.parent.parent if path.stem == "__init__" else path.parent


def _beside(module: Path) -> list[Path]:
    # What is installed has strangers beside it.
    if "site-packages" in module.parts:
        return [module]
    folder = module.parent
    return [each for each in folder.iterdir() if not _matches(each, folder, _NEVER_BESIDE)]


def _files(top: Path, base: Path, patterns: Collection[str]) -> Iterator[Path]:
    if _matches(top, base, patterns):
        return
    if top.is_file():
        yield top.relative_to(base)
    elif top.is_dir() and not (top / _ENVIRONMENT).is_file():
        for inner in top.iterdir():
            yield from _files(inner, base, patterns)


def _matches(file: Path, base: Path, patterns: Collection[str]) -> bool:
    names = (file.name, file.relative_to(base).as_posix())
    return any(fnmatchcase(name, each) for each in patterns for name in names)


def _requirements(folder: Path) -> tuple[str, ...]:
    project = read_project_file(folder)
    if project is None:
        return ()
    path, content = project
    table = content.get("project", {})
    dependencies = (
        cast("Mapping[str, object]", table).get("dependencies", [])
        if isinstance(table, Mapping)
        else table
    )
    listed = cast("list[object]", dependencies) if isinstance(dependencies, list) else [None]
    if not all(isinstance(each, str) and requirement_name(each) for each in listed):
        raise ConfigurationError(
            f"'dependencies' below [project] in {path} is {dependencies!r}, which is no list of "
            'requirements. Write it as in dependencies = ["pegboard", "sqlalchemy>=2"].'
        )
    return tuple(cast("list[str]", listed))
