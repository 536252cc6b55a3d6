"""A folder to run the command line in."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_VARIABLES = (
    "PEGBOARD_APP",
    "PEGBOARD_DEBUG",
    "PEGBOARD_ENV_FILE",
    "PEGBOARD_FROM_ENV_FILES",
    "PEGBOARD_SKIP_DOTENV",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty folder, the current one; what is imported from it is forgotten."""
    for variable in _VARIABLES:
        # Set and removed again, so that what the code under test sets is undone, too.
        monkeypatch.setenv(variable, "")
        monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path[:])
    importlib.invalidate_caches()
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", None)).startswith(str(tmp_path)):
            del sys.modules[name]
