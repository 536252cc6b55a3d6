"""The same values by msgspec and by the default provider."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from pegboard_json_msgspec import MsgspecJSON
from tests.plugins.json_cases import values
from tests.plugins.json_differential import JSONDifferential, assert_equally_written


class TestMsgspec(JSONDifferential):
    """msgspec refuses and reads what the standard library does."""

    provider = MsgspecJSON


@pytest.mark.needs("json")
@settings(max_examples=60)
@given(values())
def test_equal_values_are_written(value: object) -> None:
    """Whatever is written, both providers write the same JSON, compact and indented."""
    assert_equally_written(MsgspecJSON, value)
