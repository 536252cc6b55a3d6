"""What stories about the checklist start from."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from tests.checklist.terminal import Terminal

_VARIABLES = ("APP", "DEBUG", "ENV_FILE", "FROM_ENV_FILES", "SKIP_DOTENV")


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Give an empty folder, the current one, to run command lines in."""
    for name in (*(f"PEGBOARD_{each}" for each in _VARIABLES), "PEG_ONE", "PEG_TWO", "PEG_THREE"):
        # Set and removed again, so that what the code under test sets is undone, too.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("COLUMNS", "80")
    importlib.invalidate_caches()
    return Terminal(tmp_path)
