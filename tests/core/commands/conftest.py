"""A terminal of no particular width."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be wrapped, unless a test says how wide its terminal is."""
    monkeypatch.delenv("COLUMNS", raising=False)
