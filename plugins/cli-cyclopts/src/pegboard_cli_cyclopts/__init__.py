"""Pegboard's command line by cyclopts."""

from __future__ import annotations

from pegboard_cli_cyclopts.provider import CycloptsCommands

__all__ = ["CycloptsCommands"]
