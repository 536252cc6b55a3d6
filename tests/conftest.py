"""What all tests share: leaving out the tests of parts that are not on board."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

#: The folders with the tests of one part each.
_PARTS = Path(__file__).parent / "plugins"


def _is_on_board(part: str) -> bool:
    is_off = f"{part}=off" in os.environ.get("PEGBOARD_PLUGINS", "").split(",")
    return find_spec(f"pegboard_{part}") is not None and not is_off


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the tests of a part alone where it is not installed or switched off."""
    is_of_a_part = collection_path.parent == _PARTS and collection_path.is_dir()
    if is_of_a_part and not collection_path.name.startswith("_"):
        return True if not _is_on_board(collection_path.name) else None
    return None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose mark ``needs`` names a part that is not on board."""
    needed = [str(part) for mark in item.iter_markers("needs") for part in mark.args]
    missing = [part for part in needed if not _is_on_board(part)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}, which this environment leaves out")
