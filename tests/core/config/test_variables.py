"""Environment variables as settings."""

from __future__ import annotations

import json
from types import NoneType
from typing import Any

import pytest

from pegboard.config.variables import is_on, nested, parsed
from pegboard_hookspecs import Setting
from pegboard_hookspecs.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("[1, 2]", [1, 2]), ("null", None), ("one", "one"), ("", ""), ('"1"', "1")],
)
def test_a_text_is_json_or_text(text: str, value: object) -> None:
    """A text that is JSON is read as such; any other stays a text."""
    assert parsed(text, json.loads, None) == value


@pytest.mark.parametrize(
    ("types", "text", "value"),
    [
        ((bool,), "1", True),
        ((bool,), "yes", True),
        ((bool,), "Off", False),
        ((bool,), "", False),
        ((bool,), "true", True),
        ((str, NoneType), "12345", "12345"),
        ((str, NoneType), "null", None),
        ((int,), "12", 12),
        ((bool,), "maybe", "maybe"),
        ((int,), "yes", "yes"),
    ],
)
def test_a_declaration_decides_how_a_text_is_read(
    types: tuple[type, ...], text: str, value: object
) -> None:
    """Of the readings of a text, the first that the declaration allows is taken."""
    setting = Setting("NAME", types, None, "A name.")

    assert parsed(text, json.loads, setting) is value or parsed(text, json.loads, setting) == value


def test_a_path_reaches_into_dictionaries() -> None:
    """A value is put into dictionaries, existing or new, of which copies are given."""
    before: dict[str, Any] = {"DB": {"URL": "x", "POOL": {"SIZE": 1}}}

    assert nested(before, ("DB", "POOL", "MAX"), 9, "V") == {
        "URL": "x",
        "POOL": {"SIZE": 1, "MAX": 9},
    }
    assert nested(before, ("NEW", "A", "B"), 1, "V") == {"A": {"B": 1}}
    assert before == {"DB": {"URL": "x", "POOL": {"SIZE": 1}}}


def test_a_path_through_something_else_is_refused() -> None:
    """A variable that reaches into what is no dictionary is refused, with both names."""
    with pytest.raises(ConfigurationError, match=r"PEG_DB__URL reaches into 'DB', which is 5"):
        nested({"DB": 5}, ("DB", "URL"), "x", "PEG_DB__URL")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("0", False),
        ("false", False),
        ("No", False),
        (" off ", False),
        ("1", True),
        ("yes", True),
        ("anything", True),
    ],
)
def test_a_variable_means_on_or_off(text: str, expected: bool) -> None:
    """A few words mean off; every other text means on."""
    assert is_on(text) is expected
