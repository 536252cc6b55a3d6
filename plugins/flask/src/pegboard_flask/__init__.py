"""Flask's names on Pegboard: applications and extensions of Flask, unchanged."""

from __future__ import annotations

__all__: list[str] = []
