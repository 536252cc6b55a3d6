"""The suite of the slot ``templating``: the default provider passes, and each fault is noticed."""

from __future__ import annotations

import pytest

from pegboard_contracts.templating import TemplatingContract
from pegboard_templating import JinjaTemplating
from tests.plugins.contracts.faults import templating as faults
from tests.plugins.contracts.running import each_fault, fails

pytestmark = pytest.mark.slow


class TestJinjaTemplating(TemplatingContract):
    provider = JinjaTemplating


@each_fault(faults)
def test_a_fault_is_noticed(fault: type, request: pytest.FixtureRequest) -> None:
    """The suite fails for a provider that breaks a rule, by the test of that rule."""
    assert fails(TemplatingContract, fault, request)
