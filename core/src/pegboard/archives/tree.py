"""The tree of a build: what is packed, as it lies in a folder.

__main__.py, pegboard_archive.py    start the application
archive.json                        what the start has to know
app/                                the application, its lock and its project file
site/                               what pip installed
"""

from __future__ import annotations

import json
import platform
import shutil
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from importlib_metadata import (
    distributions,  # pyright: ignore[reportUnknownVariableType]  # its arguments have no types
)

from pegboard.archives.choosing import ChosenParts
from pegboard.archives.installing import Libraries
from pegboard.archives.processes import run_alone
from pegboard.archives.sources import AppSources
from pegboard.plugins.loader import normalised
from pegboard_hookspecs.errors import CommandError

__all__ = ["Library", "Tree", "grow", "this_python"]

_LAUNCHER = Path(__file__).parents[1] / "launcher.py"
_SUFFIXES = (".so", ".pyd", ".dylib")
_MAIN = """\
import sys

from pegboard_archive import main

sys.exit(main())
"""
_LOCK = """\
import sys
from pathlib import Path

_, site, folder = sys.argv
sys.dont_write_bytecode = True
sys.path.insert(0, site)

from pegboard.plugins import PluginSet
from pegboard.plugins.loader import LOCK_FILE
from pegboard.plugins.locking import lock_of

plugins = PluginSet(plugins=None, order=None, root_path=folder, built_in={})
lock_of(plugins, Path(folder, LOCK_FILE)).write()
"""


@dataclass(frozen=True, slots=True)
class Library:
    """A distribution in a tree.

    :param size: of its files, in bytes.
    :param is_compiled: some of its code runs on one platform and one version of Python only.
    """

    name: str
    version: str
    size: int
    is_compiled: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """A build in a folder.

    :param built_for: the Python and the platform that it runs on, or None where any will do.
    :param size: of all files, in bytes.
    """

    folder: Path
    libraries: tuple[Library, ...]
    built_for: str | None
    size: int


def grow(folder: Path, sources: AppSources, parts: ChosenParts, libraries: Libraries) -> Tree:
    """Make the tree of a build in an empty folder.

    :raises CommandError: pip fails, or what it installed cannot be locked.
    """
    site, app = folder / "site", folder / "app"
    libraries.install(site)
    _clean(site)
    sources.copy(app)
    (app / "pyproject.toml").write_text(_project(sources, parts), encoding="utf-8")
    _lock(site, app)
    shutil.copyfile(_LAUNCHER, folder / "pegboard_archive.py")
    (folder / "__main__.py").write_text(_MAIN, encoding="utf-8")
    found = _libraries(site)
    built_for = this_python() if any(each.is_compiled for each in found) else None
    about = {
        "built_for": built_for,
        "digest": _digest(folder),
        "has_commands": "cli" in parts.providers,
    }
    (folder / "archive.json").write_text(f"{json.dumps(about, indent=2)}\n", encoding="utf-8")
    return Tree(folder, found, built_for, _size(folder.rglob("*")))


def this_python() -> str:
    """Say which Python runs, and where, as far as compiled code has to know."""
    version = ".".join(platform.python_version_tuple()[:2])
    return f"{platform.python_implementation()} {version} on {sysconfig.get_platform()}"


def _clean(site: Path) -> None:
    """Take away what is of no use elsewhere: scripts, and where on this machine projects lie."""
    for scripts in ("bin", "Scripts"):
        shutil.rmtree(site / scripts, ignore_errors=True)
    for file in site.glob("*.dist-info/direct_url.json"):
        file.unlink()


def _project(sources: AppSources, parts: ChosenParts) -> str:
    """Write the project file: JSON's strings and lists are TOML's too."""
    lines = ["[tool.pegboard]", f"app = {json.dumps(sources.reference)}"]
    if parts.order:
        lines.append(f"order = {json.dumps(parts.order)}")
    lines.append("\n[tool.pegboard.plugins]")
    for slot, several in parts.providers.items():
        names = [each.identity for each in several]
        if names:
            lines.append(f"{slot} = {json.dumps(names if len(names) > 1 else names[0])}")
    return "\n".join([*lines, ""])


def _lock(site: Path, app: Path) -> None:
    """Lock by the kernel that was installed, which finds nothing else."""
    done = run_alone(_LOCK, str(site), str(app))
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise CommandError(f"The plugins of the build cannot be loaded: {lines[-1]}")


def _libraries(site: Path) -> tuple[Library, ...]:
    found: list[Library] = []
    for each in distributions(path=[str(site)]):
        paths = [site / str(file) for file in each.files or ()]
        found.append(
            Library(
                normalised(each.name),
                each.version,
                _size(paths),
                any(path.suffix in _SUFFIXES for path in paths),
            )
        )
    return tuple(sorted(found, key=lambda each: each.name))


def _size(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.is_file())


def _digest(folder: Path) -> str:
    """Digest names and contents of all files (SHA-256, its first 16 digits)."""
    digest = sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            digest.update(f"{file.relative_to(folder).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:16]
