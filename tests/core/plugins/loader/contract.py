"""A small contract for the tests of the loader: two slots, and events open to everyone."""

from __future__ import annotations

from pegboard_hookspecs import Slot, hookspec

__all__ = ["SLOTS", "Counting", "Events", "Greeting"]


class Events:
    """Hooks that belong to no slot."""

    @hookspec("notify")
    def started(self, app: object, request: object) -> None:
        """Something has begun."""

    @hookspec("notify")
    def ended(self, app: object, error: object = None) -> None:
        """Something is over."""

    def helper(self) -> None:
        """Stand among the specifications without being one."""


class Greeting:
    """Hooks of the slot ``greeting``."""

    @hookspec("first")
    def greet(self, app: object, name: str) -> object:
        """Greet somebody."""

    @hookspec("first", optional=True)
    def wave(self, app: object) -> object:
        """Wave, if you can."""


class Counting:
    """Hooks of the slot ``counting``."""

    @hookspec("first")
    def count(self, app: object) -> object:
        """Count something."""


SLOTS = (
    Slot("greeting", Greeting, "acme-greeting:plain", "greets"),
    Slot("counting", Counting, "acme-counting:fingers", "counts"),
)
