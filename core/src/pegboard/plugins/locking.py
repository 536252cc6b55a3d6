"""From loaded plugins to the lock that holds an application to them."""

from __future__ import annotations

from pathlib import Path

from pegboard.plugins.loader import Lock, locked
from pegboard.plugins.plugin_set import PluginSet

__all__ = ["lock_of"]


def lock_of(plugins: PluginSet, path: Path) -> Lock:
    """Describe the installed plugins that were loaded; what the application brings has no lock.

    :param path: the file that it is written to.
    """
    active = [each.plugin for each in plugins.selection.verdicts if each.state == "active"]
    installed = [each for each in active if not each.is_local]
    names = {each.identity for each in installed}
    return Lock(
        path=path,
        plugins=tuple(locked(each) for each in installed),
        order=tuple(each.identity for each in plugins.loaded if each.identity in names),
    )
