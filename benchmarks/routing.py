"""Routers side by side: the radix tree against the default provider, and many routes against few.

Both have the same routes, of four kinds in equal numbers, and match the same requests. They take
turns, round by round, so that noise of the machine hits both alike; printed is the median over the
rounds of how many times as quick the tree is as the default in the same round (more is better),
and its CPU microseconds, which mean little on another machine. The last column says how many times
as long it takes as with the fewest routes: for one look-up, and for one route that is added.

    python benchmarks/routing.py [--rounds 11] [--counts 10,100,1000,10000]
"""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import process_time
from types import SimpleNamespace
from typing import cast

sys.path.insert(0, str(Path(__file__).parent.parent / "plugins/routing-radix/src"))

from werkzeug.exceptions import HTTPException

from pegboard_hookspecs import Application, Request, Route
from pegboard_hookspecs.slots import RoutingProvider
from pegboard_routing import WerkzeugRouting
from pegboard_routing_radix import RadixRouting

ROUTERS: Mapping[str, Callable[[], RoutingProvider]] = {
    "radix": RadixRouting,
    "default": WerkzeugRouting,
}
#: Rules to be numbered, and the path of the last of them.
KINDS = {
    "fixed": ("/pages/about-%d", "/pages/about-%d"),
    "variable": ("/section-%d/items/<int:id>", "/section-%d/items/7"),
    "like patterns": ("/tags/tag%d-<name>", "/tags/tag%d-ann"),
    "deep": ("/api/v1/tree/<user>/part%d/<path:rest>", "/api/v1/tree/ann/part%d/a/b"),
}
MISSES = {"miss": "/nothing/of/the/kind", "near miss": "/section-3/items/seven"}

_LOOKUPS = 2_000
_ADDED = 2_000


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=11, help="turns of each router")
    parser.add_argument("--counts", default="10,100,1000,10000", help="how many routes")
    options = parser.parse_args()
    logging.disable()
    first: dict[str, float] = {}
    print(f"{'':>6} {'':14}{'x default':>10}{'microseconds':>15}{'x fewest':>10}")
    for count in map(int, options.counts.split(",")):
        rows = {"building": building(count, options.rounds), **lookups(count, options.rounds)}
        for name, figures in rows.items():
            print(row(count, name, figures, first))


def row(
    count: int, name: str, figures: Mapping[str, Sequence[float]], first: dict[str, float]
) -> str:
    """Write what was measured of one kind."""
    own = figures["radix"]
    ratio = median(d / r for d, r in zip(figures["default"], own, strict=True))
    time = median(own)
    growth = time / first.setdefault(name, time)
    return f"{count:>6} {name:14}{ratio:10.2f}{time:15.2f}{growth:10.2f}"


def building(count: int, rounds: int) -> dict[str, list[float]]:
    """Give the microseconds to add a route and be ready to match, by router, one a round."""
    repeats = max(1, _ADDED // count)
    rounds = rounds if count <= _ADDED else max(3, rounds // 3)

    def build(make: Callable[[], RoutingProvider]) -> None:
        for _ in range(repeats):
            router = filled(make, count)
            matching(router, MISSES["miss"])()

    return turns({n: lambda m=m: build(m) for n, m in ROUTERS.items()}, rounds, repeats * count)  # type: ignore[misc]  # bound now


def lookups(count: int, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Give the microseconds of a look-up, by kind and router, one a round."""
    routers = {name: filled(make, count) for name, make in ROUTERS.items()}
    paths = {kind: path % (count // len(KINDS) - 1) for kind, (_, path) in KINDS.items()}
    found: dict[str, dict[str, list[float]]] = {}
    for kind, path in {**paths, **MISSES}.items():
        calls = {name: repeated(matching(router, path)) for name, router in routers.items()}
        found[kind] = turns(calls, rounds, _LOOKUPS)
    return found


def filled(make: Callable[[], RoutingProvider], count: int) -> RoutingProvider:
    """Make a router with about so many routes."""
    router = make()
    for number in range(count // len(KINDS)):
        for kind, (rule, _) in KINDS.items():
            router.add_route(APP, Route(rule % number, f"{kind} {number}"))
    return router


def matching(router: RoutingProvider, path: str) -> Callable[[], None]:
    """Give a call that matches a path, whatever comes of it."""
    request = Request(path=path)

    def match() -> None:
        with suppress(HTTPException):
            router.match_request(APP, request)

    return match


def repeated(call: Callable[[], None]) -> Callable[[], None]:
    """Give what makes a call many times."""
    call()

    def calls() -> None:
        for _ in range(_LOOKUPS):
            call()

    return calls


def turns(
    calls: Mapping[str, Callable[[], None]], rounds: int, count: int
) -> dict[str, list[float]]:
    """Give the CPU microseconds of one of so many, by name, one figure a round."""
    figures: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            gc.collect()
            started = process_time()
            call()
            figures[name].append((process_time() - started) / count * 1e6)
    return figures


#: Stands in for an application: routing asks for very little.
APP = cast(
    "Application",
    SimpleNamespace(
        host_matching=False, subdomain_matching=False, config={}, logger=logging.getLogger("routes")
    ),
)

if __name__ == "__main__":
    main()
