"""The libraries of a build: which distributions, and how pip is asked for them."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from importlib_metadata import (
    distributions,  # pyright: ignore[reportUnknownVariableType]  # its arguments have no types
)

from pegboard.archives.processes import run_python
from pegboard.archives.sources import requirement_name
from pegboard.plugins.loader import normalised
from pegboard_hookspecs.errors import CommandError

__all__ = ["Libraries"]

_KERNEL = "pegboard-core"
#: The distribution that is nothing but the kernel and all default parts.
_ALL = "pegboard"
#: Distributions of importlib_metadata by their normalised names; it declares two types of them.
_Installed = Mapping[str, Any]
_EXTRAS = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Libraries:
    """What is to be installed for a build.

    Everything is asked for in the version that is installed here, so that what was tried is what
    is built.

    :param requirements: as pip takes them.
    :param constraints: versions for all that comes along.
    """

    requirements: tuple[str, ...]
    constraints: tuple[str, ...]

    @classmethod
    def needed(cls, plugins: Iterable[str], others: Sequence[str]) -> Libraries:
        """Find what a build takes.

        :param plugins: the distributions of the plugins on board.
        :param others: further requirements. Those that name Pegboard, the kernel or a plugin give
            way: a build has what was chosen.
        """
        installed = {
            normalised(each.metadata["Name"]): each for each in reversed([*distributions()])
        }
        own = [each for each in others if not _is_of_pegboard(each, installed)]
        roots = {
            _KERNEL: _extras(others),
            **dict.fromkeys(plugins, ""),
            **{normalised(requirement_name(each)): "" for each in own},
        }
        in_place = {
            name: f"{path}{roots.get(name, '')}"
            for name in _closure(roots, installed)
            if (path := _local_path(installed[name])) is not None
        }
        wanted = [
            f"{name}{extras}=={installed[name].version}"
            for name, extras in roots.items()
            if name in installed and name not in in_place
        ]
        return cls(
            requirements=(*wanted, *in_place.values(), *own),
            constraints=tuple(
                f"{name}=={each.version}"
                for name, each in sorted(installed.items())
                if name not in in_place
            ),
        )

    def install(self, into: Path) -> None:
        """Install all of it into an empty folder, by pip.

        :raises CommandError: there is no pip, or it failed; what it printed is part of the message.
        """
        with tempfile.TemporaryDirectory() as folder:
            constraints = Path(folder, "constraints.txt")
            constraints.write_text("\n".join(self.constraints), encoding="utf-8")
            done = run_python(
                *("-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                *("--no-compile", "--no-warn-conflicts", "--target", str(into)),
                *("--constraint", str(constraints), *self.requirements),
            )
        if done.returncode:
            raise CommandError(_refusal(done.stderr))


def _refusal(printed: str) -> str:
    if "No module named pip" in printed:
        return (
            f"{sys.executable} has no pip, which installs what a build needs. Run: "
            f"{sys.executable} -m ensurepip"
        )
    lines = "\n".join(f"    {line}" for line in printed.strip().splitlines())
    return (
        f"pip could not install what the build needs:\n\n{lines}\n\n"
        "What it asks for must be on the package index, or where PIP_FIND_LINKS points to."
    )


def _is_of_pegboard(requirement: str, installed: _Installed) -> bool:
    name = normalised(requirement_name(requirement))
    if name in {_ALL, _KERNEL}:
        return True
    found = installed.get(name)
    return found is not None and any(
        each.group.startswith("pegboard.") for each in found.entry_points
    )


def _extras(requirements: Iterable[str]) -> str:
    """Give the extras that an application asks of Pegboard, which are the kernel's."""
    for each in requirements:
        found = _EXTRAS.search(each)
        if found and normalised(requirement_name(each)) in {_ALL, _KERNEL}:
            return found[0]
    return ""


def _closure(roots: Iterable[str], installed: _Installed) -> Iterator[str]:
    """Give all installed distributions that some need, those of their extras included."""
    waiting, seen = list(roots), set[str]()
    while waiting:
        name = waiting.pop()
        if name in installed and name not in seen:
            seen.add(name)
            needed = installed[name].requires or ()
            waiting.extend(normalised(requirement_name(each)) for each in needed)
            yield name


def _local_path(found: Any) -> Path | None:
    """Give the project that a distribution was installed from, where that lies on this machine."""
    text = found.read_text("direct_url.json")
    if text is None:
        return None
    content = cast("dict[str, Any]", json.loads(text))
    url = urlsplit(str(content["url"]))
    path = Path(url2pathname(url.path))
    return path if url.scheme == "file" and path.exists() else None
