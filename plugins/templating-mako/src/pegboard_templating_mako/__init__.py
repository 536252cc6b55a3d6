"""Mako templates for Pegboard, escaped unless they say otherwise."""

from __future__ import annotations

from pegboard_templating_mako.provider import MakoTemplating

__all__ = ["MakoTemplating"]
