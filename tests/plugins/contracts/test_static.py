"""The suite of the slot ``static``: the default provider passes, and each fault is noticed."""

from __future__ import annotations

import pytest

from pegboard_contracts.static import StaticContract
from pegboard_static import StaticFolders
from tests.plugins.contracts.faults import static as faults
from tests.plugins.contracts.running import each_fault, fails

pytestmark = pytest.mark.slow


class TestStaticFolders(StaticContract):
    provider = StaticFolders


@each_fault(faults)
def test_a_fault_is_noticed(fault: type, request: pytest.FixtureRequest) -> None:
    """The suite fails for a provider that breaks a rule, by the test of that rule."""
    assert fails(StaticContract, fault, request)
