"""What differs between two versions of a contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pegboard.contract.reading import Contract, SpecifiedHook

__all__ = ["Change", "changes_between"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    :param hook: the hook that it is about.
    :param kind: ``added``, ``removed``, ``changed`` or ``retired``.
    :param text: what it is, in a few words.
    :param is_breaking: whoever kept to the old version may break: only a major version may do it.
    """

    hook: str
    kind: str
    text: str
    is_breaking: bool


def changes_between(old: Contract, new: Contract) -> Sequence[Change]:
    """Give the changes: hooks that came, hooks that went, then what changed, by name."""
    came = [_added(new.hooks[name]) for name in sorted(new.hooks.keys() - old.hooks.keys())]
    went = [
        Change(name, "removed", _of(old.hooks[name]), is_breaking=True)
        for name in sorted(old.hooks.keys() - new.hooks.keys())
    ]
    both = sorted(old.hooks.keys() & new.hooks.keys())
    changed = [each for name in both for each in _changes(old.hooks[name], new.hooks[name])]
    return [*came, *went, *changed]


def _added(hook: SpecifiedHook) -> Change:
    duty = ", which its providers must implement" if hook.is_mandatory else ""
    return Change(hook.name, "added", _of(hook) + duty, is_breaking=hook.is_mandatory)


def _of(hook: SpecifiedHook) -> str:
    return f"a hook ({hook.kind}) of the slot {hook.slot}" if hook.slot else f"a hook ({hook.kind})"


def _changes(old: SpecifiedHook, new: SpecifiedHook) -> Iterator[Change]:
    name = new.name
    for what, before, after in (("kind", old.kind, new.kind), ("slot", old.slot, new.slot)):
        if before != after:
            text = f"{what}: {before or 'none'} became {after or 'none'}"
            yield Change(name, "changed", text, is_breaking=True)
    if old.is_mandatory != new.is_mandatory and old.slot and new.slot and not new.retired:
        duty = "must be implemented now" if new.is_mandatory else "may be left out now"
        yield Change(name, "changed", duty, is_breaking=new.is_mandatory)
    yield from _changes_of_arguments(old, new)
    if new.retired and not old.retired:
        yield Change(name, "retired", new.retired, is_breaking=False)
    for argument, cure in new.retired_arguments.items():
        if argument not in old.retired_arguments:
            yield Change(name, "retired", f"argument {argument}: {cure}", is_breaking=False)


def _changes_of_arguments(old: SpecifiedHook, new: SpecifiedHook) -> Iterator[Change]:
    for argument, has_default in new.arguments.items():
        with_or_not = "with" if has_default else "without"
        if argument not in old.arguments:
            # Without one, whoever calls the hook as before gives it no value.
            text = f"argument {argument} was added, {with_or_not} a default"
            yield Change(new.name, "changed", text, is_breaking=not has_default)
        elif old.arguments[argument] != has_default:
            text = f"argument {argument} is {with_or_not} a default now"
            yield Change(new.name, "changed", text, is_breaking=not has_default)
    for argument in old.arguments:
        if argument not in new.arguments:
            text = f"argument {argument} was removed"
            yield Change(new.name, "changed", text, is_breaking=True)
