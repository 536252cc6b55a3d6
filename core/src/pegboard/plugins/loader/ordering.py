"""Who is called first: phases, then ``before`` and ``after``, then identity; no numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Literal

from pegboard.plugins.loader.identity import canonical, meant
from pegboard_hookspecs.errors import PluginOrderError

__all__ = ["PHASES", "REST", "Phase", "Place", "ordered"]

#: When a plugin is called, compared with all others.
Phase = Literal["early", "normal", "late"]

PHASES: tuple[Phase, ...] = ("early", "normal", "late")

#: Stands in an application's own list for all plugins that the list does not name.
REST = "..."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plugin wants to stand.

    :param before: the identities, distributions or slots whose plugins are called after it.
    :param after: those whose plugins are called before it.
    """

    identity: str
    slot: str | None = None
    phase: Phase = "normal"
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edge:
    first: str
    second: str
    why: str


def ordered(places: Iterable[Place], own: Sequence[str] = ()) -> tuple[str, ...]:
    """Give the identities in the order of their calls; the same for the same set, always.

    The application's own list overrides every hint. What it does not name stands, ordered by
    hints, where it says ``"..."``, or else after all that it names: only so can anybody be
    first or last. A hint about a plugin that is not there is ignored.

    :param own: identities, distributions or slots.
    :raises PluginOrderError: hints contradict each other; the message names the cycle.
    """
    by_identity = {place.identity: place for place in places}
    if not own:
        return _by_hints(by_identity)
    lists = {name: _named(name, by_identity.values()) for name in own if name != REST}
    listed = dict.fromkeys(identity for names in lists.values() for identity in names)
    rest = _by_hints({i: place for i, place in by_identity.items() if i not in listed})
    parts = [rest if name == REST else lists[name] for name in _with_rest(own)]
    return tuple(dict.fromkeys(identity for part in parts for identity in part))


def _with_rest(own: Sequence[str]) -> Sequence[str]:
    return own if REST in own else (*own, REST)


def _named(name: str, places: Iterable[Place]) -> tuple[str, ...]:
    places = list(places)
    identities = meant(name, sorted(place.identity for place in places))
    return identities or tuple(place.identity for place in places if place.slot == name)


def _by_hints(places: Mapping[str, Place]) -> tuple[str, ...]:
    edges = set(_edges(places))
    for edge in sorted(edges, key=lambda edge: (edge.first, edge.second)):
        _check_phases(places[edge.first], places[edge.second], edge)
    phases = [[p.identity for p in places.values() if p.phase == phase] for phase in PHASES]
    return tuple(identity for phase in phases for identity in _sorted(phase, edges))


def _edges(places: Mapping[str, Place]) -> Iterator[_Edge]:
    for place in places.values():
        for name in place.before:
            for other in _others(name, place, places):
                yield _Edge(place.identity, other, f"{place.identity} says before {name!r}")
        for name in place.after:
            for other in _others(name, place, places):
                yield _Edge(other, place.identity, f"{place.identity} says after {name!r}")


def _others(name: str, place: Place, places: Mapping[str, Place]) -> Iterator[str]:
    return (other for other in _named(name, places.values()) if other != place.identity)


def _check_phases(first: Place, second: Place, edge: _Edge) -> None:
    if PHASES.index(first.phase) > PHASES.index(second.phase):
        raise PluginOrderError(
            f"{edge.why}, but {first.identity} asks for the phase {first.phase!r} and "
            f"{second.identity} for the phase {second.phase!r}, which is earlier. "
            f"{_cure([first.identity, second.identity])}",
            plugin=first.identity,
        )


def _sorted(identities: Iterable[str], edges: Collection[_Edge]) -> list[str]:
    inside = set(identities)
    followers: dict[str, set[str]] = {identity: set() for identity in inside}
    waiting = dict.fromkeys(inside, 0)
    for first, second in {(edge.first, edge.second) for edge in edges}:
        if first in inside and second in inside:
            followers[first].add(second)
            waiting[second] += 1
    done = list(_taken(followers, waiting))
    if len(done) < len(inside):
        raise _cycle(inside - set(done), edges)
    return done


def _taken(followers: Mapping[str, set[str]], waiting: dict[str, int]) -> Iterator[str]:
    free = [identity for identity, count in waiting.items() if count == 0]
    heapify(free)
    while free:
        identity = heappop(free)
        yield identity
        for follower in followers[identity]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                heappush(free, follower)


def _cycle(stuck: set[str], edges: Collection[_Edge]) -> PluginOrderError:
    # What is stuck stands in a cycle or behind one, so walking backwards must come round.
    behind = {
        edge.second: edge
        for edge in sorted(edges, key=lambda edge: (edge.first, edge.why), reverse=True)
        if edge.first in stuck and edge.second in stuck
    }
    identity, walked = min(stuck), list[str]()
    while identity not in walked:
        walked.append(identity)
        identity = behind[identity].first
    cycle = walked[walked.index(identity) :]
    whys = ", ".join(behind[member].why for member in reversed(cycle))
    return PluginOrderError(
        f"The order of plugins goes in a circle: {whys}. {_cure(sorted(cycle))}",
        plugin=min(cycle),
    )


def _cure(identities: Sequence[str]) -> str:
    names = ", ".join(f'"{canonical(identity)}"' for identity in identities)
    return (
        "Settle it in pyproject.toml, below [tool.pegboard], in the order you want: "
        f"order = [{names}]"
    )
