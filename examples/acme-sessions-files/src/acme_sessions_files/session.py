"""A session as the requests of its visitor see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pegboard_hookspecs.session_kit import DictSession

__all__ = ["FileSession"]


class FileSession(DictSession):
    """Values of one visitor, and the identifier by which they are found.

    :param identifier: what the visitor's cookie has; None for a session that is new.
    :param created: when it began, in seconds since 1970; None for a session that is new.
    :param check: refuses a value that cannot be kept.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        identifier: str | None = None,
        created: int | None = None,
        check: Callable[[object], None],
    ) -> None:
        super().__init__(values, created=created, new=identifier is None, check=check)
        self.identifier = identifier
        self.is_rotated = False

    def rotate(self) -> None:
        """Get a new identifier when the session is saved, and make the old one worthless."""
        super().rotate()
        self.is_rotated = True
