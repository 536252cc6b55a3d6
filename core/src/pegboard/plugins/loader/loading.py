"""From a chosen plugin to an instance of this application: import, make, check, put in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from importlib import import_module
from time import perf_counter
from typing import cast

from pegboard.plugins.loader.candidate import Candidate
from pegboard.plugins.loader.identity import LOCAL
from pegboard.plugins.loader.ordering import Place, ordered
from pegboard.plugins.loader.refusals import refuse
from pegboard.plugins.loader.specbook import Spec
from pegboard.plugins.loader.standing import rule_of
from pegboard_hookspecs.errors import (
    ContractMismatchError,
    PluginError,
    PluginLoadError,
    PluginOrderError,
    PluginRefusedError,
)
from pegboard_hookspecs.setting import Setting
from pegboard_hookspecs.version import CONTRACT_VERSION

__all__ = ["LoadedPlugin", "import_target", "load_all", "load_one"]

_TARGET = re.compile(r"([\w.]+)\s*(?::\s*([\w.]+))?\s*(?:\[.*\])?")
_CONTRACT = re.compile(r".*\bv(\d+)_(\d+)")


@dataclass(frozen=True, slots=True)
class LoadedPlugin:
    """A plugin ready to be registered, for one application.

    :param slot: the slot it fills, or None when it is additive.
    :param object: the instance whose methods are the hooks.
    :param settings: what it declares, to be merged and validated.
    :param import_ms: how long its module took to import, in milliseconds; near 0 when
        something had imported it before.
    :param setup_ms: how long its class or factory took.
    :param answers_slot: False for one of several that fill a slot together: what stands for all of
        them answers its hooks.
    :param rule: what put it where it stands in the order of the calls.
    """

    identity: str
    version: str
    distribution: str
    slot: str | None
    object: object
    settings: tuple[Setting, ...]
    import_ms: float
    setup_ms: float
    answers_slot: bool = True
    rule: str = "brought by the application, whose last is called first"


def load_all(
    candidates: Iterable[Candidate],
    book: Mapping[str, Spec],
    own_order: Sequence[str],
    on_failure: Callable[[PluginError], None],
) -> tuple[LoadedPlugin, ...]:
    """Load plugins and give them in the order of their calls: the first is called first.

    :param on_failure: told of each plugin that cannot be loaded and of hints that contradict
        each other; if it returns, the plugin is left out, and the hints are ignored.
    """
    loaded: dict[str, LoadedPlugin] = {}
    for candidate in candidates:
        try:
            loaded[candidate.identity] = load_one(candidate, book)
        except PluginError as error:
            on_failure(error)
    places = {identity: _place(each) for identity, each in loaded.items()}
    try:
        order = ordered(places.values(), own_order)
    except PluginOrderError as error:
        on_failure(error)
        order = tuple(loaded)
    rules = {name: rule_of(places[name], places.values(), own_order) for name in order}
    return tuple(replace(loaded[name], rule=rules[name]) for name in order)


def load_one(candidate: Candidate, book: Mapping[str, Spec]) -> LoadedPlugin:
    """Import one plugin, make its instance and check it against the specifications.

    :raises PluginLoadError: it cannot be imported or made.
    :raises ContractMismatchError: it asks for another contract; it is not imported then.
    :raises PluginRefusedError: it breaks the contract.
    """
    started = perf_counter()
    factory = candidate.given if candidate.is_local else import_target(candidate)
    imported = perf_counter()
    plugin = _made(candidate, factory)
    made = perf_counter()
    refuse(candidate, plugin, book)
    return LoadedPlugin(
        identity=candidate.identity,
        version=candidate.version,
        distribution=candidate.distribution,
        slot=candidate.slot,
        object=plugin,
        settings=tuple(cast("Iterable[Setting]", getattr(plugin, "settings", ()))),
        import_ms=(imported - started) * 1000,
        setup_ms=(made - imported) * 1000,
    )


def import_target(candidate: Candidate) -> object:
    """Import what an entry point names, after the check of the contract it asks for."""
    _check_contract(candidate)
    match = _TARGET.fullmatch(candidate.target)
    if candidate.problem or match is None:
        reason = candidate.problem or (
            f"its entry point is {candidate.target!r}, which is not written module:attribute"
        )
        raise PluginLoadError(
            f"The plugin {candidate} cannot be loaded: {reason}. {_off(candidate)}",
            plugin=candidate.identity,
        )
    module, attribute = match.groups()
    try:
        names = attribute.split(".") if attribute else []
        return reduce(_attribute, names, cast("object", import_module(module)))
    except (Exception, SystemExit) as error:
        raise _failure(candidate, f"importing {candidate.target}", error) from error


def _attribute(holder: object, name: str) -> object:
    return cast("object", getattr(holder, name))


def _made(candidate: Candidate, factory: object) -> object:
    if candidate.is_local and not isinstance(factory, type):
        return factory
    if not callable(factory):
        raise PluginRefusedError(
            f"The plugin {candidate} is refused: {candidate.target} is "
            f"{type(factory).__name__} {factory!r}, and must be a class or a function without "
            f"arguments, so that each application gets an instance of its own. {_off(candidate)}",
            plugin=candidate.identity,
        )
    try:
        return cast("Callable[[], object]", factory)()
    except Exception as error:
        raise _failure(candidate, f"calling {candidate.target}()", error) from error


def _failure(candidate: Candidate, doing: str, error: BaseException) -> PluginLoadError:
    return PluginLoadError(
        f"The plugin {candidate} cannot be loaded: {doing} raised "
        f"{type(error).__name__}: {error}. {_off(candidate)}",
        plugin=candidate.identity,
    )


def _off(candidate: Candidate) -> str:
    if candidate.distribution == LOCAL:
        return "Mend it, or remove it from Pegboard(plugins=...)."
    return (
        f"Mend or update {candidate.distribution}, or switch the plugin off in pyproject.toml, "
        f'below [tool.pegboard.plugins]: "{candidate.identity}" = false'
    )


def _check_contract(candidate: Candidate) -> None:
    if not candidate.contract:
        return
    asked = _CONTRACT.fullmatch(candidate.contract)
    major, minor = CONTRACT_VERSION
    if asked is None:
        reason = (
            f"asks for the contract {candidate.contract!r}, which is not written like "
            "pegboard_contract:v1_0"
        )
    elif int(asked[1]) == major and int(asked[2]) <= minor:
        return
    else:
        reason = (
            f"asks for the contract {asked[1]}.{asked[2]}, and this kernel speaks {major}.{minor}"
        )
    raise ContractMismatchError(
        f"The plugin {candidate} {reason}. It is not imported. {_off(candidate)}",
        plugin=candidate.identity,
    )


def _place(loaded: LoadedPlugin) -> Place:
    plugin = loaded.object
    return Place(
        identity=loaded.identity,
        slot=loaded.slot,
        phase=getattr(plugin, "phase", "normal"),
        before=tuple(getattr(plugin, "before", ())),
        after=tuple(getattr(plugin, "after", ())),
    )
