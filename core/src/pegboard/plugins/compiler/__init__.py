"""Hooks as plain functions.

:class:`Switchboard` keeps them in their places. On the way of a hook through this package
:mod:`.internals` checks that pluggy is as expected, :mod:`.plan` decides, :mod:`.shape` says what
the code depends on, :mod:`.source` writes it, and :mod:`.code` compiles it; :mod:`.running` is
what it calls, and :mod:`.caller` puts it behind pluggy's relay. Where nothing can be compiled,
:mod:`.relay` and :mod:`.isolation` give the same through pluggy's own loop.
"""

from __future__ import annotations

from pegboard.plugins.compiler.internals import Executor, obstacle
from pegboard.plugins.compiler.switchboard import Switchboard

__all__ = ["Executor", "Switchboard", "obstacle"]
