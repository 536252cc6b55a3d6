"""Sources of the briefing: others' services, each of which takes its time.

A real one would ask over the network. These wait as long as that takes, and make their answers up.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from newsroom.editions import Edition

__all__ = ["Source", "markets", "transit", "weather"]

#: Asked for an edition; its name is what the briefing calls it by.
Source = Callable[[Edition], Awaitable[str]]

_SECONDS = 0.4


async def weather(edition: Edition) -> str:
    """How warm it is."""
    made_up = await _answer("weather", edition)
    return f"{made_up.randint(-5, 32)} °C"


async def transit(edition: Edition) -> str:
    """How late trains are."""
    made_up = await _answer("transit", edition)
    return f"+{made_up.randint(0, 12)} min"


async def markets(edition: Edition) -> str:
    """How the exchange began the day."""
    made_up = await _answer("markets", edition)
    return f"{made_up.uniform(-2, 2):+.1f} %"


async def _answer(name: str, edition: Edition) -> random.Random:
    await asyncio.sleep(_SECONDS)
    return random.Random(f"{name} {edition} {datetime.now(UTC).date()}")  # noqa: S311 - no secret
