"""Hooks as plain functions.

On the way of a hook through this package :mod:`~pegboard.compiler.internals` checks that pluggy
is as expected, :mod:`~pegboard.compiler.plan` decides, :mod:`~pegboard.compiler.shape` says what
the code depends on, :mod:`~pegboard.compiler.source` writes it, and
:mod:`~pegboard.compiler.code` compiles it; :mod:`~pegboard.compiler.running` is what it calls,
and :mod:`~pegboard.compiler.caller` puts it behind pluggy's relay. Where nothing can be compiled,
:mod:`~pegboard.compiler.relay` and :mod:`~pegboard.compiler.isolation` give the same through
pluggy's own loop.
"""

from __future__ import annotations

from pegboard.compiler.caller import caller_class
from pegboard.compiler.code import callee
from pegboard.compiler.internals import Executor, Plain, Specification, obstacle
from pegboard.compiler.plan import Plan, direct, make_plan
from pegboard.compiler.relay import make_relay

__all__ = [
    "Executor",
    "Plain",
    "Plan",
    "Specification",
    "callee",
    "caller_class",
    "direct",
    "make_plan",
    "make_relay",
    "obstacle",
]
