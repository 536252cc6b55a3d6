"""Who fills one slot: who is chosen, else the only one that is not the default, else that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pegboard.plugins.loader.candidate import Candidate, local_candidate
from pegboard.plugins.loader.choices import Choice, Source, says_off
from pegboard.plugins.loader.identity import canonical, meant, suggestion
from pegboard.plugins.loader.switches import Switches
from pegboard_hookspecs.errors import (
    ConfigurationError,
    PegboardError,
    PluginConflictError,
    SlotEmptyError,
    UnknownNameError,
)
from pegboard_hookspecs.slot import Slot

__all__ = ["SlotDecision", "decide"]

_CODE = Source("code", "")
_PROJECT = Source("project", "")


@dataclass(frozen=True, slots=True)
class SlotDecision:
    """Who fills a slot, and why.

    :param winner: the provider, or None when the slot is empty; the first of several.
    :param reason: why the winner wins, or why the slot is empty: the end of a sentence.
    :param cure: what to do about an empty slot, in whole sentences; else "".
    :param runners_up: providers that could have won.
    :param problem: what keeps an application from starting, or None.
    :param beside: the providers that fill the slot together with the winner, in their order.
    """

    slot: Slot
    winner: Candidate | None
    reason: str
    cure: str = ""
    runners_up: tuple[Candidate, ...] = ()
    problem: PegboardError | None = None
    beside: tuple[Candidate, ...] = ()

    @property
    def winners(self) -> tuple[Candidate, ...]:
        """All providers that fill the slot, the first first; none when it is empty."""
        return () if self.winner is None else (self.winner, *self.beside)

    def empty_error(self) -> SlotEmptyError:
        """Make the error for a word that needs the slot while nobody fills it."""
        return SlotEmptyError(
            f"No plugin {self.slot.purpose}: the slot {self.slot.name!r} {self.reason}. "
            f"{self.cure}",
            slot=self.slot.name,
        )


def decide(
    slot: Slot, candidates: Sequence[Candidate], switches: Switches, *, is_safe: bool = False
) -> SlotDecision:
    """Decide who fills a slot; never by the order of installation or of folders.

    :param candidates: the installed providers of this slot, sorted by identity.
    :param is_safe: take the default or nobody, whatever a setting names; the setting may
        still empty the slot or fill it with what the application brings.
    """
    choice = switches.told.get(slot.name)
    if choice is not None and choice.value is False:
        return _switched_off(slot, candidates, choice)
    if choice is not None and choice.value is not True:
        parts = choice.parts or (choice,)
        if not is_safe or all(each.is_object for each in parts):
            return _chosen(slot, candidates, parts, switches)
    return _by_rule(slot, candidates, switches, is_safe=is_safe)


def _switched_off(slot: Slot, candidates: Sequence[Candidate], choice: Choice) -> SlotDecision:
    reason = f"is switched off {choice.source.where}"
    install = "." if candidates else f". {_install(slot)}"
    return SlotDecision(slot, None, reason, f"{choice.removal}{install}")


def _won(
    slot: Slot, winners: Sequence[Candidate], reason: str, candidates: Sequence[Candidate]
) -> SlotDecision:
    names = {winner.identity for winner in winners}
    others = tuple(other for other in candidates if other.identity not in names)
    first, *beside = winners
    return SlotDecision(slot, first, reason, runners_up=others, beside=tuple(beside))


def _chosen(
    slot: Slot, candidates: Sequence[Candidate], parts: Sequence[Choice], switches: Switches
) -> SlotDecision:
    usable = [c for c in candidates if switches.off(c.identity) is None]
    try:
        if len(parts) > 1 and slot.combine is None:
            raise _one_only(slot, parts)
        found = [_named(slot, candidates, part, switches) for part in parts]
        winners = [winner for winner in found if winner is not None]
        _refuse_twice(slot, winners, parts[0])
    except ConfigurationError as problem:
        return _undecided(slot, usable, problem)
    if not winners:
        return _by_rule(slot, candidates, switches, is_safe=False)
    return _won(slot, winners, f"is chosen {parts[0].source.where}", usable)


def _one_only(slot: Slot, parts: Sequence[Choice]) -> ConfigurationError:
    lines = " or ".join(part.line for part in parts)
    return ConfigurationError(
        f"The slot {slot.name!r} is to be filled by {len(parts)} providers, chosen "
        f"{parts[0].source.where}, and takes one only. Write {lines}."
    )


def _refuse_twice(slot: Slot, winners: Sequence[Candidate], choice: Choice) -> None:
    # What the application brings is looked at with all that it brings.
    names = [winner.identity for winner in winners if not winner.is_local]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ConfigurationError(
            f"The slot {slot.name!r} is to be filled by {twice!r} twice, chosen "
            f"{choice.source.where}. Name each provider once."
        )


def _named(
    slot: Slot, candidates: Sequence[Candidate], choice: Choice, switches: Switches
) -> Candidate | None:
    """Give the provider of a setting; None where one of higher precedence switches it off.

    :raises ConfigurationError: it names none, or several, or another setting contradicts it.
    """
    if choice.is_object:
        return local_candidate(choice.value, slot=slot.name)
    identities = meant(str(choice.value), [candidate.identity for candidate in candidates])
    if len(identities) != 1:
        raise _not_one(slot, candidates, choice, identities)
    off = switches.off(identities[0])
    if off is not None and off.source.rank == choice.source.rank:
        raise _contradiction(choice, off)
    if off is not None and off.source.rank < choice.source.rank:
        return None
    return next(c for c in candidates if c.identity == identities[0])


def _undecided(slot: Slot, candidates: Sequence[Candidate], problem: PegboardError) -> SlotDecision:
    reason = "waits for a decision"
    return SlotDecision(slot, None, reason, str(problem), tuple(candidates), problem)


def _not_one(
    slot: Slot, candidates: Sequence[Candidate], choice: Choice, identities: tuple[str, ...]
) -> ConfigurationError:
    start = (
        f"The slot {slot.name!r} is to be filled by {choice.value!r}, chosen {choice.source.where}"
    )
    if identities:
        lines = " or ".join(choice.source.line(slot.name, identity) for identity in identities)
        return ConfigurationError(f"{start}, which brings several providers. Write {lines}.")
    names = [name for c in candidates for name in (c.identity, c.distribution)]
    hint = suggestion(str(choice.value), names)
    return UnknownNameError(
        f"{start}, but no provider of that name is installed for it."
        f"{hint or _not_installed(choice, candidates)}"
    )


def _not_installed(choice: Choice, candidates: Sequence[Candidate]) -> str:
    # Never beside a suggestion: whoever mistypes a name should not install what it says.
    known = ", ".join(candidate.identity for candidate in candidates) or "none"
    if says_off(str(choice.value)):
        line = choice.source.line(choice.key, value=False)
        return f" Installed for it: {known}. To switch the slot off, write {line}"
    distribution = canonical(str(choice.value)).partition(":")[0]
    return f" Installed for it: {known}. To install that one, run: pip install {distribution}"


def _contradiction(choice: Choice, off: Choice) -> ConfigurationError:
    return ConfigurationError(
        f"{choice.line} and {off.line}, both written {choice.source.where}, contradict each "
        "other. Remove one of them."
    )


def _by_rule(
    slot: Slot, candidates: Sequence[Candidate], switches: Switches, *, is_safe: bool
) -> SlotDecision:
    usable = [c for c in candidates if switches.off(c.identity) is None]
    default = [c for c in usable if c.identity == slot.default]
    others = [] if is_safe else [c for c in usable if c.identity != slot.default]
    if len(others) > 1:
        return _undecided(slot, usable, _conflict(slot, others))
    if others:
        return _won(slot, others, "is the only one installed besides the default", usable)
    if default:
        reason = "is the default, in safe mode" if is_safe else "is the default"
        return _won(slot, default, reason, usable)
    return _nobody(slot, candidates, switches, is_safe=is_safe)


def _conflict(slot: Slot, rivals: Sequence[Candidate]) -> PluginConflictError:
    names = " and ".join(str(rival) for rival in rivals)
    lines = "\n".join(f"    {_PROJECT.line(slot.name, rival.identity)}" for rival in rivals)
    code = " or ".join(f"{{{_CODE.line(slot.name, rival.identity)}}}" for rival in rivals)
    together = ""
    if slot.combine is not None:
        line = _PROJECT.line(slot.name, tuple(rival.identity for rival in rivals))
        together = f"\n\nor have them all, the first for what none of them claims:\n\n    {line}"
    return PluginConflictError(
        f"{len(rivals)} plugins want the slot {slot.name!r} and no setting decides: {names}. "
        f"Choose by one of these lines in pyproject.toml, below [tool.pegboard.plugins]:\n\n"
        f"{lines}{together}\n\nor in code by Pegboard(__name__, plugins={code}).",
        plugin=rivals[0].identity,
    )


def _nobody(
    slot: Slot, candidates: Sequence[Candidate], switches: Switches, *, is_safe: bool
) -> SlotDecision:
    offs = {c.identity: off for c in candidates if (off := switches.off(c.identity)) is not None}
    if offs:
        each = [f"{name} is switched off {off.source.where}" for name, off in offs.items()]
        cure = f"{next(iter(offs.values())).removal}."
        return SlotDecision(slot, None, f"has no provider left: {' and '.join(each)}", cure)
    if is_safe:
        reason = f"has no provider in safe mode, for {slot.default} is not installed"
        return SlotDecision(
            slot, None, reason, f"Unset PEGBOARD_NO_PLUGINS, or r{_install(slot)[1:]}"
        )
    return SlotDecision(slot, None, "has no provider installed", _install(slot))


def _install(slot: Slot) -> str:
    if slot.default:
        return f"Run: pip install {slot.default_distribution}"
    return f"Install a distribution that brings a provider in the group {slot.group}."
