"""The contract of the slot ``routing``, by the suite that any provider has to pass."""

from __future__ import annotations

from pegboard_contracts.routing import RoutingContract
from pegboard_routing_radix import RadixRouting


class TestRadixRouting(RoutingContract):
    provider = RadixRouting
