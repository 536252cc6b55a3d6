"""Pegboard's slot ``static`` by WhiteNoise: compressed variants, hashed URLs, kept for ever."""

from __future__ import annotations

from pegboard_static_whitenoise.provider import WhiteNoiseStatic

__all__ = ["WhiteNoiseStatic"]
