"""Pegboard's default static files: folders, conditional and range requests."""

from __future__ import annotations

from pegboard_static.provider import StaticFolders

__all__ = ["StaticFolders"]
