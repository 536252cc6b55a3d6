"""The session as every provider of the slot gives it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import MutableMapping
from typing import Any

__all__ = ["Session"]

_PERMANENT_KEY = "_permanent"


class Session(MutableMapping[str, Any]):
    """Values kept for one visitor from request to request.

    It is opened on first use; a request that never touches it pays nothing and sends no cookie.
    Only changes of the top level are noticed: after changing a nested value, set
    :attr:`modified` to True.
    """

    #: The visitor brought no valid session.
    new: bool = False
    #: There is something to save.
    modified: bool = False
    #: Somebody read or wrote it, so the answer varies by cookie.
    accessed: bool = True

    @property
    def permanent(self) -> bool:
        """The session outlives the browser, for ``PERMANENT_SESSION_LIFETIME``.

        It is a value of the session, under the key ``_permanent``.
        """
        return bool(self.get(_PERMANENT_KEY, False))

    @permanent.setter
    def permanent(self, value: bool) -> None:
        self[_PERMANENT_KEY] = bool(value)

    @abstractmethod
    def rotate(self) -> None:
        """Make what identifies the session new, and keep its values.

        To be called when somebody logs in, so that an identifier planted beforehand is
        worthless (session fixation, OWASP ASVS 5.0, 7.2.4).
        """
