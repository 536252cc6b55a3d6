"""What the contract of the slot ``json`` says, by msgspec."""

from __future__ import annotations

from pegboard_json_msgspec import MsgspecJSON
from tests.plugins.json_contract import JSONContract


class TestMsgspec(JSONContract):
    """msgspec does what any provider has to do."""

    provider = MsgspecJSON
