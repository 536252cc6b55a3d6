"""Hooks as plain functions.

:class:`Switchboard` keeps them in their places. On the way of a hook through this package
:mod:`~pegboard.compiler.internals` checks that pluggy is as expected,
:mod:`~pegboard.compiler.plan` decides, :mod:`~pegboard.compiler.shape` says what the code depends
on, :mod:`~pegboard.compiler.source` writes it, and :mod:`~pegboard.compiler.code` compiles it;
:mod:`~pegboard.compiler.running` is what it calls, and :mod:`~pegboard.compiler.caller` puts it
behind pluggy's relay. Where nothing can be compiled, :mod:`~pegboard.compiler.relay` and
:mod:`~pegboard.compiler.isolation` give the same through pluggy's own loop.
"""

from __future__ import annotations

from pegboard.compiler.internals import Executor, obstacle
from pegboard.compiler.switchboard import Switchboard

__all__ = ["Executor", "Switchboard", "obstacle"]
