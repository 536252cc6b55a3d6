"""Requests in process: Pegboard with all default parts against Flask, Bottle and Falcon.

Each request is a WSGI call whose body is read and closed. The frameworks take turns in one run,
round by round, so that noise of the machine hits all alike; printed is the median over the rounds
of Pegboard's speed relative to each peer in the same round (more is better), and the median CPU
microseconds of a request, which mean little on another machine.

    python benchmarks/bench_requests.py [--rounds 21] [--only hello,json] [--of pegboard-flask]

Flask's names on Pegboard (``pegboard-flask``) are found beside it in the repository; they need not
be installed.
"""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
# They are not installed in the development environment, or every application would load them.
sys.path += [
    str(Path(__file__).parents[1] / "plugins" / name / "src") for name in ("flask", "signals")
]

from apps import BUILDERS, SCENARIOS, Scenario

WSGI = Callable[..., Iterable[bytes]]

_SECONDS_PER_TURN = 0.02


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=21, help="turns of each framework")
    parser.add_argument("--of", default="pegboard", choices=BUILDERS, help="whose speed")
    parser.add_argument("--only", default="", help="scenarios, separated by commas")
    options = parser.parse_args()
    chosen = options.only.split(",") if options.only else list(SCENARIOS)
    logging.disable()
    rows = {name: measure(SCENARIOS[name], options.rounds) for name in chosen}
    print(table(rows, options.of))


def measure(scenario: Scenario, rounds: int) -> dict[str, list[float]]:
    """Give CPU microseconds per request, by framework, one figure per round."""
    calls = {name: caller(build(scenario), scenario) for name, build in BUILDERS.items()}
    counts = {name: count_for(call) for name, call in calls.items()}
    figures: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            gc.collect()
            figures[name].append(timed(call, counts[name]))
    return figures


def caller(app: WSGI, scenario: Scenario) -> Callable[[], None]:
    """Give a function that makes one request, after checking that it is answered rightly."""
    environ = scenario.environ()
    cookies: dict[str, Any] = {}
    body = environ["wsgi.input"]

    def start(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> None:
        if not cookies:
            cookies.update(status=status, headers=headers)

    def call() -> None:
        body.seek(0)
        parts = app(dict(environ), start)
        for _ in parts:
            pass
        close = getattr(parts, "close", None)
        if close is not None:
            close()

    body.seek(0)
    answer = b"".join(app(dict(environ), start))
    scenario.check(cookies["status"], answer)
    scenario.keep_cookie(environ, cookies["headers"])
    return call


def count_for(call: Callable[[], None]) -> int:
    """Say how many requests fill a turn."""
    for _ in range(20):
        call()
    return max(20, int(_SECONDS_PER_TURN / (timed(call, 50) / 1e6)))


def timed(call: Callable[[], None], count: int) -> float:
    """Give the CPU microseconds of one request."""
    started = process_time()
    for _ in range(count):
        call()
    return (process_time() - started) / count * 1e6


def table(rows: Mapping[str, Mapping[str, list[float]]], name: str = "pegboard") -> str:
    """Write the ratios and the times as a table.

    :param name: whose speed relative to the others it is.
    """
    peers = [peer for peer in BUILDERS if peer != name]
    lines = [f"{name:16}" + "".join(f"{'x ' + peer:>17}" for peer in peers) + "   microseconds"]
    for scenario, figures in rows.items():
        own = figures[name]
        ratios = [
            median(other / mine for other, mine in zip(figures[peer], own, strict=True))
            for peer in peers
        ]
        times = ", ".join(f"{each} {median(values):.1f}" for each, values in figures.items())
        lines.append(
            f"{scenario:16}" + "".join(f"{ratio:17.2f}" for ratio in ratios) + f"   {times}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
