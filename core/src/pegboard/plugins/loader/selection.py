"""What is taken on board, what is not, and why: a value that ``pegboard plugins`` can print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pegboard.plugins.loader.candidate import Candidate
from pegboard.plugins.loader.contest import SlotDecision, decide
from pegboard.plugins.loader.discovery import Discovery
from pegboard.plugins.loader.identity import suggestion
from pegboard.plugins.loader.lock import Lock
from pegboard.plugins.loader.switches import Known, Switches
from pegboard_hookspecs.errors import PegboardError

__all__ = ["Selection", "State", "Verdict", "select"]

#: What becomes of a plugin: ``active`` ones are loaded, no other is ever imported.
State = Literal["active", "losing", "disabled", "stray"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one plugin, and why: a sentence that begins with the plugin."""

    plugin: Candidate
    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The outcome for one application.

    :param slots: who fills each slot.
    :param verdicts: what becomes of each plugin that was found, sorted by identity.
    :param specs: classes of hook specifications that distributions brought for no slot.
    :param order: the application's own order list.
    :param problems: what keeps an application from starting; :func:`load` raises the first.
    :param discovery: what was found, with hidden copies and broken metadata.
    :param lock: the lock that names all of it, or None where the path was scanned.
    """

    slots: tuple[SlotDecision, ...]
    verdicts: tuple[Verdict, ...]
    specs: tuple[type, ...]
    order: tuple[str, ...]
    problems: tuple[PegboardError, ...]
    discovery: Discovery
    lock: Lock | None = None

    @property
    def chosen(self) -> tuple[Candidate, ...]:
        """The plugins to load, sorted by identity."""
        active = (verdict.plugin for verdict in self.verdicts if verdict.state == "active")
        return tuple(plugin for plugin in active if not plugin.is_carrier)

    def decision(self, slot: str) -> SlotDecision:
        """Give the decision about a slot.

        :raises KeyError: there is no slot of that name.
        """
        for decision in self.slots:
            if decision.slot.name == slot:
                return decision
        raise KeyError(slot)


def select(
    known: Known, switches: Switches, *, is_safe: bool = False
) -> tuple[tuple[SlotDecision, ...], tuple[Verdict, ...]]:
    """Decide about every slot and every plugin, by metadata and settings alone."""
    decisions = tuple(
        decide(slot, [p for p in known.plugins if p.slot == slot.name], switches, is_safe=is_safe)
        for slot in known.slots
    )
    by_slot = {decision.slot.name: decision for decision in decisions}
    winners = (winner for d in decisions for winner in d.winners if winner.is_local)
    verdicts = [
        _verdict(plugin, by_slot, switches, is_safe=is_safe)
        for plugin in (*known.plugins, *winners)
    ]
    return decisions, tuple(sorted(verdicts, key=lambda verdict: verdict.plugin.identity))


def _verdict(
    plugin: Candidate, decisions: dict[str, SlotDecision], switches: Switches, *, is_safe: bool
) -> Verdict:
    if plugin.slot is None or plugin.is_carrier:
        return _additive(plugin, switches, is_safe=is_safe)
    decision = decisions.get(plugin.slot)
    if decision is None:
        hint = suggestion(plugin.slot, decisions)
        return Verdict(plugin, "stray", f"asks for the unknown slot {plugin.slot!r}.{hint}")
    return _provider(plugin, decision, switches)


def _additive(plugin: Candidate, switches: Switches, *, is_safe: bool) -> Verdict:
    off = switches.off(plugin.identity)
    if off is not None:
        return Verdict(plugin, "disabled", f"is switched off {off.source.where}")
    if plugin.is_local:
        return Verdict(plugin, "active", "is brought by the application")
    if is_safe:
        return Verdict(plugin, "disabled", "is left out in safe mode (PEGBOARD_NO_PLUGINS)")
    reason = "brings hook specifications" if plugin.is_carrier else "is installed"
    return Verdict(plugin, "active", reason)


def _provider(plugin: Candidate, decision: SlotDecision, switches: Switches) -> Verdict:
    name, winner = decision.slot.name, decision.winner
    if any(each.identity == plugin.identity for each in decision.winners):
        return Verdict(plugin, "active", decision.reason)
    off = switches.off(plugin.identity) or switches.off(name)
    if off is not None:
        return Verdict(plugin, "disabled", f"is switched off {off.source.where}")
    if winner is None:
        return Verdict(plugin, "losing", f"does not fill the slot {name!r}, which nobody decides")
    winners = " and ".join(each.identity for each in decision.winners)
    reason = decision.reason.replace("is ", "are ", 1) if decision.beside else decision.reason
    return Verdict(plugin, "losing", f"loses {name!r} to {winners}, which {reason}")
