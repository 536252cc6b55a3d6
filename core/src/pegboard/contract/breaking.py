"""Which plugins a new version of a contract would break, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pegboard.contract.reading import Contract, SpecifiedHook
from pegboard.plugins import PluginSet
from pegboard.plugins.loader import Candidate
from pegboard.plugins.loader.loading import import_target
from pegboard.plugins.loader.methods import Method, methods_of
from pegboard_hookspecs.errors import PluginError

__all__ = ["Break", "breaks_of"]


@dataclass(frozen=True, slots=True)
class Break:
    """What is wrong with one plugin under the new version.

    :param plugin: its identity.
    :param reason: why it breaks, or what it is warned of.
    :param is_fatal: it would be refused, or answered in another way; else it is only warned.
    """

    plugin: str
    reason: str
    is_fatal: bool


def breaks_of(plugins: PluginSet, old: Contract, new: Contract) -> Sequence[Break]:
    """Hold the plugins on board against a new version of the contract.

    Plugins that are switched off are not imported, and not looked at. One that cannot be loaded
    is: it may be that the version that is installed is the one that broke it.
    """
    return [
        Break(identity, reason, is_fatal)
        for identity, slot, methods in _plugins(plugins)
        for reason, is_fatal in _reasons(slot, methods, old, new)
    ]


def _plugins(plugins: PluginSet) -> Iterator[tuple[str, str, Sequence[Method]]]:
    """Give identity, slot and methods of each plugin on board."""
    loaded = {each.identity for each in plugins.loaded}
    for each in plugins.loaded:
        yield each.identity, each.slot or "", methods_of(each.object)
    for verdict in plugins.selection.verdicts:
        candidate = verdict.plugin
        is_left_out = verdict.state == "active" and not candidate.is_carrier
        if is_left_out and candidate.identity not in loaded:
            yield candidate.identity, candidate.slot or "", _methods_of_failed(candidate)


def _methods_of_failed(candidate: Candidate) -> Sequence[Method]:
    """Give the methods of a plugin that was refused; none of one that cannot even be imported."""
    try:
        target = import_target(candidate)
    except PluginError:
        return ()
    return methods_of(target)


def _reasons(
    slot: str, methods: Sequence[Method], old: Contract, new: Contract
) -> Iterator[tuple[str, bool]]:
    answered: set[str] = set()
    for method in methods:
        mark = method.mark
        if mark is None:
            continue
        name = str(mark["specname"] or method.name)
        if not mark["wrapper"]:
            answered.add(name)
        before, after = old.hooks.get(name), new.hooks.get(name)
        if after is not None:
            yield from _reasons_of_method(method, before, after)
            if after.slot not in {"", slot} and not mark["wrapper"]:
                reason = f"only the provider of the slot {after.slot} may implement {name}"
                yield f"{reason}: wrap it by @hookimpl(wrapper=True)", True
        elif before is not None and not mark["optionalhook"]:
            yield f"it implements {name}, which is gone", True
    if slot and methods:
        for hook in new.hooks.values():
            if hook.slot == slot and hook.is_mandatory and hook.name not in answered:
                yield f"it does not implement {hook.name}, which a provider of {slot} must", True


def _reasons_of_method(
    method: Method, before: SpecifiedHook | None, after: SpecifiedHook
) -> Iterator[tuple[str, bool]]:
    name = after.name
    for argument in method.arguments:
        if argument not in after.arguments:
            yield f"its {name} takes {argument}, which is gone", True
        elif argument in after.retired_arguments:
            cure = after.retired_arguments[argument]
            yield f"its {name} takes {argument}, which is retired: {cure}", False
    if before is not None and before.kind != after.kind:
        yield f"it implements {name}, whose answers were {before.kind} and are {after.kind}", True
    if after.retired:
        yield f"it implements {name}, which is retired: {after.retired}", False
