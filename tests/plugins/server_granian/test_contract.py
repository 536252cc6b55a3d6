"""The contract of the slot ``server``, by the suite that any provider has to pass."""

from __future__ import annotations

from pegboard_contracts.server import ServerContract
from pegboard_server_granian import GranianServer


class TestGranianServer(ServerContract):
    provider = GranianServer
