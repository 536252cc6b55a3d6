"""Fixtures of the loader's tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.plugins.loader.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give an empty folder to install into."""
    return Site(tmp_path / "site")


@pytest.fixture
def importable(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Give an empty folder to install into, from which Python imports until the test ends."""
    monkeypatch.setattr(sys, "path", [str(site.folder), *sys.path])
    yield site
    for name in [path.stem for path in site.folder.glob("*.py")]:
        sys.modules.pop(name, None)
