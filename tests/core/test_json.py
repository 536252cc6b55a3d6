"""``pegboard.json``: JSON inside of an application and out of any."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from pegboard import json
from tests.core.site import make_app

VALUE = {"a": [1, Decimal("1.5")], "b": UUID(int=7), "c": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)}
PLAIN = {
    "a": [1, "1.5"],
    "b": "00000000-0000-0000-0000-000000000007",
    "c": "Fri, 02 Jan 2026 03:04:05 GMT",
}


@pytest.mark.parametrize(
    "is_inside", [False, pytest.param(True, marks=pytest.mark.needs("json"))], ids=["out", "in"]
)
def test_values_go_there_and_back(is_inside: bool) -> None:
    """With an application and without one the same types are written, and read as plain ones."""
    file = io.StringIO()

    if is_inside:
        with make_app().app_context():
            text = json.dumps(VALUE)
            json.dump(VALUE, file, indent=1)
    else:
        text = json.dumps(VALUE)
        json.dump(VALUE, file, indent=1)

    assert json.loads(text) == json.loads(text.encode()) == PLAIN
    assert file.getvalue().splitlines()[1].startswith(' "')
    file.seek(0)
    assert json.load(file) == PLAIN


@pytest.mark.needs("json")
def test_the_slot_reads_and_writes() -> None:
    """Inside of an application its settings hold."""
    app = make_app(config={"JSON_SORT_KEYS": False})
    with app.app_context():
        assert json.dumps({"b": 1, "a": 2}) == '{"b":1,"a":2}'
        assert json.loads("[1]") == [1]


def test_what_is_not_json_is_refused() -> None:
    """NaN and foreign types are errors without an application too."""
    with pytest.raises(ValueError, match="JSON compliant"):
        json.dumps(float("nan"))
    with pytest.raises(TypeError, match="object cannot be written as JSON"):
        json.dumps(object())
