"""Leaves out the tests of a suite where the default provider of its slot is not on board."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from pegboard_hookspecs import SLOTS

_SUITES = {f"test_{slot.name}.py": slot.default_distribution for slot in SLOTS}


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out a module whose faults are in a provider that is missing."""
    distribution = _SUITES.get(collection_path.name)
    if distribution is None or find_spec(distribution.replace("-", "_")) is not None:
        return None
    return True
