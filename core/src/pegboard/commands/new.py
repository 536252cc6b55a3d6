"""``pegboard new app`` and ``pegboard new plugin``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pegboard.scaffolds import ADDITIVE, PROVIDERS, ProjectName, project_name, write_project
from pegboard_hookspecs import CONTRACT_VERSION, Option

__all__ = ["new_app", "new_plugin"]


def new_app(name: str) -> None:
    """Start an application: a folder with a package, a page, a JSON route and their tests.

    The folder is made here, and must not be there yet.

    :param name: the name of the project; its package has underscores in place of hyphens.
    """
    project = project_name(name)
    written = write_project(["app"], _values(project), Path(name))
    _tell(project, written, "pegboard run --debug")


def new_plugin(
    name: str,
    *,
    slot: Annotated[str | None, Option(choices=tuple(PROVIDERS))] = None,
) -> None:
    """Start a plugin: a folder with a package, an entry point and tests.

    It is a plugin with one hook, or a small provider that fills a slot. The folder is made here,
    and must not be there yet.

    :param name: the name of the project; its package has underscores in place of hyphens.
    :param slot: the slot that it fills.
    """
    project = project_name(name)
    kind = ADDITIVE if slot is None else PROVIDERS[slot]
    own = _values(project)
    values = {
        **own,
        # A provider is tested with the suite of its slot.
        "kit": "" if slot is None else f'"pegboard-contracts~={own["version"]}", ',
        "short": project.short,
        "class": kind.class_name,
        "module": kind.module,
        "summary": kind.summary,
        "group": kind.group,
        "contract": "_".join(map(str, CONTRACT_VERSION)),
    }
    written = write_project(["plugin", kind.folder], values, Path(name))
    _tell(project, written, "pegboard plugins")


def _values(project: ProjectName) -> dict[str, str]:
    # Takes long to import, and no other command needs it.
    from importlib_metadata import version  # noqa: PLC0415

    return {
        "name": project.name,
        "package": project.package,
        "constant": project.package.upper(),
        "version": version("pegboard-hookspecs"),
    }


def _tell(project: ProjectName, written: Sequence[str], last: str) -> None:
    print(f"The folder {project.name} is new, with {len(written)} files. Go on with:\n")
    for line in (f"cd {project.name}", "pip install -e '.[test]'", "pytest", last):
        print(f"  {line}")
