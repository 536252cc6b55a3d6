"""``g``: where an application keeps what belongs to one context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

__all__ = ["Namespace"]

_RAISE: Any = object()


class Namespace:
    """Attributes for the length of one request or command; the object behind ``g``."""

    def __getattr__(self, name: str) -> Any:
        message = (
            f"g has no attribute {name!r} in this request. It is set for each request anew; "
            f"set it in a before_request function, or read it with g.get({name!r})."
        )
        raise AttributeError(message, name=name, obj=self)

    if TYPE_CHECKING:
        # Tells type checkers that any name may be assigned and deleted; methods would cost time.
        def __setattr__(self, name: str, value: Any) -> None: ...
        def __delattr__(self, name: str) -> None: ...

    def get(self, name: str, default: Any = None) -> Any:
        """Give an attribute, or the default."""
        return self.__dict__.get(name, default)

    def pop(self, name: str, default: Any = _RAISE) -> Any:
        """Remove an attribute and give it, or the default; without one, raise KeyError."""
        if default is _RAISE:
            return self.__dict__.pop(name)
        return self.__dict__.pop(name, default)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """Give an attribute, after setting it to the default where it is missing."""
        return self.__dict__.setdefault(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self.__dict__

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)

    def __repr__(self) -> str:
        return f"<g {sorted(self.__dict__)}>"
