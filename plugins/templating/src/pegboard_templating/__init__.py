"""Pegboard's default template engine: Jinja."""

from __future__ import annotations

from pegboard_templating.provider import JinjaTemplating

__all__ = ["JinjaTemplating"]
