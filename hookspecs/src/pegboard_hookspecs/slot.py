"""What a slot is: a named group of hooks that exactly one plugin answers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Slot"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A named group of hooks with one provider.

    :param name: the slot's name; its providers advertise themselves in the entry-point
        group ``pegboard.<name>``.
    :param specs: the class that holds the slot's hook specifications.
    :param default: the identity of the provider that fills the slot when nothing else is
        installed or chosen.
    :param purpose: what the slot does, as the verb phrase of "No plugin …".
    """

    name: str
    specs: type
    default: str
    purpose: str

    @property
    def group(self) -> str:
        """The entry-point group of the slot's providers."""
        return f"pegboard.{self.name}"

    @property
    def default_distribution(self) -> str:
        """The distribution to install to fill the slot."""
        return self.default.partition(":")[0]
