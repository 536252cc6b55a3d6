"""What all tests share: steady property tests, and leaving out what is not on board."""

from __future__ import annotations

import gc
import os
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# Suites that are derived from; pytest does so by itself for a plugin that is installed.
pytest.register_assert_rewrite("pegboard_contracts", "pegboard_database.contract")

# The same examples in every run, and no hurry: a busy machine is no failure.
# For new examples: pytest --hypothesis-profile=search
settings.register_profile("search", deadline=None)
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

#: The folders with the tests of one part each.
_PARTS = Path(__file__).parent / "plugins"

#: The parts whose tests drive them by themselves; those of all others have routes.
_SINGLE = {"contracts", "json", "routing"}

#: What else the applications have on board by which the tests of a part drive it.
_COMPANIONS = {"server": ["cli"]}


def _is_on_board(part: str) -> bool:
    return find_spec(f"pegboard_{part}") is not None and not _is_off(part)


def _is_off(part: str) -> bool:
    return f"{part}=off" in os.environ.get("PEGBOARD_PLUGINS", "").split(",")


def _is_filled(slot: str) -> bool:
    """Whether the default part, or any other that fills its slot, is on board."""
    return _is_on_board(slot) or (bool(_providers(slot)) and not _is_off(slot))


@cache
def _providers(slot: str) -> frozenset[str]:
    return frozenset(
        each.module.partition(".")[0] for each in entry_points(group=f"pegboard.{slot}")
    )


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the tests of a part where it, or what they drive it by, is not on board."""
    # Of a folder that is named on the command line only what lies in it is asked for.
    if _PARTS not in collection_path.parents:
        return None
    part = collection_path.relative_to(_PARTS).parts[0]
    if not (_PARTS / part).is_dir():
        return None
    needed = [part, *([] if part in _SINGLE else ["routing"]), *_COMPANIONS.get(part, [])]
    return None if all(map(_is_on_board, needed)) or part.startswith("_") else True


def pytest_collection_finish() -> None:
    """Keep the collector away from thousands of collected tests, which live until the end.

    Some tests collect garbage, and would look at all of them each time.
    """
    gc.collect()
    gc.freeze()


def _is_replaced(part: str) -> bool:
    return _providers(part) > {f"pegboard_{part}"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose marks name a part that is not on board, or that another one replaces."""
    needed = [str(part) for mark in item.iter_markers("needs") for part in mark.args]
    missing = [part for part in needed if not _is_filled(part)]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}, which this environment leaves out")
    standard = [str(part) for mark in item.iter_markers("standard") for part in mark.args]
    replaced = [part for part in standard if _is_replaced(part)]
    if replaced:
        pytest.skip(f"is about the default {', '.join(replaced)}, which this environment replaces")
