"""The suite of the slot ``cli``: the default provider passes, and each fault is noticed."""

from __future__ import annotations

import pytest

from pegboard_cli import ClickCommands
from pegboard_contracts.cli import CLIContract
from tests.plugins.contracts.faults import cli as faults
from tests.plugins.contracts.running import each_fault, fails

pytestmark = pytest.mark.slow


class TestClickCommands(CLIContract):
    provider = ClickCommands


@each_fault(faults)
def test_a_fault_is_noticed(fault: type, request: pytest.FixtureRequest) -> None:
    """The suite fails for a provider that breaks a rule, by the test of that rule."""
    assert fails(CLIContract, fault, request)
