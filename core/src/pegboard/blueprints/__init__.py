"""Blueprints: set-up words that are recorded, and played back at each registration."""

from __future__ import annotations

from pegboard.blueprints.blueprint import Blueprint, refuse_no_blueprint
from pegboard.blueprints.setup import BlueprintSetupState

__all__ = ["Blueprint", "BlueprintSetupState", "refuse_no_blueprint"]
