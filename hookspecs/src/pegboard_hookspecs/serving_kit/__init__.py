"""What providers of the slot ``server`` are made of, as far as they have it in common.

No provider has to use any of it, and nothing of it is imported where none does.
"""

from __future__ import annotations

from pegboard_hookspecs.serving_kit.addresses import check_free, is_loopback
from pegboard_hookspecs.serving_kit.debugging import greet, is_debugger_on, is_reloader_on
from pegboard_hookspecs.serving_kit.excuse import Excuse
from pegboard_hookspecs.serving_kit.lifeline import end_with_parent, holding_children
from pegboard_hookspecs.serving_kit.running import debug_asked_for, parts_of, run_app
from pegboard_hookspecs.serving_kit.served import Served, refuse_unknown, say
from pegboard_hookspecs.serving_kit.signals import end_when_told, ending_once
from pegboard_hookspecs.serving_kit.tls import read_tls
from pegboard_hookspecs.serving_kit.watching import watched_files

__all__ = [
    "Excuse",
    "Served",
    "check_free",
    "debug_asked_for",
    "end_when_told",
    "end_with_parent",
    "ending_once",
    "greet",
    "holding_children",
    "is_debugger_on",
    "is_loopback",
    "is_reloader_on",
    "parts_of",
    "read_tls",
    "refuse_unknown",
    "run_app",
    "say",
    "watched_files",
]
