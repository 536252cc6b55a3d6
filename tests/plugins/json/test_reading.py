"""Only strict JSON is read; whatever else is a ValueError, never another error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegboard_json import StandardJSON
from tests.plugins.json.owner import app_with

APP = app_with()


def loaded(data: str | bytes) -> Any:
    """Read JSON."""
    return StandardJSON().load_json(APP, data)


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        ('"é"', "é"),
        ('"é"'.encode(), "é"),
        (b"\xef\xbb\xbf[1]", [1]),
        (b" 1 \n", 1),
        (b"1e308", 1e308),
        (b"-0.0", -0.0),
        (rb'"\ud83d\ude00"', "😀"),
        (b"123456789012345678901234567890", 123456789012345678901234567890),
    ],
)
def test_json_is_read(data: str | bytes, value: object) -> None:
    """Text, and bytes in UTF-8, are read to Python's own types."""
    assert loaded(data) == value


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting property name"),
        (b"[1,]", "line 1 column"),
        (b"{'a': 1}", "Expecting property name"),
        (b"[1] x", "Extra data"),
        (b"NaN", "NaN is not JSON"),
        (b"[Infinity]", "^Infinity is not JSON"),
        (b"[-Infinity]", "^-Infinity is not JSON"),
        (b"1e309", "number '1e309' is too large"),
        (b"[-1e999]", "'-1e999' is too large"),
        (b"9" * 400 + b".5", "is too large"),
        (b"1" * 5_000, "Exceeds the limit"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b"\xff", "utf-8"),
        (b'"\xed\xa0\x80"', "utf-8"),
        ("[1]".encode("utf-16"), "utf-8"),
        (b'"\n"', "Invalid control character"),
        (b"\x00", "Expecting value"),
        (b"01", "Extra data"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_anything_else_is_a_value_error(data: bytes, message: str) -> None:
    """Malformed text, NaN, huge numbers, deep nesting and other encodings are a ValueError."""
    with pytest.raises(ValueError, match=message):
        loaded(data)


@given(st.binary() | st.text(alphabet='[]{}",:0123456789.eE+-truefalsn\\u \n').map(str.encode))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    """Whatever comes in gives a value that can be written again, or a ValueError."""
    try:
        value = loaded(data)
    except ValueError:
        return

    assert loaded(StandardJSON().dump_json(APP, value)) == value
