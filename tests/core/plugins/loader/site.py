"""A folder of installed distributions, written by hand: metadata, and modules if need be."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from textwrap import dedent

from pegboard.plugins.loader import (
    Candidate,
    Discovery,
    LoadedPlugin,
    Selection,
    discover,
    load,
    resolve,
)
from tests.core.plugins.loader.contract import SLOTS, Events

__all__ = ["Site", "found"]

Groups = Mapping[str, Mapping[str, str]]


# Imported here, because who uses a site may replace sys.path before it is needed first.
import_module("importlib_metadata")


class Site:
    """A folder as it stands on the search path."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    def install(self, name: str, groups: Groups, version: str = "1.0") -> Path:
        """Write the metadata of a distribution; ``groups`` are its entry points."""
        info = self.folder / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        lines = [
            line
            for group, entries in groups.items()
            for line in (f"[{group}]", *(f"{key} = {target}" for key, target in entries.items()))
        ]
        (info / "entry_points.txt").write_text("\n".join(lines))
        return info

    def provider(self, slot: str, identity: str, target: str = "nowhere:Nothing") -> None:
        """Install a distribution that advertises one provider."""
        name, _, entry = identity.partition(":")
        self.install(name, {f"pegboard.{slot}": {entry: target}})

    def additive(self, identity: str, target: str = "nowhere:Nothing") -> None:
        """Install a distribution that advertises one additive plugin."""
        name, _, entry = identity.partition(":")
        self.install(name, {"pegboard.plugins": {entry: target}})

    def module(self, name: str, source: str) -> None:
        """Write a module."""
        (self.folder / f"{name}.py").write_text(dedent(source))

    def discover(self) -> Discovery:
        """Find what is installed here and nowhere else."""
        return discover([str(self.folder)])

    def resolve(
        self,
        plugins: Mapping[str, object] | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        root_path: Path | None = None,
        order: list[str] | None = None,
    ) -> Selection:
        """Decide with the small contract, with an empty environment unless one is given."""
        return resolve(
            SLOTS,
            specs=(Events,),
            plugins=plugins,
            environ=environ or {},
            root_path=root_path,
            order=order,
            path=[str(self.folder)],
        )

    def load(self, plugins: Mapping[str, object] | None = None) -> tuple[LoadedPlugin, ...]:
        """Decide and load with the small contract."""
        return load(self.resolve(plugins), (Events,))


def found(discovery: Discovery, identity: str) -> Candidate:
    """Give the one plugin of an identity."""
    (plugin,) = [plugin for plugin in discovery.plugins if plugin.identity == identity]
    return plugin
