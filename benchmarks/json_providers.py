"""The providers of the slot ``json`` against each other, in one interleaved run.

Printed is the median over the rounds of how many times faster than the default provider each one
is in the same round (more is better), and the median CPU microseconds of one call, which mean
little on another machine. "hooked" applications have an implementation of ``json_default``.

    python benchmarks/json_providers.py [--rounds 15]
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parents[1]
# Providers that are no default parts are not installed for development.
sys.path[:0] = [str(ROOT / "plugins" / name / "src") for name in ("json-orjson", "json-msgspec")]

from pegboard import Pegboard  # noqa: E402 - after the path
from pegboard_json import StandardJSON  # noqa: E402
from pegboard_json_msgspec import MsgspecJSON  # noqa: E402
from pegboard_json_orjson import OrjsonJSON  # noqa: E402

PROVIDERS: dict[str, type[Any]] = {
    "stdlib": StandardJSON,
    "orjson": OrjsonJSON,
    "msgspec": MsgspecJSON,
}
_SECONDS_PER_TURN = 0.02

Call = Callable[[], object]


@dataclass
class Guest:
    """What an application may keep."""

    id: UUID
    name: str
    since: date
    note: str | None = None


SMALL: object = {"message": "Hello, World!"}
LARGE: object = [
    {
        "id": number,
        "name": f"guest {number}",
        "is_here": True,
        "paid": number * 1.5,
        "tags": ["a", "b"],
    }
    for number in range(100)
]
NULLS: object = [{"id": number, "name": f"guest {number}", "note": None} for number in range(100)]
GUESTS: object = [Guest(UUID(int=each), f"guest {each}", date(2026, 1, 2)) for each in range(100)]

PAYLOADS = {"small": SMALL, "100 dicts": LARGE, "100 with null": NULLS, "100 guests": GUESTS}


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15, help="turns of each provider")
    rounds: int = parser.parse_args().rounds
    print(f"{'':24}" + "".join(f"{'x ' + name:>11}" for name in PROVIDERS) + "   microseconds")
    for name, calls in scenarios().items():
        print(row(name, measure(calls, rounds)))


def scenarios() -> dict[str, dict[str, Call]]:
    """Give the calls of each scenario, by provider."""
    plain = {name: make_app(each) for name, each in PROVIDERS.items()}
    hooked = {name: make_app(each, has_hook=True) for name, each in PROVIDERS.items()}
    found: dict[str, dict[str, Call]] = {}
    for name, value in PAYLOADS.items():
        found[f"dumps {name}"] = {key: dumping(app, value) for key, app in plain.items()}
        found[f"dumps {name}, hooked"] = {key: dumping(app, value) for key, app in hooked.items()}
    for name in ("small", "100 dicts"):
        data = plain["stdlib"].dump_json(PAYLOADS[name])
        found[f"loads {name}"] = {key: loading(app, data) for key, app in plain.items()}
        found[f"response {name}"] = {
            key: requesting(app, PAYLOADS[name]) for key, app in plain.items()
        }
    return found


def make_app(provider: type[Any], *, has_hook: bool = False) -> Pegboard:
    """Make an application with a provider."""
    app = Pegboard(__name__, static_folder=None, plugins={"json": provider})
    if has_hook:
        app.hookimpl("json_default")(iso_date)
    return app


def iso_date(value: object) -> object:
    """Write dates in another way."""
    return value.isoformat() if isinstance(value, date) else None


def dumping(app: Pegboard, value: object) -> Call:
    """Give a call that writes a value."""
    return lambda: app.dump_json(value)


def loading(app: Pegboard, data: bytes) -> Call:
    """Give a call that reads JSON."""
    return lambda: app.load_json(data)


def requesting(app: Pegboard, value: object) -> Call:
    """Give a call that makes one request, which is answered with a value."""
    if not app.view_functions:
        app.add_url_rule("/", "index", lambda: app.config["PAYLOAD"])
    environ = app.test_client().get("/missing").request.environ | {"PATH_INFO": "/"}

    def call() -> object:
        app.config["PAYLOAD"] = value
        return b"".join(app(dict(environ), start))

    return call


def start(_status: str, _headers: list[tuple[str, str]], _exc_info: Any = None) -> None:
    """Take the head of a response."""


def measure(calls: Mapping[str, Call], rounds: int) -> dict[str, list[float]]:
    """Give CPU microseconds per call, by provider, one figure per round."""
    counts = {name: count_for(call) for name, call in calls.items()}
    figures: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            gc.collect()
            figures[name].append(timed(call, counts[name]))
    return figures


def count_for(call: Call) -> int:
    """Say how many calls fill a turn."""
    return max(10, int(_SECONDS_PER_TURN / (timed(call, 20) / 1e6)))


def timed(call: Call, count: int) -> float:
    """Give the CPU microseconds of one call."""
    started = process_time()
    for _ in range(count):
        call()
    return (process_time() - started) / count * 1e6


def row(name: str, figures: Mapping[str, list[float]]) -> str:
    """Write the ratios and the times of one scenario."""
    base = figures["stdlib"]
    ratios = [median(b / m for b, m in zip(base, mine, strict=True)) for mine in figures.values()]
    times = ", ".join(f"{key} {median(values):.1f}" for key, values in figures.items())
    return f"{name:24}" + "".join(f"{ratio:11.2f}" for ratio in ratios) + f"   {times}"


if __name__ == "__main__":
    main()
