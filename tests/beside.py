"""Plugins of this repository that are not installed, as if pip had installed them."""

from __future__ import annotations

from pathlib import Path

from tests.sources import Distribution, distributions

__all__ = ["as_installed"]


def as_installed(folder: Path, *names: str) -> list[str]:
    """Write what pip would about distributions, and give what the search path needs for them.

    :param folder: an empty one, for the metadata.
    """
    found = [each for each in distributions() if each.name in names]
    for each in found:
        _write(folder / f"{each.package}-{each.project['version']}.dist-info", each)
    return [str(folder), *(str(each.source.parent) for each in found)]


def _write(info: Path, distribution: Distribution) -> None:
    info.mkdir(parents=True)
    project = distribution.project
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution.name}\nVersion: {project['version']}\n"
    )
    groups: dict[str, dict[str, str]] = project["entry-points"]
    lines = [
        line
        for group, entries in groups.items()
        for line in (f"[{group}]", *(f"{name} = {target}" for name, target in entries.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))
