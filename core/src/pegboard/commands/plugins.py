"""``pegboard plugins``."""

from __future__ import annotations

import json as stdlib_json
from collections.abc import Iterator, Sequence

from pegboard.commands.inspected import InspectedProgram
from pegboard.commands.table import paragraph, shortened, table
from pegboard.plugins.loader import Candidate, Selection, SlotDecision, Verdict, discover
from pegboard_hookspecs.errors import AppNotFoundError, PluginError

__all__ = ["plugins"]

_INDENT = "  "


def plugins(program: InspectedProgram, *, json: bool = False) -> int:
    """Show which plugins are on board, and why.

    For each slot: what fills it, its version, why it won, and what else could. Then the other
    plugins, what is off, and what is broken. Works though the application cannot start, and
    without one: then it shows what an application in this folder would get.

    :param json: print JSON.
    """
    program.app_or_none()
    selection, complaints = program.plugins.selection, program.complaints
    failures = [each for each in program.failures if isinstance(each, PluginError)]
    failed = frozenset(failure.plugin for failure in failures)
    if json:
        print(stdlib_json.dumps(_as_json(selection, failed, complaints), indent=2))
    else:
        print("\n\n".join(_sections(selection, failed, complaints)))
    # That there is no application may be meant; one that cannot be loaded is a fault.
    is_faulty = any(not isinstance(each, AppNotFoundError) for each in program.failures)
    return 1 if is_faulty or selection.problems else 0


def _sections(
    selection: Selection, failed: frozenset[str], complaints: Sequence[str]
) -> Iterator[str]:
    rows = [row for each in selection.slots for row in _slot_rows(each, selection, failed)]
    yield table(("Slot", "Filled by", "Version", "Why"), rows)
    additive = [v for v in selection.verdicts if v.state == "active" and not v.plugin.is_provider]
    if additive:
        yield _listing("Other plugins:", additive, failed)
    left_out = [verdict for verdict in selection.verdicts if verdict.state != "active"]
    if left_out:
        yield _listing("Not loaded:", left_out, failed)
    discovery = selection.discovery
    broken = [f"{each.location}: {each.reason}" for each in discovery.broken]
    hidden = [
        f"{each.name} {each.version} in {each.location} is hidden by the copy in {each.hidden_by}"
        for each in discovery.shadows
    ]
    if broken or hidden:
        yield _notes("Cannot be read, or never imported:", [*broken, *hidden])
    if selection.lock is not None:
        yield paragraph(f"Locked by {shortened(str(selection.lock.path))}: nothing else is loaded.")
        unknown = _not_locked(selection)
        if unknown:
            listed = [(each.identity, each.version, "not in the lock") for each in unknown]
            yield f"Installed, but never loaded:\n{table((), listed, _INDENT)}"
    if complaints:
        yield _notes("Problems:", complaints)


def _not_locked(selection: Selection) -> Sequence[Candidate]:
    """Give what is installed and not in the lock; a locked start does not look for it."""
    known = {verdict.plugin.identity for verdict in selection.verdicts}
    found = discover()
    return [each for each in (*found.plugins, *found.carriers) if each.identity not in known]


def _slot_rows(
    decision: SlotDecision, selection: Selection, failed: frozenset[str]
) -> Iterator[tuple[str, str, str, str]]:
    name = decision.slot.name
    reason = decision.reason.removeprefix("is ")
    if not decision.winners:
        is_installed = any(verdict.plugin.slot == name for verdict in selection.verdicts)
        yield name, "(nothing)", "", reason if is_installed else f"{reason}. {decision.cure}"
    for winner in decision.winners:
        end = ", but cannot be loaded" if winner.identity in failed else ""
        yield name, winner.identity, winner.version, f"{reason}{end}"
        # Several stand below each other.
        name = ""


def _listing(title: str, verdicts: Sequence[Verdict], failed: frozenset[str]) -> str:
    rows = [(v.plugin.identity, v.plugin.version, _why(v, failed)) for v in verdicts]
    return f"{title}\n{table((), rows, _INDENT)}"


def _why(verdict: Verdict, failed: frozenset[str]) -> str:
    reason = verdict.reason.removeprefix("is ")
    return f"{reason}, but cannot be loaded" if verdict.plugin.identity in failed else reason


def _notes(title: str, notes: Sequence[str]) -> str:
    return "\n".join([title, *(paragraph(note, _INDENT) for note in notes)])


def _as_json(
    selection: Selection, failed: frozenset[str], complaints: Sequence[str]
) -> dict[str, object]:
    return {
        "slots": [_slot_as_json(decision) for decision in selection.slots],
        "plugins": [_plugin_as_json(verdict, failed) for verdict in selection.verdicts],
        "broken": [
            {"location": each.location, "reason": each.reason}
            for each in selection.discovery.broken
        ],
        "hidden": [
            {
                "name": each.name,
                "version": each.version,
                "location": each.location,
                "hidden_by": each.hidden_by,
            }
            for each in selection.discovery.shadows
        ],
        "lock": None if selection.lock is None else str(selection.lock.path),
        "not_locked": [] if selection.lock is None else [*map(_named, _not_locked(selection))],
        "problems": list(complaints),
    }


def _slot_as_json(decision: SlotDecision) -> dict[str, object]:
    return {
        "slot": decision.slot.name,
        "winner": None if decision.winner is None else _named(decision.winner),
        "beside": [_named(each) for each in decision.beside],
        "reason": decision.reason,
        "cure": decision.cure,
        "runners_up": [_named(each) for each in decision.runners_up],
    }


def _plugin_as_json(verdict: Verdict, failed: frozenset[str]) -> dict[str, object]:
    return {
        **_named(verdict.plugin),
        "slot": verdict.plugin.slot,
        "state": "broken" if verdict.plugin.identity in failed else verdict.state,
        "reason": verdict.reason,
        "location": verdict.plugin.location,
    }


def _named(plugin: Candidate) -> dict[str, str]:
    return {"identity": plugin.identity, "version": plugin.version}
