"""Applications."""

from __future__ import annotations

from pegboard_flask.app import Flask as App

__all__ = ["App"]
