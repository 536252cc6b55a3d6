"""Distributions that bring hook specifications or slots of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType

from pegboard.plugins.loader.candidate import CARRIER, Candidate
from pegboard.plugins.loader.loading import import_target
from pegboard.plugins.loader.specbook import is_spec_class, spec_book
from pegboard_hookspecs.errors import PluginError, PluginRefusedError
from pegboard_hookspecs.slot import Slot

__all__ = ["Cargo", "unload"]

#: Last parts of entry-point groups that mean something else than a slot.
_RESERVED = frozenset({"plugins", "contract", CARRIER})


@dataclass(frozen=True, slots=True)
class Cargo:
    """The contract's slots and specifications, and what distributions brought besides.

    :param slots: all slots, the contract's first.
    :param specs: all classes of specifications that belong to no slot, the contract's first.
    :param problems: carriers that failed.
    """

    slots: tuple[Slot, ...]
    specs: tuple[type, ...]
    problems: tuple[PluginError, ...] = ()


def unload(carriers: Iterable[Candidate], slots: Sequence[Slot], specs: Sequence[type]) -> Cargo:
    """Import carriers and add what they bring to what there is.

    This is the one import before plugins are selected, because which slots there are must be
    known by then. A carrier that is switched off is not to be given here.
    """
    cargo, problems = Cargo(tuple(slots), tuple(specs)), list[PluginError]()
    for carrier in carriers:
        try:
            cargo = _with(cargo, carrier, import_target(carrier))
        except PluginError as error:
            problems.append(error)
    return Cargo(cargo.slots, cargo.specs, tuple(problems))


def _with(cargo: Cargo, carrier: Candidate, target: object) -> Cargo:
    named = list(vars(target).values()) if isinstance(target, ModuleType) else [target]
    slots = [value for value in named if isinstance(value, Slot)]
    of_slots = [slot.specs for slot in slots]
    specs = [v for v in named if isinstance(v, type) and is_spec_class(v) and v not in of_slots]
    if not slots and not specs:
        raise _refused(
            carrier,
            f"{carrier.target} is neither a Slot nor a class with methods marked @hookspec, "
            "nor a module that has one. Its author must correct the entry point.",
        )
    for slot in slots:
        _check_name(carrier, slot, cargo.slots)
    _check_hooks(carrier, spec_book(slots, specs), spec_book(cargo.slots, cargo.specs))
    return Cargo((*cargo.slots, *slots), (*cargo.specs, *specs))


def _check_name(carrier: Candidate, slot: Slot, others: Iterable[Slot]) -> None:
    taken = _RESERVED.union(other.name for other in others)
    if slot.name in taken or not slot.name.isidentifier():
        raise _refused(
            carrier,
            f"It brings a slot {slot.name!r}, and that name is taken or is no identifier. "
            "Its author must choose another one, best with a prefix.",
        )


def _check_hooks(carrier: Candidate, brought: Iterable[str], others: Iterable[str]) -> None:
    twice = sorted(set(brought).intersection(others))
    if twice:
        raise _refused(
            carrier,
            f"It specifies {', '.join(map(repr, twice))}, which is specified already. "
            "Its author must choose another name, best with a prefix.",
        )


def _refused(carrier: Candidate, complaint: str) -> PluginRefusedError:
    return PluginRefusedError(
        f"The hook specifications of {carrier} are refused. {complaint}", plugin=carrier.identity
    )
