"""What the contract of the slot ``json`` says, by msgspec."""

from __future__ import annotations

from pegboard_contracts.json import JSONContract as JSONSuite
from pegboard_json_msgspec import MsgspecJSON
from tests.plugins.json_contract import JSONContract


class TestMsgspec(JSONContract):
    """msgspec does what any provider has to do."""

    provider = MsgspecJSON


class TestMsgspecBySuite(JSONSuite):
    """msgspec passes the suite that a stranger's provider has to pass."""

    provider = MsgspecJSON
