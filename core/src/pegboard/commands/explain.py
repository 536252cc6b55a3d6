"""``pegboard explain``."""

from __future__ import annotations

import json as stdlib_json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pegboard.commands.hooks import details, find_hook
from pegboard.commands.inspected import InspectedProgram
from pegboard.commands.table import paragraph, table
from pegboard.plugins import PluginSet
from pegboard.plugins.loader import SlotDecision, suggestion
from pegboard.provenance import Hook, hooks_of
from pegboard_hookspecs.errors import UnknownNameError

__all__ = ["explain"]

_INDENT = "  "


def explain(program: InspectedProgram, name: str, *, json: bool = False) -> None:
    """Explain a slot or a hook: who answers, why, and what is run.

    Of a slot it shows what fills it and why, what else could, what the provider can do beyond the
    contract, and its hooks. Of a hook it shows its implementations with the rules that put them
    where they stand, and the function that its calls are compiled to.

    :param name: a slot or a hook.
    :param json: print JSON.
    """
    program.app_or_none()
    plugins = program.plugins
    found = hooks_of(plugins)
    slots = {decision.slot.name: decision for decision in plugins.selection.slots}
    names = {hook.name for hook in found}
    if name in slots:
        data, text = _slot(slots[name], plugins, found)
    elif name in names:
        data, text = _hook(find_hook(found, name), plugins)
    else:
        hint = suggestion(name, [*slots, *names])
        message = (
            f"{name!r} is neither a slot nor a hook.{hint} The slots are {', '.join(slots)}; the "
            "hooks are listed by: pegboard hooks"
        )
        raise UnknownNameError(message)
    print(stdlib_json.dumps(data, indent=2) if json else text)


def _slot(
    decision: SlotDecision, plugins: PluginSet, found: Sequence[Hook]
) -> tuple[dict[str, Any], str]:
    slot = decision.slot
    verdicts = [each for each in plugins.selection.verdicts if each.plugin.slot == slot.name]
    own = [hook for hook in found if hook.slot == slot.name]
    capabilities: list[str] = []
    if plugins.has_slot(slot.name):
        capabilities = sorted(plugins.slot(slot.name, None).capabilities)
    winner = " and ".join(str(each) for each in decision.winners) or None
    data = {
        "slot": slot.name,
        "purpose": slot.purpose,
        "group": slot.group,
        "default": slot.default,
        "winner": winner,
        "reason": decision.reason,
        "cure": decision.cure,
        "candidates": [
            {"identity": each.plugin.identity, "state": each.state, "reason": each.reason}
            for each in verdicts
        ],
        "capabilities": capabilities,
        "hooks": [asdict(hook) for hook in own],
    }
    why = decision.reason.removeprefix("is ")
    filled = f"Filled by {winner}: {why}." if winner else f"Empty: {why}. {decision.cure}"
    rows = [
        (each.plugin.identity, each.state, each.reason.removeprefix("is ")) for each in verdicts
    ]
    parts = [f"The slot {slot.name!r}: what fills it {slot.purpose}.", paragraph(filled)]
    if rows:
        parts.append(f"Candidates, advertised in {slot.group}:\n{table((), rows, _INDENT)}")
    if capabilities:
        parts.append(paragraph(f"Beyond the contract it has: {', '.join(capabilities)}."))
    listed = [
        (hook.name, ", ".join(each.identity for each in hook.implementations) or "(nobody)")
        for hook in own
    ]
    parts.append(f"Its hooks, each with who is called:\n{table((), listed, _INDENT)}")
    return data, "\n\n".join(parts)


def _hook(hook: Hook, plugins: PluginSet) -> tuple[dict[str, Any], str]:
    source = plugins.manager.compiled_source(hook.name)
    text = "\n".join(f"    {line}".rstrip() for line in source.splitlines())
    return {**asdict(hook), "source": source}, f"{details(hook)}\n\nIts calls run this:\n\n{text}"
