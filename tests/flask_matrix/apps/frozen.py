"""A process in which time stands still and chance is the same each time.

So that what two frameworks answer can be compared byte for byte: signed cookies, tokens,
expiry dates, keys and nonces need not be blurred.
"""

from __future__ import annotations

import os
import random
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

import time_machine

__all__ = ["Clock", "deal_again", "frozen"]

_START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

Clock = time_machine.Traveller

_chance = random.Random(1)  # noqa: S311 - it is to be guessed


@contextmanager
def frozen() -> Generator[Clock]:
    """Stop the clock, and replace where the operating system's chance comes from."""
    os.urandom = _chance.randbytes
    # Where "secrets" and "uuid" of the standard library get theirs.
    setattr(random, "_urandom", _chance.randbytes)  # noqa: B010 - no attribute that is told of
    with time_machine.travel(_START, tick=False) as clock:
        yield clock


def deal_again(number: int) -> None:
    """Start chance anew, by a step's number: what one step takes changes nothing for the next."""
    _chance.seed(number)
    random.seed(number)
