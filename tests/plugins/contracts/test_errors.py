"""The suite of the slot ``errors``: the default provider passes, and each fault is noticed."""

from __future__ import annotations

import pytest

from pegboard_contracts.errors import ErrorsContract
from pegboard_errors import NegotiatedErrors
from tests.plugins.contracts.faults import errors as faults
from tests.plugins.contracts.running import each_fault, fails

pytestmark = pytest.mark.slow


class TestNegotiatedErrors(ErrorsContract):
    provider = NegotiatedErrors


@each_fault(faults)
def test_a_fault_is_noticed(fault: type, request: pytest.FixtureRequest) -> None:
    """The suite fails for a provider that breaks a rule, by the test of that rule."""
    assert fails(ErrorsContract, fault, request)
