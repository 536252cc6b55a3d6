"""What could be loaded: one entry point of a distribution, or one object of the application."""

from __future__ import annotations

from dataclasses import dataclass

from pegboard.plugins.loader.identity import LOCAL

__all__ = ["CARRIER", "Candidate", "local_candidate"]

#: The last part of the entry-point group whose members bring hook specifications.
CARRIER = "hookspecs"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plugin that is at hand, known by its metadata alone: nothing of it is imported.

    :param identity: ``distribution:entry-point``.
    :param slot: the slot it wants to fill, None when it is additive, :data:`CARRIER` when it
        is no plugin but brings hook specifications.
    :param version: the version of its distribution.
    :param target: ``module:attribute`` of its class or factory.
    :param location: the folder it was found in.
    :param contract: the contract it asks for, as ``pegboard_contract:v1_0``, or "".
    :param problem: why it cannot be loaded though it was found, or "".
    :param given: the object itself when the application brought it, else None.
    """

    identity: str
    slot: str | None
    version: str
    target: str
    location: str
    contract: str = ""
    problem: str = ""
    given: object = None

    @property
    def distribution(self) -> str:
        """The normalised name of its distribution."""
        return self.identity.partition(":")[0]

    @property
    def is_carrier(self) -> bool:
        """Whether it brings hook specifications and is no plugin itself."""
        return self.slot == CARRIER

    @property
    def is_provider(self) -> bool:
        """Whether it wants to fill a slot."""
        return self.slot is not None and not self.is_carrier

    @property
    def is_local(self) -> bool:
        """Whether the application itself brought it."""
        return self.given is not None

    def __str__(self) -> str:
        """Show it as messages name a plugin: distribution, version, identity."""
        if self.is_local:
            return self.identity
        return f"{self.distribution} {self.version} ({self.identity})"


def local_candidate(given: object, *, slot: str | None = None, name: str = "") -> Candidate:
    """Describe a plugin that the application brings as a class or as an object.

    :param name: the part of its identity after ``app:``; the name of its class when empty.
    """
    kind = given if isinstance(given, type) else type(given)
    return Candidate(
        identity=f"{LOCAL}:{name or kind.__name__}",
        slot=slot,
        version="",
        target=f"{kind.__module__}:{kind.__qualname__}",
        location="",
        given=given,
    )
