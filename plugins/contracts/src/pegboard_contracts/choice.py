"""Which slots have a suite, and which provider is installed and selected for one here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from pegboard.plugins.loader import Candidate, SlotDecision, resolve, suggestion
from pegboard_hookspecs import SLOTS
from pegboard_hookspecs.errors import PegboardError, UnknownNameError

__all__ = ["brought_suites", "decision_about", "winner"]

#: The entry-point group of suites for slots that distributions bring, by the name of the slot.
_SUITES = "pegboard_contracts"


def brought_suites() -> Mapping[str, EntryPoint]:
    """Give the suites that distributions bring for slots of their own, by slot; none is loaded."""
    return {each.name: each for each in entry_points(group=_SUITES)}


def decision_about(slot: str) -> SlotDecision:
    """Say who fills a slot of an application in the current folder, and why.

    :raises UnknownNameError: there is no suite for a slot of that name.
    """
    names = [*(each.name for each in SLOTS), *sorted(brought_suites())]
    if slot not in names:
        hint = suggestion(slot, names)
        raise UnknownNameError(
            f"--pegboard-slot={slot} names no slot that has a suite.{hint} There are suites for: "
            f"{', '.join(names)}."
        )
    return resolve(SLOTS, root_path=Path.cwd()).decision(slot)


def winner(slot: str) -> Candidate:
    """Give who fills a slot of an application in the current folder.

    :raises PegboardError: nobody does, or nobody decides; the message has the cure.
    """
    decision = decision_about(slot)
    if decision.winner is None:
        problem: PegboardError = decision.problem or decision.empty_error()
        raise problem
    return decision.winner
