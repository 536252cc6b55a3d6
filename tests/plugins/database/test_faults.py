"""The suite of the slot notices providers that break it."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard_database.contract import DatabaseContract
from tests.plugins.contracts.running import each_fault, fails
from tests.plugins.database import faults


@each_fault(faults)
def test_a_fault_is_noticed(fault: Any, request: pytest.FixtureRequest) -> None:
    """The test that a fault names fails for it."""
    try:
        assert fails(DatabaseContract, fault, request)
    finally:
        faults.close_all()
