"""The suite of the slot ``sessions``: the default provider passes, and each fault is noticed."""

from __future__ import annotations

import pytest

from pegboard_contracts.sessions import SessionsContract
from pegboard_sessions import CookieSessions
from tests.plugins.contracts.faults import sessions as faults
from tests.plugins.contracts.running import each_fault, fails

pytestmark = pytest.mark.slow


class TestCookieSessions(SessionsContract):
    provider = CookieSessions


@each_fault(faults)
def test_a_fault_is_noticed(fault: type, request: pytest.FixtureRequest) -> None:
    """The suite fails for a provider that breaks a rule, by the test of that rule."""
    assert fails(SessionsContract, fault, request)
