"""The compiling manager against pluggy's own, on random lives of both.

``DIFFERENTIAL_EXAMPLES=5000`` looks harder than the hundred lives of an ordinary run.
"""

from __future__ import annotations

import os

import pluggy
import pytest
from hypothesis import HealthCheck, given, settings

from pegboard.plugins.manager import HookManager
from tests.core.managing import Eager, Uncompiled
from tests.core.scenario import Scenario, scenarios
from tests.core.stage import play

SETTINGS = settings(
    deadline=None,
    max_examples=int(os.environ.get("DIFFERENTIAL_EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

KINDS = pytest.mark.parametrize(
    ("kind", "by_position"),
    [(HookManager, True), (HookManager, False), (Eager, False)],
    ids=["calls", "relay", "relay-compiled-at-once"],
)


@KINDS
@settings(
    deadline=None,
    max_examples=int(os.environ.get("DIFFERENTIAL_EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(scenario=scenarios())
def test_what_happens_is_what_pluggy_does(
    kind: type[HookManager], by_position: bool, scenario: Scenario
) -> None:
    """Results, exceptions, warnings, order and what each plugin sees are the same as in pluggy."""
    stock = play(scenario, pluggy.PluginManager, by_position=by_position)

    assert play(scenario, kind, by_position=by_position) == stock


@settings(
    deadline=None,
    max_examples=int(os.environ.get("DIFFERENTIAL_EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(scenario=scenarios(are_isolated=True))
def test_isolation_is_the_same_without_compiling(scenario: Scenario) -> None:
    """A hook whose implementations are isolated does the same by pluggy's own loop."""
    uncompiled = play(scenario, Uncompiled, by_position=True)

    assert play(scenario, HookManager, by_position=True) == uncompiled
