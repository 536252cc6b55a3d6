"""Pegboard's default command line: click."""

from __future__ import annotations

from pegboard_cli.provider import ClickCommands

__all__ = ["ClickCommands"]
