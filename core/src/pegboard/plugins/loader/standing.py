"""Why a plugin stands where it does in the order of the calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pegboard.plugins.loader.identity import meant
from pegboard.plugins.loader.ordering import REST, Place

__all__ = ["rule_of"]


def rule_of(place: Place, places: Iterable[Place], own: Sequence[str] = ()) -> str:
    """Name the rule that put a plugin where it stands: a phrase, without a full stop.

    :param places: those of all plugins.
    :param own: the application's own list.
    """
    listed = next((name for name in own if name != REST and _is_meant(name, place)), None)
    if listed is not None:
        return f"the application's own order names {listed!r}"
    others = [other for other in places if other.identity != place.identity]
    reasons = [
        *([] if place.phase == "normal" else [f"phase {place.phase!r}"]),
        *_hints("before", place.before, others),
        *_hints("after", place.after, others),
        *_hints_of_others(place, others),
    ]
    return ", ".join(reasons) or "by identity"


def _hints(word: str, names: Sequence[str], others: Sequence[Place]) -> Iterator[str]:
    for name in names:
        if any(_is_meant(name, other) for other in others):
            yield f"says {word} {name!r}"


def _hints_of_others(place: Place, others: Sequence[Place]) -> Iterator[str]:
    for other in others:
        if any(_is_meant(name, place) for name in other.before):
            yield f"{other.identity} says before"
        if any(_is_meant(name, place) for name in other.after):
            yield f"{other.identity} says after"


def _is_meant(name: str, place: Place) -> bool:
    return bool(meant(name, [place.identity])) or (place.slot is not None and name == place.slot)
