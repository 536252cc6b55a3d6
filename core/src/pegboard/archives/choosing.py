"""Which plugins go into a build."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pegboard.plugins.loader import REST, Candidate, Selection, SlotDecision, meant, suggestion
from pegboard_hookspecs.errors import UnknownNameError

__all__ = ["ChosenParts", "choose_parts"]


@dataclass(frozen=True, slots=True)
class ChosenParts:
    """The plugins of a build.

    :param providers: by slot, who fills it, in their order.
    :param additive: the plugins that fill no slot.
    :param left_out: what the application loads now, and the build does not have: names of slots,
        and identities of additive plugins.
    :param order: the application's own order of its plugins, as far as they are in the build.
    """

    providers: Mapping[str, tuple[Candidate, ...]]
    additive: tuple[Candidate, ...]
    left_out: tuple[str, ...]
    order: tuple[str, ...] = ()

    @property
    def distributions(self) -> tuple[str, ...]:
        """The names of their distributions, sorted."""
        plugins = [*self.additive, *(one for several in self.providers.values() for one in several)]
        return tuple(sorted({each.distribution for each in plugins}))

    def purposes(self, distribution: str) -> tuple[str, ...]:
        """Give the slots that a distribution fills, or "plugin" where it has others."""
        slots = [
            slot
            for slot, several in self.providers.items()
            if any(each.distribution == distribution for each in several)
        ]
        is_additive = any(each.distribution == distribution for each in self.additive)
        return (*slots, *(["plugin"] if is_additive else []))


def choose_parts(
    selection: Selection, slots: Sequence[str] | None, plugins: Sequence[str]
) -> ChosenParts:
    """Choose among what an application loads.

    :param slots: the slots to fill; None: all that are filled, and all additive plugins.
    :param plugins: identities or distributions of additive plugins to take besides.
    :raises UnknownNameError: there is no such slot or plugin on board.
    :raises SlotEmptyError: nobody fills a slot that is asked for.
    """
    filled = {d.slot.name: d for d in selection.slots if d.winner is not None}
    additive = [each for each in selection.chosen if not each.is_provider and not each.is_local]
    wanted_slots = list(filled) if slots is None else _slots(selection, slots)
    wanted = additive if slots is None else list(_plugins(additive, plugins))
    providers = {name: _installed(filled[name]) for name in wanted_slots}
    present = [*wanted, *(each for several in providers.values() for each in several)]
    return ChosenParts(
        providers=providers,
        additive=tuple(wanted),
        left_out=(
            *(name for name in filled if name not in wanted_slots),
            *(each.identity for each in additive if each not in wanted),
        ),
        order=tuple(_order(selection.order, wanted_slots, [each.identity for each in present])),
    )


def _slots(selection: Selection, names: Iterable[str]) -> list[str]:
    known = [decision.slot.name for decision in selection.slots]
    wanted = set[str]()
    for name in names:
        if name not in known:
            raise UnknownNameError(
                f"There is no slot {name!r}.{suggestion(name, known)} Slots are {', '.join(known)}."
            )
        decision = selection.decision(name)
        if decision.winner is None:
            raise decision.empty_error()
        wanted.add(name)
    return [name for name in known if name in wanted]


def _plugins(additive: Collection[Candidate], names: Iterable[str]) -> Iterator[Candidate]:
    identities = [each.identity for each in additive]
    wanted = set[str]()
    for name in names:
        found = meant(name, identities)
        if not found:
            there = f"There are {', '.join(identities)}." if identities else "There is none."
            raise UnknownNameError(
                f"The application loads no additive plugin {name!r}."
                f"{suggestion(name, identities)} {there}"
            )
        wanted.update(found)
    return (each for each in additive if each.identity in wanted)


def _installed(decision: SlotDecision) -> tuple[Candidate, ...]:
    # What the application brings itself comes with its code.
    return tuple(each for each in decision.winners if not each.is_local)


def _order(
    order: Iterable[str], slots: Collection[str], identities: Collection[str]
) -> Iterator[str]:
    return (name for name in order if name in {REST, *slots} or meant(name, identities))
