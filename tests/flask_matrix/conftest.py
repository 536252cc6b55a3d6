"""Tests that need Flask's extensions, which only tox's environment "flask-suites" has."""

from __future__ import annotations

from importlib.util import find_spec

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose marks name modules that are not installed."""
    needed = [str(name) for mark in item.iter_markers("extensions") for name in mark.args]
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}: installed by 'tox run -e flask-suites'")
