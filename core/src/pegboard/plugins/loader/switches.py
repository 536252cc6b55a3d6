"""The settings, read against what is there: what each slot is told, and what is off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pegboard.plugins.loader.candidate import Candidate, local_candidate
from pegboard.plugins.loader.choices import Choice
from pegboard.plugins.loader.identity import LOCAL, canonical, meant, suggestion
from pegboard_hookspecs.errors import ConfigurationError, PegboardError, UnknownNameError
from pegboard_hookspecs.slot import Slot

__all__ = ["Known", "Switches", "brought_along", "read_switches"]


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a setting may use.

    :param plugins: everything that is installed, carriers of hook specifications included,
        and what the application brings.
    """

    slots: tuple[Slot, ...]
    plugins: tuple[Candidate, ...]

    @property
    def slot_names(self) -> tuple[str, ...]:
        """The names of all slots."""
        return tuple(slot.name for slot in self.slots)

    @property
    def identities(self) -> tuple[str, ...]:
        """The identities of all plugins, and of the defaults that are not installed."""
        installed = [plugin.identity for plugin in self.plugins]
        return tuple(dict.fromkeys(installed + [slot.default for slot in self.slots]))

    def unknown(self, name: str, where: str) -> UnknownNameError:
        """Make the error for a name that matches nothing, with the nearest name that does."""
        distributions = [identity.partition(":")[0] for identity in self.identities]
        hint = suggestion(name, [*self.slot_names, *self.identities, *distributions])
        installed = sorted({plugin.identity for plugin in self.plugins})
        listing = (
            f" Slots are {', '.join(sorted(self.slot_names))}; "
            f"installed are {', '.join(installed) or 'no plugins'}."
        )
        return UnknownNameError(
            f"{name!r}, written {where}, is neither a slot nor an installed plugin."
            f"{hint or listing}"
        )


@dataclass(frozen=True, slots=True)
class Switches:
    """What the settings of highest precedence say.

    :param told: by name of slot or identity of plugin, the setting that decides about it.
    :param problems: settings that cannot be obeyed.
    """

    told: Mapping[str, Choice]
    problems: tuple[PegboardError, ...]

    def off(self, name: str) -> Choice | None:
        """Give the setting that switches a slot or plugin off, if one does."""
        choice = self.told.get(name)
        return choice if choice is not None and choice.value is False else None


def brought_along(choices: Iterable[Choice]) -> tuple[Candidate, ...]:
    """Give the additive plugins that the application brings under keys like ``app:timing``."""
    return tuple(
        local_candidate(choice.value, name=canonical(choice.key).partition(":")[2])
        for choice in choices
        if canonical(choice.key).startswith(f"{LOCAL}:") and choice.is_object
    )


def read_switches(choices: Iterable[Choice], known: Known) -> Switches:
    """Read all settings; of two about one name, code goes before environment before project.

    In one place, an identity goes before a bare distribution, which means all of its plugins.
    """
    told: dict[str, Choice] = {}
    problems: list[PegboardError] = []
    for choice in sorted(choices, key=_rank):
        try:
            for name in _names(choice, known):
                _check_agreement(told.setdefault(name, choice), choice)
        except ConfigurationError as error:
            problems.append(error)
    return Switches(told, tuple(problems))


def _rank(choice: Choice) -> tuple[int, bool]:
    return choice.source.rank, ":" not in choice.key


def _names(choice: Choice, known: Known) -> tuple[str, ...]:
    if choice.key in known.slot_names:
        return (choice.key,)
    identities = meant(choice.key, known.identities)
    if not identities:
        raise known.unknown(choice.key, choice.source.where)
    _check_value(choice, [plugin for plugin in known.plugins if plugin.identity in identities])
    return identities


def _check_value(choice: Choice, plugins: list[Candidate]) -> None:
    if choice.value is False or (choice.is_object and all(plugin.is_local for plugin in plugins)):
        return
    if choice.value is True and not all(plugin.is_provider for plugin in plugins):
        return
    slots = sorted({plugin.slot for plugin in plugins if plugin.slot and plugin.is_provider})
    example = choice.source.line(slots[0] if slots else "SLOT", canonical(choice.key))
    raise ConfigurationError(
        f"{choice.line}, written {choice.source.where}, says nothing that a plugin can obey: "
        f"under its own name a plugin is only switched on or off. To choose what fills a slot, "
        f"write {example}."
    )


def _check_agreement(first: Choice, second: Choice) -> None:
    if _rank(first) == _rank(second) and first.value != second.value:
        raise ConfigurationError(
            f"{first.line} and {second.line}, both written {first.source.where}, contradict "
            "each other. Remove one of them."
        )
