"""Which plugin did that: who implements a hook and why in that order, and what one request did."""

from __future__ import annotations

from pegboard.provenance.bars import bar
from pegboard.provenance.bisection import smallest
from pegboard.provenance.hooks import Hook, Implementation, hooks_of
from pegboard.provenance.recording import HookCall, Recording, record, stand_in
from pegboard.provenance.secrets import shown_setting
from pegboard.provenance.timing import watch_hooks

__all__ = [
    "Hook",
    "HookCall",
    "Implementation",
    "Recording",
    "bar",
    "hooks_of",
    "record",
    "shown_setting",
    "smallest",
    "stand_in",
    "watch_hooks",
]
