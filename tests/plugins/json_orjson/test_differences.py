"""What orjson does in another way than the default provider."""

from __future__ import annotations

from datetime import date, datetime

import orjson
import pytest

from pegboard import Pegboard
from pegboard_json_orjson import OrjsonJSON
from tests.plugins.json_cases import Color

DAY = date(2026, 1, 1)


@pytest.fixture(params=["without a hook", "with a hook"])
def app(request: pytest.FixtureRequest) -> Pegboard:
    """Give an application with the provider."""
    app = Pegboard(__name__, static_folder=None, plugins={"json": OrjsonJSON})
    if request.param == "with a hook":
        app.hookimpl("json_default")(_day_only)
    return app


def _day_only(value: object) -> object:
    return f"{value:%Y}" if isinstance(value, datetime) else None


def test_engine_is_reachable(app: Pegboard) -> None:
    """The engine behind the slot is the module."""
    assert app.slot("json").native is orjson


def test_members_of_an_enum_are_written(app: Pegboard) -> None:
    """A member of an Enum is written as its value, also where orjson refuses the rest."""
    assert app.json.dumps([Color.RED]) == '["red"]'
    assert app.json.dumps([Color.RED, 2**70]) == f'["red",{2**70}]'


def test_large_integers_are_read_as_floats(app: Pegboard) -> None:
    """An integer of more than 64 bits is read with the precision of a float."""
    assert app.json.loads("18446744073709551616") == float(2**64)


@pytest.mark.parametrize("data", ['"\ud800"', r'"\ud800"'])
def test_half_a_surrogate_pair_is_not_read(app: Pegboard, data: str) -> None:
    """Half of a surrogate pair is an error in what is read, escaped or not."""
    with pytest.raises(ValueError, match="surrogate"):
        app.json.loads(data)


def test_keys_that_are_numbers_are_sorted_as_numbers() -> None:
    """Where the standard library writes in place of orjson, numbers have their own order."""
    app = Pegboard(__name__, static_folder=None, plugins={"json": OrjsonJSON})

    assert app.json.dumps({10: [], 9: DAY}) == '{"9":"Thu, 01 Jan 2026 00:00:00 GMT","10":[]}'
