"""The suite of the slot ``server``: the default provider passes, and each fault is noticed."""

from __future__ import annotations

import pytest

from pegboard_contracts.server import ServerContract
from pegboard_server import WerkzeugServer
from tests.plugins.contracts.faults import server as faults
from tests.plugins.contracts.running import each_fault, fails

pytestmark = pytest.mark.slow


class TestWerkzeugServer(ServerContract):
    provider = WerkzeugServer


@each_fault(faults)
def test_a_fault_is_noticed(fault: type, request: pytest.FixtureRequest) -> None:
    """The suite fails for a provider that breaks a rule, by the test of that rule."""
    assert fails(ServerContract, fault, request)
