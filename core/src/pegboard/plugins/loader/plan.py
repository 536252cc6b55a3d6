"""The loader's two steps: resolve what is to be loaded, by metadata alone; then load it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pegboard.plugins.loader.candidate import Candidate, local_candidate
from pegboard.plugins.loader.carriers import Cargo, unload
from pegboard.plugins.loader.choices import Choice, is_safe_mode, own_order, read_choices
from pegboard.plugins.loader.combining import combined
from pegboard.plugins.loader.discovery import Discovery, discover
from pegboard.plugins.loader.identity import meant
from pegboard.plugins.loader.loading import LoadedPlugin, load_all, load_one
from pegboard.plugins.loader.lock import Lock, find_lock, read_lock
from pegboard.plugins.loader.ordering import REST
from pegboard.plugins.loader.project import read_project
from pegboard.plugins.loader.selection import Selection, Verdict, select
from pegboard.plugins.loader.specbook import Spec, spec_book
from pegboard.plugins.loader.switches import Known, Switches, brought_along, read_switches
from pegboard_hookspecs.errors import ConfigurationError, PegboardError
from pegboard_hookspecs.lifecycle import Lifecycle
from pegboard_hookspecs.slot import Slot
from pegboard_hookspecs.slots import SLOTS

__all__ = ["load", "load_local", "resolve"]


def resolve(
    slots: Sequence[Slot] = SLOTS,
    *,
    specs: Sequence[type] = (Lifecycle,),
    plugins: Mapping[str, object] | None = None,
    order: Sequence[str] | None = None,
    root_path: str | Path | None = None,
    path: Sequence[str] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Selection:
    """Decide what an application loads. No plugin is imported; no order of folders matters.

    What a broken or contradictory installation breaks is kept in ``Selection.problems``, so
    that ``pegboard plugins`` can show it; :func:`load` raises it.

    :param slots: the contract's slots; installed distributions may bring more.
    :param specs: the contract's hook specifications that belong to no slot.
    :param plugins: the settings given to the application, which go before all others.
    :param order: the application's own order list, which overrides all hints.
    :param root_path: where to look for ``pyproject.toml`` and the lock, upwards; None reads no
        file.
    :param path: the search path, by default ``sys.path``.
    :param environ: the environment, by default that of the process.
    :raises ConfigurationError: a setting is written in a way that nobody can read.
    """
    environ = os.environ if environ is None else environ
    project = read_project(root_path)
    choices = read_choices(plugins or {}, environ, project)
    own, where = own_order(order, project)
    is_safe = is_safe_mode(environ)

    lock = None if is_safe else _lock(root_path, environ)
    discovery = discover(path) if lock is None else lock.discovery()
    cargo = _cargo(Cargo(tuple(slots), tuple(specs)), discovery, choices, is_safe=is_safe)
    known = _known(cargo.slots, discovery, choices)
    switches = read_switches(choices, known)
    decisions, verdicts = select(known, switches, is_safe=is_safe)
    return Selection(
        slots=decisions,
        verdicts=verdicts,
        specs=cargo.specs[len(specs) :],
        order=own,
        problems=(
            *_drift(lock, path, verdicts, switches),
            *cargo.problems,
            *switches.problems,
            *_strangers(own, where, known),
            *_namesakes(verdicts),
            *(decision.problem for decision in decisions if decision.problem is not None),
        ),
        discovery=discovery,
        lock=lock,
    )


def load(
    selection: Selection,
    specs: Iterable[type] = (Lifecycle,),
    *,
    on_failure: Callable[[PegboardError], None] | None = None,
) -> tuple[LoadedPlugin, ...]:
    """Import and make what was selected, in the order of the calls: the first is called first.

    pluggy calls the last registered first, so register them in reverse.

    :param specs: the contract's hook specifications that belong to no slot.
    :param on_failure: told of everything that fails, which is then left out; without it the
        first failure is raised.
    """
    report = on_failure or _raising(selection.problems)
    for problem in selection.problems:
        report(problem)
    book = _book(selection, specs)
    loaded = load_all(selection.chosen, book, selection.order, report)
    if selection.lock is not None:
        _check_order(selection.lock, [each.identity for each in loaded], report)
    return combined(selection.slots, loaded, book, report)


def load_local(
    selection: Selection,
    plugin: object,
    specs: Iterable[type] = (Lifecycle,),
    *,
    name: str = "",
) -> LoadedPlugin:
    """Make and check one more additive plugin that the application brings.

    :param plugin: a class, of which an instance is made, or an instance.
    :param name: what its identity ends in, after ``app:``; the name of its class when empty.
    """
    return load_one(local_candidate(plugin, name=name), _book(selection, specs))


def _lock(root_path: str | Path | None, environ: Mapping[str, str]) -> Lock | None:
    path = find_lock(root_path, environ)
    return None if path is None else read_lock(path)


def _drift(
    lock: Lock | None,
    path: Sequence[str] | None,
    verdicts: Iterable[Verdict],
    switches: Switches,
) -> Iterator[PegboardError]:
    """Find what is installed or chosen otherwise than the lock has it; code may choose anew."""
    if lock is None:
        return
    installed = lock.drift(sys.path if path is None else path)
    if installed is not None:
        yield installed
    lines = [
        f"- {verdict.plugin.identity}, which {verdict.reason}"
        for verdict in verdicts
        if verdict.state != "active" and not _is_decided_in_code(verdict.plugin, switches)
    ]
    if lines:
        yield lock.error(lines)


def _check_order(
    lock: Lock, loaded: Sequence[str], report: Callable[[PegboardError], None]
) -> None:
    locked = [name for name in lock.order if name in loaded]
    actual = [name for name in loaded if name in locked]
    if locked != actual:
        lines = (f"- order: {', '.join(locked)}", f"+ order: {', '.join(actual)}")
        report(lock.error(lines))


def _is_decided_in_code(plugin: Candidate, switches: Switches) -> bool:
    choices = (switches.told.get(name) for name in (plugin.identity, plugin.slot or ""))
    return any(choice is not None and choice.source.kind == "code" for choice in choices)


def _book(selection: Selection, specs: Iterable[type]) -> Mapping[str, Spec]:
    slots = [decision.slot for decision in selection.slots]
    return spec_book(slots, (*specs, *selection.specs))


def _cargo(
    cargo: Cargo, discovery: Discovery, choices: Sequence[Choice], *, is_safe: bool
) -> Cargo:
    if is_safe or not discovery.carriers:
        return cargo
    # Names of slots that the carriers are about to bring are complained of later.
    switches = read_switches(choices, _known(cargo.slots, discovery, choices))
    carriers = (c for c in discovery.carriers if switches.off(c.identity) is None)
    return unload(carriers, cargo.slots, cargo.specs)


def _known(slots: tuple[Slot, ...], discovery: Discovery, choices: Sequence[Choice]) -> Known:
    return Known(slots, (*discovery.plugins, *discovery.carriers, *brought_along(choices)))


def _strangers(own: Sequence[str], where: str, known: Known) -> Iterator[PegboardError]:
    for name in own:
        if name != REST and name not in known.slot_names and not meant(name, known.identities):
            yield known.unknown(name, where)


def _namesakes(verdicts: Iterable[Verdict]) -> Iterator[PegboardError]:
    local = Counter(v.plugin.identity for v in verdicts if v.plugin.is_local)
    for identity, count in local.items():
        if count > 1:
            yield ConfigurationError(
                f"The application brings {count} plugins that are called {identity!r} in "
                "Pegboard(plugins=...). Rename the class of one, so that each has a name."
            )


def _raising(problems: Sequence[PegboardError]) -> Callable[[PegboardError], None]:
    def report(error: PegboardError) -> None:
        for other in problems:
            if other is not error:
                error.add_note(f"There is more to mend: {other}")
        raise error

    return report
