"""The session whose values are in a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pegboard_hookspecs.session_kit import DictSession

__all__ = ["Origin", "ServerSession"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a session was read from.

    :param token: the identifier in the visitor's cookie.
    :param key: what the store knows it by.
    :param user: whose session it was when it was read; None for nobody's.
    :param used: when its use was last noted, in seconds since 1970.
    """

    token: str
    key: str
    user: str | None
    used: int


class ServerSession(DictSession):
    """Values kept on the server, for the visitor whose cookie has the identifier.

    :param origin: where it was read from; None for a session that begins.

    The other parameters are those of :class:`pegboard_hookspecs.session_kit.DictSession`.
    """

    def __init__(
        self,
        values: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        *,
        created: int | None = None,
        new: bool = False,
        check: Callable[[object], None] | None = None,
        origin: Origin | None = None,
    ) -> None:
        super().__init__(values, created=created, new=new, check=check)
        self.origin = origin
        #: It gets a new identifier when it is saved.
        self.is_rotated = False
        #: The store failed to keep it, and is not asked again.
        self.is_lost = False

    @property
    def key(self) -> str | None:
        """What the store knows it by, to find it in a list; None until it is first kept."""
        return None if self.origin is None else self.origin.key

    def rotate(self) -> None:
        """Give the session a new identifier, and let its lifetime begin anew.

        The old one is worthless from the moment that the session is saved. Where the value under
        ``SESSION_USER_KEY`` changes, as it does when somebody logs in, this happens by itself.
        """
        super().rotate()
        self.is_rotated = True
