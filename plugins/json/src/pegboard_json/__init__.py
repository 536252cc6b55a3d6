"""Pegboard's default JSON: the standard library, with the extra types users expect."""

from __future__ import annotations

from pegboard_json.provider import StandardJSON

__all__ = ["StandardJSON"]
