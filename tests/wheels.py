"""Real wheels in real environments: built from this checkout, installed by pip.

No package index is asked: the wheels come from a folder, and third-party libraries are lent
by the environment that runs the tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import Distribution, distribution
from pathlib import Path
from textwrap import dedent
from typing import Any
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.sources import distributions

__all__ = [
    "Environment",
    "Project",
    "build_wheels",
    "copy_installed",
    "lend_libraries",
    "own_projects",
    "repack_libraries",
]

# One process for many projects: starting Python and hatchling takes longer than building.
_BUILD = """
import sys
from hatchling.builders.wheel import WheelBuilder
into, *roots = sys.argv[1:]
for root in roots:
    list(WheelBuilder(root).build(directory=into, versions=["standard"]))
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A throw-away project: one module and its entry points."""

    name: str
    source: str
    entry_points: Mapping[str, Mapping[str, str]]
    version: str = "1.0"

    def write(self, folder: Path) -> Path:
        """Write it as a user would, below a folder, and give its root."""
        root = folder / self.name
        module = root / "src" / f"{self.name.replace('-', '_')}.py"
        module.parent.mkdir(parents=True)
        module.write_text(dedent(self.source))
        (root / "pyproject.toml").write_text(self._pyproject(module))
        return root

    def _pyproject(self, module: Path) -> str:
        lines = [
            "[build-system]",
            'requires = ["hatchling"]',
            'build-backend = "hatchling.build"',
            "[project]",
            f'name = "{self.name}"',
            f'version = "{self.version}"',
            'dependencies = ["pegboard-hookspecs"]',
            "[tool.hatch.build.targets.wheel]",
            f'only-include = ["src/{module.name}"]',
            'sources = ["src"]',
        ]
        for group, entries in self.entry_points.items():
            lines.append(f'[project.entry-points."{group}"]')
            lines.extend(f'{name} = "{target}"' for name, target in entries.items())
        return "\n".join(lines)


class Environment:
    """A virtual environment with nothing in it but what is installed here.

    :param libraries: a folder made by :func:`lend_libraries`.
    """

    def __init__(self, folder: Path, wheels: Path, libraries: Path) -> None:
        self.folder = folder
        self.wheels = wheels
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        self.python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
        (self.site_packages / "libraries.pth").write_text(f"{libraries}\n")

    @property
    def site_packages(self) -> Path:
        """Where pip installs."""
        (folder,) = self.folder.glob("[Ll]ib/**/site-packages")
        return folder

    def install(self, *names: str, target: Path | None = None) -> None:
        """Install distributions from the wheels, as ``pip install`` does it.

        :param target: a folder to install into instead of the environment.
        """
        where = ["--python", str(self.python)] if target is None else []
        into = [] if target is None else ["--target", str(target)]
        source = ["--no-index", "--no-deps", "--find-links", str(self.wheels)]
        _run([sys.executable, "-m", "pip", *where, "install", "-q", *source, *into, *names])

    def run(
        self, source: str, *, folder: Path, environ: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in a folder, whatever its end; only ``environ`` speaks to Pegboard."""
        program = folder / "program.py"
        program.write_text(dedent(source))
        return subprocess.run(
            [str(self.python), str(program)],
            capture_output=True,
            check=False,
            cwd=folder,
            encoding="utf-8",
            env={"PATH": os.defpath, **(environ or {})},
        )

    def answer(
        self, source: str, *, folder: Path, environ: Mapping[str, str] | None = None
    ) -> Any:  # what JSON gives
        """Run a program that must succeed, and read what it prints as JSON."""
        done = self.run(source, folder=folder, environ=environ)
        if done.returncode:
            raise AssertionError(done.stderr)
        return json.loads(done.stdout)


def own_projects() -> list[Path]:
    """Give the folders of this repository's distributions."""
    return [each.folder for each in distributions()]


def build_wheels(projects: Iterable[Path], into: Path) -> None:
    """Build the wheel of each project into a folder, without the network."""
    _run([sys.executable, "-c", _BUILD, str(into), *map(str, projects)])


def lend_libraries(names: Iterable[str], into: Path) -> None:
    """Link installed third-party distributions, with all they need, into an empty folder.

    What an extra of theirs needs is left out, and so is everything of Pegboard, which the
    running environment may hold as source.
    """
    into.mkdir()
    for name in _closure(names):
        library = distribution(name)
        tops = {file.parts[0] for file in library.files or ()}
        for top in tops - {"..", "__pycache__"}:
            (into / top).symlink_to(Path(str(library.locate_file(top))))


def copy_installed(names: Iterable[str], into: Path) -> None:
    """Copy installed distributions, with all they need, into an empty folder, as pip would.

    One that is edited in place gets a record of the files that it would have.
    """
    into.mkdir()
    for name in _closure(names):
        copies = dict(_copies(name))
        for path, source in copies.items():
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, into / path)
        (metadata,) = (path for path in copies if path.name == "METADATA")
        rows = [f"{path.as_posix()},sha256={_digest(into / path)}," for path in copies]
        (into / metadata).with_name("RECORD").write_text("\n".join(rows))


def repack_libraries(names: Iterable[str], into: Path) -> None:
    """Make wheels of installed third-party distributions, with all they need, as an index has."""
    for name in _closure(names):
        copies = dict(_copies(name))
        (about,) = (path for path in copies if path.name == "WHEEL")
        tags = [line[5:] for line in copies[about].read_text().splitlines() if line[:5] == "Tag: "]
        stem = about.parent.name.removesuffix(".dist-info")
        with ZipFile(into / f"{stem}-{tags[0]}.whl", "w") as wheel:
            for path, source in copies.items():
                wheel.write(source, path)


def _copies(name: str) -> Iterator[tuple[Path, Path]]:
    """Give the files of a distribution by their paths below the folder it is installed in."""
    found = distribution(name)
    folder = Path(str(found.locate_file("")))
    paths = [Path(file) for file in found.files or ()]
    if any(path.suffix == ".pth" for path in paths):
        (source,) = (each.folder / "src" for each in distributions() if each.name == name)
        for path in source.rglob("*.*"):
            if path.suffix != ".pyc":
                yield path.relative_to(source), path
    for path in paths:
        is_wanted = ".." not in path.parts and path.suffix not in {".pth", ".pyc"}
        if is_wanted and (folder / path).is_file():
            yield path, folder / path


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def _closure(names: Iterable[str]) -> Iterator[str]:
    waiting, seen = [Requirement(name) for name in names], set[str]()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        is_wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if is_wanted and name not in seen and _is_installed(name):
            seen.add(name)
            waiting.extend(map(Requirement, distribution(name).requires or ()))
            yield name


def _is_installed(name: str) -> bool:
    # A minimal environment lacks some library, and so do then the environments made from it.
    return any(True for _ in Distribution.discover(name=name))


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if done.returncode:
        raise AssertionError(f"{command} failed:\n{done.stdout}{done.stderr}")
