"""What a store keeps of a session, and what it can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pegboard_hookspecs.errors import PegboardError

__all__ = ["Counts", "NotListedError", "Record", "Store"]


class NotListedError(PegboardError, RuntimeError):
    """The store cannot say which sessions it has."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a store keeps of a session; all times in seconds since 1970.

    :param content: its values, as tagged JSON.
    :param user: whose it is, or None.
    :param created: when it began, or was last given a new identifier.
    :param used: when its use was last noted.
    :param expires: when it can be removed.
    """

    content: str
    user: str | None
    created: int
    used: int
    expires: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sessions there are.

    :param alive: that have not expired.
    :param users: to how many users they belong.
    :param expired: that wait for being removed.
    """

    alive: int
    users: int
    expired: int


class Store(Protocol):
    """Keeps records by the keys of sessions; called by many threads and processes at once.

    A key is 64 hexadecimal digits. A record that has expired may be gone or not. When the store
    cannot be reached a method raises one of :attr:`failures`, within some seconds.
    """

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What its methods raise when it cannot be reached."""
        ...

    @property
    def is_listed(self) -> bool:
        """It can count its sessions, and find those of a user."""
        ...

    def read(self, key: str) -> Record | None:
        """Give a record; None where there is none."""
        ...

    def add(self, key: str, record: Record) -> None:
        """Keep a record under a key that is new."""
        ...

    def replace(self, key: str, record: Record, *, new_key: str) -> bool:
        """Put a record in the place of another, under the same key or a new one, in one step.

        :return: False where the other one is gone, as after its revocation; nothing is kept then.
        """
        ...

    def touch(self, key: str, used: int, expires: int) -> bool:
        """Note that a session was used, without a change of its values.

        :return: False where it is gone.
        """
        ...

    def remove(self, key: str) -> bool:
        """Remove a record for good, whoever is about to replace it; say whether there was one."""
        ...

    def remove_user(self, user: str, *, keep: str | None) -> int | None:
        """Remove the records of a user for good, save one, and give their number if it is known."""
        ...

    def of_user(self, user: str) -> Sequence[tuple[str, Record]]:
        """Give keys and records of a user.

        :raises NotListedError: the store is not listed.
        """
        ...

    def count(self, now: int) -> Counts:
        """Count the records.

        :raises NotListedError: the store is not listed.
        """
        ...

    def sweep(self, now: int) -> int:
        """Remove some of the records that have expired, and say how many; 0 when none is left."""
        ...

    def close(self) -> None:
        """Give back what was opened; whoever asks after that opens it again."""
        ...
