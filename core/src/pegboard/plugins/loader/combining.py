"""Several providers of one slot, made one by what the slot has for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pegboard.plugins.loader.candidate import Candidate
from pegboard.plugins.loader.contest import SlotDecision
from pegboard.plugins.loader.identity import LOCAL
from pegboard.plugins.loader.loading import LoadedPlugin, load_one
from pegboard.plugins.loader.methods import Method, methods_of
from pegboard.plugins.loader.specbook import Spec
from pegboard_hookspecs.errors import PluginError, PluginLoadError
from pegboard_hookspecs.slot import Member

__all__ = ["combined"]


def combined(
    decisions: Iterable[SlotDecision],
    loaded: Sequence[LoadedPlugin],
    book: Mapping[str, Spec],
    on_failure: Callable[[PluginError], None],
) -> tuple[LoadedPlugin, ...]:
    """Give what was loaded, and in front of providers that share a slot what stands for them.

    That one answers the slot's hooks, and they keep their other ones.

    :param on_failure: told of providers that cannot be combined; if it returns, the first of them
        fills the slot alone.
    """
    plugins = list(loaded)
    for decision in decisions:
        names = [winner.identity for winner in decision.winners]
        members = sorted((p for p in plugins if p.identity in names), key=_index(names))
        # One that cannot be loaded was left out.
        if len(members) > 1:
            plugins = list(_with_whole(decision, members, plugins, book, on_failure))
    return tuple(plugins)


def _index(names: Sequence[str]) -> Callable[[LoadedPlugin], int]:
    return lambda plugin: names.index(plugin.identity)


def _with_whole(
    decision: SlotDecision,
    members: Sequence[LoadedPlugin],
    plugins: Sequence[LoadedPlugin],
    book: Mapping[str, Spec],
    on_failure: Callable[[PluginError], None],
) -> Iterator[LoadedPlugin]:
    try:
        whole: LoadedPlugin | None = _whole(decision, members, book)
    except PluginError as error:
        on_failure(error)
        whole = None
    mute = members if whole is not None else members[1:]
    front = next(plugin for plugin in plugins if plugin in members)
    for plugin in plugins:
        if plugin is front and whole is not None:
            yield replace(whole, rule=front.rule)
        yield replace(plugin, answers_slot=False) if plugin in mute else plugin


def _whole(
    decision: SlotDecision, members: Sequence[LoadedPlugin], book: Mapping[str, Spec]
) -> LoadedPlugin:
    identity = " + ".join(member.identity for member in members)
    parts = {each.identity: _member(each, book) for each in members}
    try:
        # Several win nowhere else.
        given = decision.slot.combine(parts)  # type: ignore[misc]  # pyright: ignore[reportOptionalCall]
    except Exception as error:
        message = (
            f"The providers {identity} of the slot {decision.slot.name!r} cannot be combined: "
            f"{type(error).__name__}: {error}. Choose one of them."
        )
        raise PluginLoadError(message, plugin=identity) from error
    kind = type(given)
    target = f"{kind.__module__}:{kind.__qualname__}"
    candidate = Candidate(identity, decision.slot.name, "", target, "", given=given)
    return replace(load_one(candidate, book), distribution=LOCAL)


def _member(plugin: LoadedPlugin, book: Mapping[str, Spec]) -> Member:
    """Give a provider whose hooks take all arguments, as pluggy lets them leave some out."""
    hooks = {
        hook: _taking_all(plugin.object, method, book[hook].arguments)
        for method in methods_of(plugin.object)
        if method.mark and not method.mark["wrapper"]
        for hook in [str(method.mark["specname"] or method.name)]
        if hook in book and book[hook].slot == plugin.slot
    }
    return Member(plugin.object, hooks)


def _taking_all(provider: object, method: Method, names: Sequence[str]) -> Callable[..., Any]:
    implementation: Callable[..., Any] = getattr(provider, method.name)
    if method.arguments == names:
        return implementation

    def call(*args: object, **kwargs: object) -> object:
        given = dict(zip(names, args, strict=False)) | kwargs
        return implementation(*(given[name] for name in method.arguments))

    return call
