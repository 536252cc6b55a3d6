"""Which settings are declared, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pegboard.config.core_settings import CORE_SETTINGS
from pegboard_hookspecs import Setting
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["Declarations"]

_KERNEL = "pegboard-core"


class Declarations:
    """All declared settings, each with its owner."""

    def __init__(self) -> None:
        self._settings: dict[str, tuple[Setting, str]] = {}
        self.add(_KERNEL, CORE_SETTINGS)

    def add(self, owner: str, settings: Iterable[Setting]) -> None:
        """Take what one plugin declares; all of it, or nothing.

        Two plugins of one class share their settings, which are the first one's.

        :raises ConfigurationError: a name is not upper-case, or another plugin declared it.
        """
        given = tuple(settings)
        for setting in given:
            self._refuse_bad_name(owner, setting)
        for setting in given:
            self._settings.setdefault(setting.name, (setting, owner))

    def get(self, name: str) -> Setting | None:
        """Give the setting of that name, if anyone declared it."""
        declared = self._settings.get(name)
        return None if declared is None else declared[0]

    def owner(self, name: str) -> str:
        """Say which plugin declared a setting."""
        return self._settings[name][1]

    def __iter__(self) -> Iterator[Setting]:
        return (setting for setting, _ in self._settings.values())

    def _refuse_bad_name(self, owner: str, setting: Setting) -> None:
        if not setting.name.isupper():
            message = f"The setting {setting.name!r} of {owner} must be upper-case. Rename it."
            raise ConfigurationError(message)
        known, other = self._settings.get(setting.name, (setting, owner))
        if known is not setting:
            message = (
                f"The setting {setting.name!r} is declared by {other} and by {owner}. "
                "Switch one of the two plugins off, or report it to its author."
            )
            raise ConfigurationError(message)
