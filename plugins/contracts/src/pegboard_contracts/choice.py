"""Which provider is installed and selected for a slot in this environment."""

from __future__ import annotations

from pathlib import Path

from pegboard.plugins.loader import Candidate, SlotDecision, resolve, suggestion
from pegboard_hookspecs import SLOTS
from pegboard_hookspecs.errors import PegboardError, UnknownNameError

__all__ = ["decision_about", "winner"]


def decision_about(slot: str) -> SlotDecision:
    """Say who fills a slot of an application in the current folder, and why.

    :raises UnknownNameError: there is no suite for a slot of that name.
    """
    names = [each.name for each in SLOTS]
    if slot not in names:
        hint = suggestion(slot, names)
        raise UnknownNameError(
            f"--pegboard-slot={slot} names no slot of the contract.{hint} There are suites for: "
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
