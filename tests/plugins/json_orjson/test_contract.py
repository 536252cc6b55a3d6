"""What the contract of the slot ``json`` says, by orjson."""

from __future__ import annotations

from pegboard_json_orjson import OrjsonJSON
from tests.plugins.json_contract import JSONContract


class TestOrjson(JSONContract):
    """orjson does what any provider has to do."""

    provider = OrjsonJSON
