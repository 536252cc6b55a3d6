"""What the contract of the slot ``json`` says, by orjson."""

from __future__ import annotations

from pegboard_contracts.json import JSONContract as JSONSuite
from pegboard_json_orjson import OrjsonJSON
from tests.plugins.json_contract import JSONContract


class TestOrjson(JSONContract):
    """orjson does what any provider has to do."""

    provider = OrjsonJSON


class TestOrjsonBySuite(JSONSuite):
    """orjson passes the suite that a stranger's provider has to pass."""

    provider = OrjsonJSON
