"""The same values by orjson and by the default provider."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from pegboard_json_orjson import OrjsonJSON
from tests.plugins.json_cases import values
from tests.plugins.json_differential import JSONDifferential, assert_equally_written


class TestOrjson(JSONDifferential):
    """orjson refuses and reads what the standard library does."""

    provider = OrjsonJSON


@pytest.mark.needs("json")
@settings(max_examples=60)
@given(values())
def test_equal_values_are_written(value: object) -> None:
    """Whatever is written, both providers write the same JSON, compact and indented."""
    assert_equally_written(OrjsonJSON, value)
