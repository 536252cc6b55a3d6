"""``pegboard contract diff``."""

from __future__ import annotations

import json as stdlib_json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated

from pegboard.commands.inspected import InspectedProgram
from pegboard.commands.table import paragraph, table
from pegboard.contract import Break, Change, Contract, breaks_of, changes_between, read_contract
from pegboard_hookspecs import Option

__all__ = ["contract_diff"]

_INSTALLED = "pegboard-hookspecs"
_INDENT = "  "


def contract_diff(
    program: InspectedProgram,
    old: str,
    new: Annotated[str, Option(is_argument=True)] = _INSTALLED,
    *,
    json: bool = False,
) -> int:
    """Compare two versions of a contract, and name the plugins that the new one breaks.

    Each is the path of a wheel or of a folder with sources, or the name of an installed
    distribution that has hook specifications. They are read and not imported. Ends with 1 where a
    plugin that is on board here would break.

    :param old: the version that is left.
    :param new: the version that comes.
    :param json: print JSON.
    """
    before, after = read_contract(old), read_contract(new)
    changes = changes_between(before, after)
    program.app_or_none()
    breaks = breaks_of(program.plugins, before, after)
    if json:
        print(stdlib_json.dumps(_as_json(before, after, changes, breaks), indent=2))
    else:
        print("\n\n".join(_sections(before, after, changes, breaks)))
    return 1 if any(each.is_fatal for each in breaks) else 0


def _sections(
    old: Contract, new: Contract, changes: Sequence[Change], breaks: Sequence[Break]
) -> Iterator[str]:
    yield paragraph(f"From {old} to {new}:")
    if changes:
        rows = [
            (each.hook, each.kind, "breaks" if each.is_breaking else "", each.text)
            for each in changes
        ]
        yield table(("Hook", "Change", "", "What"), rows, _INDENT)
    else:
        yield f"{_INDENT}No hook differs."
    fatal = [(each.plugin, each.reason) for each in breaks if each.is_fatal]
    warned = [(each.plugin, each.reason) for each in breaks if not each.is_fatal]
    if fatal:
        yield f"Plugins that break:\n{table((), fatal, _INDENT)}"
    else:
        yield "No plugin on board breaks."
    if warned:
        yield f"Plugins that are warned:\n{table((), warned, _INDENT)}"


def _as_json(
    old: Contract, new: Contract, changes: Sequence[Change], breaks: Sequence[Break]
) -> dict[str, object]:
    return {
        "old": {"source": old.source, "version": old.version},
        "new": {"source": new.source, "version": new.version},
        "is_breaking": any(each.is_breaking for each in changes),
        "changes": [asdict(each) for each in changes],
        "plugins": [asdict(each) for each in breaks],
    }
