"""Blueprints."""

from __future__ import annotations

from pegboard_flask.blueprints import Blueprint, BlueprintSetupState

__all__ = ["Blueprint", "BlueprintSetupState"]
