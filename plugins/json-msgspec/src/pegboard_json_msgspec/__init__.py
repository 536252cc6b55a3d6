"""JSON for Pegboard by msgspec, whose Structs are written as they are."""

from __future__ import annotations

from pegboard_json_msgspec.provider import MsgspecJSON

__all__ = ["MsgspecJSON"]
