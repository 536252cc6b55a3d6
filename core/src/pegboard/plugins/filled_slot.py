"""What fills a slot of one application."""

from __future__ import annotations

from typing import Any

from pegboard.plugins.loader import LoadedPlugin

__all__ = ["FilledSlot"]

_NO_CAPABILITIES: frozenset[str] = frozenset()


class FilledSlot:
    """What fills a slot: who it is, what it can do beyond the contract, and its engine.

    :param loaded: the provider.
    :param app: the application that asks.
    """

    __slots__ = ("_app", "_loaded")

    def __init__(self, loaded: LoadedPlugin, app: object) -> None:
        self._loaded = loaded
        self._app = app

    @property
    def identity(self) -> str:
        """``distribution:entry-point``."""
        return self._loaded.identity

    @property
    def provider(self) -> Any:
        """The provider's instance for this application."""
        return self._loaded.object

    @property
    def capabilities(self) -> frozenset[str]:
        """What this provider can do that the slot's contract leaves open."""
        found: frozenset[str] = getattr(self.provider, "capabilities", _NO_CAPABILITIES)
        return found

    @property
    def native(self) -> Any:
        """The engine behind the provider; the provider itself where there is none."""
        native_of = getattr(self.provider, "native_of", None)
        if native_of is not None:
            return native_of(self._app)
        return getattr(self.provider, "native", self.provider)

    def __repr__(self) -> str:
        return f"<slot filled by {self.identity}>"
