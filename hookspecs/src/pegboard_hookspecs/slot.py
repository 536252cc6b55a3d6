"""What a slot is: a named group of hooks that exactly one plugin answers, or several as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Member", "Slot"]


class Member:
    """One of several providers that fill a slot together, as that which combines them sees it.

    Each hook of the slot is a method of it that takes all arguments of the specification, of which
    an implementation may leave some out. Every other attribute is the provider's.

    :param provider: the provider itself.
    :param hooks: what it does for each hook, by the hook's name.
    """

    def __init__(self, provider: object, hooks: Mapping[str, Callable[..., Any]]) -> None:
        #: The provider itself.
        self.provider = provider
        vars(self).update(hooks)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.provider, name)


@dataclass(frozen=True, slots=True)
class Slot:
    """A named group of hooks with one provider.

    :param name: the slot's name; its providers advertise themselves in the entry-point
        group ``pegboard.<name>``.
    :param specs: the class that holds the slot's hook specifications.
    :param default: the identity of the provider that fills the slot when nothing else is
        installed or chosen.
    :param purpose: what the slot does, as the verb phrase of "No plugin …".
    :param combine: makes one provider of several, which it gets as members, by identity, in the
        order of the setting that names them: it gives an object that implements the slot's hooks,
        and may declare settings and capabilities. None: the slot takes one provider only. Since
        contract 1.0.
    """

    name: str
    specs: type
    default: str
    purpose: str
    combine: Callable[[Mapping[str, Member]], object] | None = None

    @property
    def group(self) -> str:
        """The entry-point group of the slot's providers."""
        return f"pegboard.{self.name}"

    @property
    def default_distribution(self) -> str:
        """The distribution to install to fill the slot."""
        return self.default.partition(":")[0]
