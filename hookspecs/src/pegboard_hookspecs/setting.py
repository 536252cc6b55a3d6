"""How a plugin declares its settings: once, with name, type, default and a line of help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Setting"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a plugin, read as ``app.config[setting.name]``.

    :param name: upper-case key in ``app.config``.
    :param types: the types a value may have; ``None`` is allowed when ``NoneType`` is listed.
        ``bool`` is never taken for ``int``.
    :param default: the value when nobody sets one.
    :param help: one line that says what the setting does and in which unit.
    :param is_secret: never shown; printed as ``***`` wherever settings are listed.
    :param check: called with a value of the right type; returns a complaint (what is wrong
        with it and the cure) or None.
    """

    name: str
    types: tuple[type, ...]
    default: object
    help: str
    is_secret: bool = False
    check: Callable[[object], str | None] | None = field(default=None, compare=False)

    @property
    def type_names(self) -> str:
        """Its types as messages name them: ``str or None``."""
        return " or ".join("None" if t is type(None) else t.__name__ for t in self.types)

    def complaint(self, value: object) -> str | None:
        """Say what is wrong with a value, or None when it may be used."""
        if self._is_stray_bool(value) or not isinstance(value, self.types):
            return f"it must be {self.type_names}, not {type(value).__name__}"
        return self.check(value) if self.check is not None else None

    def _is_stray_bool(self, value: object) -> bool:
        return isinstance(value, bool) and not {bool, object} & set(self.types)
