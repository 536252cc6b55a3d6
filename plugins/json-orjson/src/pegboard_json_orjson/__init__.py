"""JSON for Pegboard by orjson: bytes all the way."""

from __future__ import annotations

from pegboard_json_orjson.provider import OrjsonJSON

__all__ = ["OrjsonJSON"]
