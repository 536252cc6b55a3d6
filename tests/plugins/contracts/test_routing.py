"""The suite of the slot ``routing``: the default provider passes, and each fault is noticed."""

from __future__ import annotations

import pytest

from pegboard_contracts.routing import RoutingContract
from pegboard_routing import WerkzeugRouting
from tests.plugins.contracts.faults import building, routing
from tests.plugins.contracts.running import each_fault, fails

pytestmark = pytest.mark.slow


class TestWerkzeugRouting(RoutingContract):
    provider = WerkzeugRouting


@each_fault(building, routing)
def test_a_fault_is_noticed(fault: type, request: pytest.FixtureRequest) -> None:
    """The suite fails for a provider that breaks a rule, by the test of that rule."""
    assert fails(RoutingContract, fault, request)
