"""``pegboard hooks``."""

from __future__ import annotations

import json as stdlib_json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated

from pegboard.commands.inspected import InspectedProgram
from pegboard.commands.table import paragraph, shortened, table
from pegboard.plugins.loader import suggestion
from pegboard.provenance import Hook, Implementation, hooks_of
from pegboard_hookspecs import Option
from pegboard_hookspecs.errors import UnknownNameError

__all__ = ["details", "find_hook", "hooks"]

_INDENT = "  "
_NOBODY = "(nobody)"


def hooks(
    program: InspectedProgram,
    name: Annotated[str | None, Option(is_argument=True)] = None,
    *,
    json: bool = False,
) -> None:
    """Show who implements each hook, in the order of the calls.

    With a name it shows that hook only: its implementations, where each is, and which rule put it
    where it stands. Wrappers come first, for they surround the others.

    :param name: a hook.
    :param json: print JSON.
    """
    program.app_or_none()
    found = hooks_of(program.plugins)
    if name is not None:
        found = [find_hook(found, name)]
    if json:
        print(stdlib_json.dumps([asdict(hook) for hook in found], indent=2))
    elif name is not None:
        print(details(found[0]))
    else:
        print("\n\n".join(_groups(found)))


def find_hook(found: Sequence[Hook], name: str) -> Hook:
    """Give the hook of a name.

    :raises UnknownNameError: there is none; the message suggests the nearest.
    """
    for hook in found:
        if hook.name == name:
            return hook
    hint = suggestion(name, [hook.name for hook in found])
    message = f"There is no hook named {name!r}.{hint} All of them are listed by: pegboard hooks"
    raise UnknownNameError(message)


def details(hook: Hook) -> str:
    """Describe one hook and its implementations."""
    belongs = f"slot {hook.slot}" if hook.slot else "open to every plugin"
    since = f", since contract {hook.since}" if hook.since else ""
    head = f"{hook.name} ({hook.kind or 'foreign'}, {belongs}{since})"
    parts = [head, paragraph(hook.purpose, _INDENT), ""]
    if not hook.implementations:
        parts.append("Nobody implements it, so it is not called.")
    for number, each in enumerate(hook.implementations, 1):
        who = f"{each.identity} {each.version}".rstrip()
        role = ", a wrapper" if each.is_wrapper else ""
        parts += [
            f"{number}. {who}{role}",
            # Not wrapped: it is there to be copied.
            f"   place: {shortened(each.place)}",
            paragraph(f"order: {each.rule}", "   "),
        ]
    return "\n".join(parts)


def _groups(found: Sequence[Hook]) -> Iterator[str]:
    for slot in dict.fromkeys(hook.slot for hook in found):
        rows = [
            (hook.name, hook.kind, _named(hook.implementations))
            for hook in found
            if hook.slot == slot
        ]
        title = f"Slot {slot}:" if slot else "Open to every plugin:"
        yield f"{title}\n{table(('Hook', 'Kind', 'Called, in this order'), rows, _INDENT)}"


def _named(implementations: Sequence[Implementation]) -> str:
    names = [f"({each.identity})" if each.is_wrapper else each.identity for each in implementations]
    return ", ".join(names) or _NOBODY
