"""A connection as every provider gives it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

__all__ = ["Connection", "Row"]

#: What a statement finds: values by the names of their columns.
Row = dict[str, Any]


class Connection(Protocol):
    """One connection to a database, with the transaction that is under way on it.

    A change begins a transaction. Parameters stand in statements as ``:name`` and are bound, never
    written into the text; a colon within quotes or a comment is no parameter. Values may be None,
    int, float, str and bytes at least.

    Every method may raise what :mod:`pegboard_database.errors` has, and nothing of its library's.
    """

    @property
    def native(self) -> Any:  # every library has its own type
        """The library's own connection."""
        ...

    def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
        """Run a statement and say how many rows it changed; 0 where that means nothing."""
        ...

    def rows(self, sql: str, parameters: Mapping[str, object]) -> Generator[Row]:
        """Run a statement and give the rows that it finds, one by one; none where it finds none.

        The statement is run by the call. ``close`` of the result gives up the rows that were not
        read; they are in nobody's way either when it is forgotten.
        """
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Enclose changes that are made together: what is raised in the block undoes them.

        What was changed before stays, and so does the block in one around it. The changes are kept
        by :meth:`commit`, as all others.
        """
        ...

    def commit(self) -> None:
        """Keep all changes; without any do nothing."""
        ...

    def rollback(self) -> None:
        """Undo all changes since the last :meth:`commit`; without any do nothing."""
        ...

    def close(self) -> None:
        """Give the connection back; changes that were not kept are undone."""
        ...
