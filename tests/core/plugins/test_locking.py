"""What an application loads, as a lock has it."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from pegboard.plugins import PluginSet
from pegboard.plugins.loader import LOCK_FILE, forget
from pegboard.plugins.locking import lock_of
from tests.core.plugins.loader.site import Site

PLUGINS = """
from pegboard_hookspecs import hookimpl

class Early:
    before = ("acme-a",)
    @hookimpl
    def app_ready(self): ...

class Usual:
    @hookimpl
    def app_ready(self): ...

class Late:
    after = ("acme-d", "acme-b")
    @hookimpl
    def app_ready(self): ...
"""
NAMES = {"acme-c": "Late", "acme-a": "Usual", "acme-d": "Early", "acme-b": "Usual"}


def test_every_machine_writes_the_same_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the order of the path, nor what lies where, nor when it came, matters."""
    monkeypatch.delenv("PEGBOARD_PLUGINS", raising=False)
    (tmp_path / "pyproject.toml").touch()
    found = {
        _lock(tmp_path, folders, monkeypatch)
        for folders in itertools.permutations(_machine(tmp_path / "one", NAMES))
    } | {
        _lock(tmp_path, folders, monkeypatch)
        for folders in itertools.permutations(_machine(tmp_path / "two", reversed(NAMES)))
    }

    assert len(found) == 1
    assert json.loads(found.pop())["order"] == ["acme-b:x", "acme-d:x", "acme-a:x", "acme-c:x"]


def _machine(folder: Path, names: Iterable[str]) -> list[Site]:
    """Spread plugins over folders, in the order of their installation."""
    sites = [Site(folder / str(number)) for number in range(3)]
    sites[0].module("shuffled_plugins", PLUGINS)
    for number, name in enumerate(names):
        sites[number % 3].additive(f"{name}:x", f"shuffled_plugins:{NAMES[name]}")
    return sites


def _lock(project: Path, sites: tuple[Site, ...], monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "path", [str(site.folder) for site in sites])
        patch.delitem(sys.modules, "shuffled_plugins", raising=False)
        forget()
        plugins = PluginSet(plugins=None, order=None, root_path=str(project), built_in={})
        text = lock_of(plugins, project / LOCK_FILE).text
        sys.modules.pop("shuffled_plugins", None)
        return text
