"""The planted faults: there are enough of them for each slot."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module

import pytest

from pegboard_hookspecs import SLOTS

_each_slot = pytest.mark.parametrize(
    "slot", [pytest.param(slot.name, marks=pytest.mark.needs(slot.name)) for slot in SLOTS]
)


@_each_slot
def test_a_slot_has_ten_faults(slot: str) -> None:
    """The suite of each slot is run with no fewer than ten providers that break it differently."""
    module = import_module(f"tests.plugins.contracts.test_{slot}")
    (mark,) = module.test_a_fault_is_noticed.pytestmark

    assert len({_behaviour(fault) for fault in mark.args[1]}) >= 10


def _behaviour(fault: type) -> tuple[object, ...]:
    """Give what a fault does, whatever its name is and whichever test has to notice."""
    node = ast.parse(inspect.getsource(fault)).body[0]
    assert isinstance(node, ast.ClassDef)
    members = [ast.unparse(each) for each in node.body if not isinstance(each, ast.Expr)]
    own = [each for each in members if not each.startswith("breaks = ")]
    return (*fault.__bases__, *own) if own else _behaviour(fault.__bases__[0])
