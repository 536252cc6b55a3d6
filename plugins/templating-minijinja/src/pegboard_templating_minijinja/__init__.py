"""Jinja-like templates for Pegboard by MiniJinja, which is written in Rust."""

from __future__ import annotations

from pegboard_templating_minijinja.provider import MiniJinjaTemplating

__all__ = ["MiniJinjaTemplating"]
