"""The slot ``json``: values to bytes and back (RFC 8259)."""

from __future__ import annotations

from typing import Any, Protocol

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.markers import hookspec

__all__ = ["JSON", "JSONProvider"]


class JSON:
    """Hooks of the slot ``json``. JSON speaks bytes, UTF-8 encoded."""

    @hookspec("first")
    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:  # type: ignore[empty-body]
        """Write a value as JSON, without a newline at the end.

        In place of a value of another type than JSON's it writes what ``app.json_default``
        gives for it: unless a plugin says otherwise an HTTP date in GMT for date and datetime,
        text for Decimal, UUID and whatever has ``__html__``, an object for a dataclass. A
        provider may know further types by itself; ``app.json_default`` goes first.

        :param indent: spaces per level; None is the shortest form.
        :raises TypeError: nothing stands for a value, which the message names.
        :raises ValueError: NaN or an infinity, which JSON does not have.

        Since contract 1.0.
        """

    @hookspec("first")
    def load_json(self, app: Application, data: str | bytes) -> Any:
        """Read JSON.

        :raises ValueError: the text is not JSON, has NaN, an infinity or a number too large for a
            float, or is nested too deeply.

        Since contract 1.0.
        """


class JSONProvider(Protocol):
    """What fills the slot ``json``."""

    def dump_json(self, app: Application, value: Any, indent: int | None = None) -> bytes:
        """See :meth:`JSON.dump_json`."""
        ...

    def load_json(self, app: Application, data: str | bytes) -> Any:
        """See :meth:`JSON.load_json`."""
        ...
