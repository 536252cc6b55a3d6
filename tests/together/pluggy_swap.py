"""A plugin of pytest that runs pluggy's own tests on the compiling manager.

Their ``PluginManager`` is replaced, and so is the loop that some of them call by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pluggy
import pluggy._callers
import pytest

from pegboard.plugins.compiler.plan import Plan, make_plan
from tests.core.managing import Eager, EagerBoard

__all__ = [
    "CompilingManager",
    "multicall",
    "pytest_load_initial_conftests",
    "pytest_terminal_summary",
]

_stock_multicall = vars(pluggy._callers)["_multicall"]


class _Counter:
    """Counts the calls that a compiled function answered."""

    calls = 0

    def counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function that counts its calls."""

        def counting(**kwargs: object) -> Any:
            __tracebackhide__ = True
            self.calls += 1
            return function(**kwargs)

        return counting


_counter = _Counter()


class _CountingBoard(EagerBoard):
    def _put_behind(self, caller: pluggy.HookCaller, plan: Plan) -> None:
        twin = None if plan.twin is None else _counter.counted(plan.twin)
        super()._put_behind(caller, replace(plan, twin=twin))


class CompilingManager(Eager):
    """Compiles hooks before their first call, and counts."""

    board = _CountingBoard


@dataclass(frozen=True)
class _Given:
    """A specification with just the arguments of one call."""

    argnames: tuple[str, ...]
    opts: Any
    kwargnames: tuple[str, ...] = ()
    kwargdefaults: Mapping[str, object] = field(default_factory=dict[str, object])
    function: Callable[..., object] = print


def multicall(
    hook_name: str,
    hook_impls: Sequence[pluggy.HookImpl],
    caller_kwargs: Mapping[str, object],
    firstresult: bool,
) -> object:
    """Do what pluggy's loop does, by a compiled function where there is one."""
    __tracebackhide__ = True
    spec = _Given(tuple(caller_kwargs), {"firstresult": firstresult})
    twin = make_plan(hook_name, spec, list(hook_impls)).twin
    if twin is None:
        return _stock_multicall(hook_name, hook_impls, caller_kwargs, firstresult)
    return _counter.counted(twin)(**caller_kwargs)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Put the replacements in place before anything of pluggy's tests is imported."""
    patch = pytest.MonkeyPatch()
    patch.setattr("pluggy.PluginManager", CompilingManager)
    patch.setattr("pluggy._manager.PluginManager", CompilingManager)
    patch.setattr("pluggy._callers._multicall", multicall)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many calls were compiled ones."""
    terminalreporter.write_line(f"compiled calls: {_counter.calls}")
