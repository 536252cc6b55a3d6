"""The plugins of an application: which are chosen and why, and their hooks, compiled."""

from __future__ import annotations

from pegboard.plugins.checking import findings
from pegboard.plugins.filled_slot import FilledSlot
from pegboard.plugins.local_hooks import local_hook, local_name
from pegboard.plugins.manager import HookManager
from pegboard.plugins.plugin_set import PluginSet

__all__ = ["FilledSlot", "HookManager", "PluginSet", "findings", "local_hook", "local_name"]
