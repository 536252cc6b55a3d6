"""Which parts of an application are Pegboard's own, and which another plugin fills."""

from __future__ import annotations

from pegboard import Pegboard
from pegboard_hookspecs import lazy

__all__ = ["Slots"]


class Slots(Pegboard):
    """An application that keeps Flask's ways where Pegboard's default parts are."""

    def is_replaced(self, slot: str) -> bool:
        """Say whether another plugin than Pegboard's default one fills a slot.

        Where it does, the plugin says what users see, and else Flask's ways are kept.
        """
        known = self._replaced
        if slot not in known:
            own = f"pegboard-{slot}:"
            known[slot] = self.has_slot(slot) and not self.slot(slot).identity.startswith(own)
        return known[slot]

    @lazy
    def _replaced(self) -> dict[str, bool]:
        return {}
