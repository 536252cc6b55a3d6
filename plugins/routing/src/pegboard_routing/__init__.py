"""Pegboard's default router: Werkzeug's rules and converters, static paths looked up first."""

from __future__ import annotations

from pegboard_routing.provider import WerkzeugRouting

__all__ = ["WerkzeugRouting"]
