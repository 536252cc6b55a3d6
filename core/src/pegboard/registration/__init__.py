"""Set-up: the words that applications and blueprints share, and what they record."""

from __future__ import annotations

from pegboard.registration.command_group import CommandGroup
from pegboard.registration.registering import ErrorHandler, Scope, View
from pegboard.registration.scaffold import Scaffold

__all__ = ["CommandGroup", "ErrorHandler", "Scaffold", "Scope", "View"]
