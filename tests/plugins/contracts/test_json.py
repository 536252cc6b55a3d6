"""The suite of the slot ``json``: the default provider passes, and each fault is noticed."""

from __future__ import annotations

import pytest

from pegboard_contracts.json import JSONContract
from pegboard_json import StandardJSON
from tests.plugins.contracts.faults import json as faults
from tests.plugins.contracts.running import each_fault, fails

pytestmark = pytest.mark.slow


class TestStandardJSON(JSONContract):
    provider = StandardJSON


@each_fault(faults)
def test_a_fault_is_noticed(fault: type, request: pytest.FixtureRequest) -> None:
    """The suite fails for a provider that breaks a rule, by the test of that rule."""
    assert fails(JSONContract, fault, request)
