"""Blinker's signals for Pegboard: what happens in an application, told to whoever is connected."""

from __future__ import annotations

from blinker import Namespace

from pegboard_signals.plugin import Signals
from pegboard_signals.rendering import NamedTemplate
from pegboard_signals.signals import (
    appcontext_popped,
    appcontext_pushed,
    appcontext_tearing_down,
    before_render_template,
    got_request_exception,
    message_flashed,
    request_finished,
    request_started,
    request_tearing_down,
    template_rendered,
)

__all__ = [
    "NamedTemplate",
    "Namespace",
    "Signals",
    "appcontext_popped",
    "appcontext_pushed",
    "appcontext_tearing_down",
    "before_render_template",
    "got_request_exception",
    "message_flashed",
    "request_finished",
    "request_started",
    "request_tearing_down",
    "template_rendered",
]
