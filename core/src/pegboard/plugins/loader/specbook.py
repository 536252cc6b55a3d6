"""The hook specifications in force, by name, as the check of a plugin needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pegboard.plugins.loader.methods import Method, methods_of
from pegboard_hookspecs.markers import point_of
from pegboard_hookspecs.slot import Slot

__all__ = ["Spec", "is_spec_class", "spec_book"]


@dataclass(frozen=True, slots=True)
class Spec:
    """One hook: its name, its arguments, its slot, and whether a provider may leave it out."""

    name: str
    arguments: tuple[str, ...]
    slot: str | None
    is_optional: bool


def spec_book(slots: Iterable[Slot], classes: Iterable[type]) -> Mapping[str, Spec]:
    """Collect the specifications of slots and of the classes that belong to no slot."""
    book = {spec.name: spec for specs in classes for spec in _specs(specs, None)}
    return book | {spec.name: spec for slot in slots for spec in _specs(slot.specs, slot.name)}


def is_spec_class(value: object) -> bool:
    """Say whether a value is a class that holds hook specifications."""
    return isinstance(value, type) and any(method.is_spec for method in methods_of(value))


def _specs(specs: type, slot: str | None) -> Iterator[Spec]:
    for method in methods_of(specs):
        if method.is_spec:
            yield Spec(method.name, method.arguments, slot, _is_optional(method))


def _is_optional(method: Method) -> bool:
    point = point_of(method.function)
    return point is not None and point.optional
