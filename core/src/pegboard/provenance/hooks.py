"""Hooks as they are on board: what each is for, and who is called, in which order, and why."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass

from pluggy import HookCaller, HookImpl

from pegboard.places import place_of_function
from pegboard.plugins import PluginSet
from pegboard_hookspecs.markers import point_of

__all__ = ["Hook", "Implementation", "hooks_of"]

_KERNEL = "pegboard-core:"


@dataclass(frozen=True, slots=True)
class Implementation:
    """One implementation of a hook.

    :param identity: the plugin that brings it.
    :param version: that plugin's version, or "".
    :param is_wrapper: it surrounds the others.
    :param place: ``file:line`` of its function.
    :param rule: what put it where it stands.
    """

    identity: str
    version: str
    is_wrapper: bool
    place: str
    rule: str


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook of an application.

    :param kind: ``collect``, ``first`` or ``notify``; "" for one that no contract describes.
    :param slot: the slot that it belongs to, or "".
    :param since: the contract version in which it appeared.
    :param purpose: the first line of its documentation.
    :param implementations: wrappers first, the outermost in front; then the others, in the
        order of their calls.
    """

    name: str
    kind: str
    slot: str
    since: str
    purpose: str
    implementations: Sequence[Implementation]


def hooks_of(plugins: PluginSet) -> Sequence[Hook]:
    """Give all hooks: those of a request's life in its order, then those of each slot."""
    slots = {
        name: decision.slot.name
        for decision in plugins.selection.slots
        for name in vars(decision.slot.specs)
    }
    order = ["", *(decision.slot.name for decision in plugins.selection.slots)]
    callers: list[HookCaller] = sorted(vars(plugins.manager.hook).values(), key=_place_of_spec)
    hooks = [_hook(caller, slots.get(caller.name, ""), plugins) for caller in callers]
    # Within one group they stay as their specifications stand.
    return sorted(hooks, key=lambda hook: order.index(hook.slot))


def _place_of_spec(caller: HookCaller) -> tuple[str, int]:
    code = None if caller.spec is None else getattr(caller.spec.function, "__code__", None)
    return ("", 0) if code is None else (code.co_filename, code.co_firstlineno)


def _hook(caller: HookCaller, slot: str, plugins: PluginSet) -> Hook:
    function = None if caller.spec is None else caller.spec.function
    point = None if function is None else point_of(function)
    text = "" if function is None else inspect.getdoc(function) or ""
    impls: list[HookImpl] = caller.get_hookimpls()
    return Hook(
        name=caller.name,
        kind="" if point is None else point.kind,
        slot=slot,
        since="" if point is None else point.since,
        purpose=text.partition("\n")[0],
        # pluggy keeps them in the order of their registration, and calls the last one first.
        implementations=[_implementation(each, plugins) for each in reversed(impls)],
    )


def _implementation(impl: HookImpl, plugins: PluginSet) -> Implementation:
    identity = impl.plugin_name
    loaded = next((each for each in plugins.loaded if each.identity == identity), None)
    if loaded is not None:
        rule = loaded.rule
    elif identity.startswith(_KERNEL):
        rule = "the kernel's own, which was there before all plugins"
    else:
        rule = "registered by hand"
    return Implementation(
        identity=identity,
        version="" if loaded is None else loaded.version,
        is_wrapper=bool(impl.wrapper or impl.hookwrapper),
        place=place_of_function(impl.function),
        rule=_with_wishes(rule, impl),
    )


def _with_wishes(rule: str, impl: HookImpl) -> str:
    """Add what the implementation itself asked pluggy for."""
    if impl.tryfirst:
        return f"tryfirst; {rule}"
    return f"trylast; {rule}" if impl.trylast else rule
