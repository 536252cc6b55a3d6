"""Hook calls: pluggy's own against compiled ones, in one interleaved run.

Run it with ``python benchmarks/hooks.py``. Each figure is the median of several rounds, in
nanoseconds for one call, the cost of an empty function taken off; on a shared machine only the
ratios mean something.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

import pluggy

from pegboard.plugins import HookManager
from pegboard_hookspecs.markers import PROJECT, hookimpl, hookspec

ROUNDS = 15
CALLS = 5_000

#: Numbers of implementations and of wrappers around them.
SHAPES = [(0, 0), (1, 0), (3, 0), (10, 0), (1, 1), (3, 2)]

Call = Callable[[], object]


class Specs:
    """One hook of each kind."""

    @hookspec("first")
    def first(self, app: object, request: object) -> object:
        """Give the first answer."""

    @hookspec("collect")
    def collect(self, app: object, request: object) -> object:
        """Give all answers."""


class Plugin:
    """Answers one hook, and passes on the other, so that all are asked."""

    @hookimpl
    def first(self, app: object, request: object) -> object:
        """Give no answer."""

    @hookimpl
    def collect(self, app: object, request: object) -> object:
        """Give both arguments."""
        return app, request


class Wrapper:
    """Lets everything pass."""

    @hookimpl(wrapper=True)
    def first(self) -> Generator[None, object, object]:
        """Pass on the answer."""
        return (yield)

    @hookimpl(wrapper=True)
    def collect(self) -> Generator[None, object, object]:
        """Pass on all answers."""
        return (yield)


@dataclass(frozen=True)
class Row:
    """What one hook costs, in the ways of calling it.

    :param stock: through pluggy's relay.
    :param relay: through the relay of the compiling manager.
    :param call: as the kernel calls it.
    """

    stock: float
    relay: float
    call: float


def fill(manager: pluggy.PluginManager, plugins: int, wrappers: int) -> None:
    """Give a manager so many plugins and wrappers."""
    manager.add_hookspecs(Specs)
    for _ in range(plugins):
        manager.register(Plugin())
    for _ in range(wrappers):
        manager.register(Wrapper())


def measure(hook: str, plugins: int, wrappers: int) -> Row:
    """Measure one hook with so many plugins and wrappers."""
    stock, compiled = pluggy.PluginManager(PROJECT), HookManager()
    for manager in (stock, compiled):
        fill(manager, plugins, wrappers)
    relays: list[Any] = [getattr(manager.hook, hook) for manager in (stock, compiled)]
    costs = medians(
        lambda: None,
        lambda: relays[0](app=1, request=2),
        lambda: relays[1](app=1, request=2),
        kernel_call(compiled, hook),
    )
    empty, *others = costs
    return Row(*(cost - empty for cost in others))


def kernel_call(manager: HookManager, hook: str) -> Call:
    """Give a call as the kernel makes it: not at all if nobody implements the hook."""
    calls = manager.calls
    if getattr(calls, hook) is None:
        return lambda: getattr(calls, hook) is not None
    getattr(calls, hook)(1, 2)
    function = getattr(calls, hook)
    return lambda: function(1, 2)


def medians(*calls: Call) -> list[float]:
    """Measure calls in turn, round by round; give the median of each."""
    rounds = [[once(call) for call in calls] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def once(call: Call) -> float:
    """Give the nanoseconds that one call takes on average."""
    start = perf_counter_ns()
    for _ in range(CALLS):
        call()
    return (perf_counter_ns() - start) / CALLS


def main() -> None:
    """Print a table."""
    print(f"Python {sys.version.split()[0]}, pluggy {pluggy.__version__}; ns for one call")
    head = ["hook", "plugins", "wrappers", "pluggy", "relay", "kernel", "of relay", "of kernel"]
    print("".join(f"{title:>10}" for title in head))
    for hook in ("first", "collect"):
        for plugins, wrappers in SHAPES:
            row = measure(hook, plugins, wrappers)
            ratios = (row.stock / row.relay, row.stock / max(row.call, 1))
            figures = "".join(f"{cost:10.0f}" for cost in (row.stock, row.relay, row.call))
            print(f"{hook:>10}{plugins:10}{wrappers:10}{figures}", end="")
            print("".join(f"{ratio:9.1f}x" for ratio in ratios))


if __name__ == "__main__":
    main()
