"""A router for Pegboard: a radix tree of its own, with the rules and converters that are known."""

from __future__ import annotations

from pegboard_routing_radix.provider import RadixRouting

__all__ = ["RadixRouting"]
