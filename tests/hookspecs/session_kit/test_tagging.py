"""Tagged JSON: which values come back as they were, and which are refused."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from markupsafe import Markup

from pegboard_hookspecs.session_kit import TaggedJSON, UnkeepableError
from tests.hookspecs.session_kit.kept_values import values

ID = UUID("12345678-1234-5678-1234-567812345678")
NOON = datetime(2026, 5, 4, 12, 0, 30, tzinfo=UTC)


class Pair(NamedTuple):
    a: int
    b: int


class Size(IntEnum):
    SMALL = 1


class Shout(StrEnum):
    """A text that is no plain str."""

    __slots__ = ()

    HI = "HI"


class Custom:
    def __html__(self) -> str:
        return "<i>"


class Real(float):
    """A number that is no plain float."""

    __slots__ = ()


@pytest.mark.item("A11.8")
@given(values)
def test_values_come_back(value: object) -> None:
    """Every kept value is read as the same value of the same type."""
    read = TaggedJSON().loads(TaggedJSON().dumps(value))

    assert read == value
    assert type(read) is type(value)


@pytest.mark.item("A11.8")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param((1, "a"), '{" t":[1,"a"]}', id="tuple"),
        pytest.param(b"\x00\xff", '{" b":"AP8="}', id="bytes"),
        pytest.param(Markup("<b>"), '{" m":"<b>"}', id="markup"),
        pytest.param(ID, '{" u":"12345678123456781234567812345678"}', id="uuid"),
        pytest.param(NOON, '{" d":"Mon, 04 May 2026 12:00:30 GMT"}', id="datetime"),
        pytest.param({" t": 1}, '{" di":{" t__":1}}', id="dict-like-a-tag"),
        pytest.param({"a": [0, ""]}, '{"a":[0,""]}', id="plain"),
        pytest.param("ü", '"\\u00fc"', id="not-ascii"),
    ],
)
def test_the_format_is_fixed(value: object, text: str) -> None:
    """What is written does not change from version to version: cookies outlive servers."""
    assert TaggedJSON().dumps(value) == text


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param(NOON.replace(tzinfo=None), NOON, id="naive-is-utc"),
        pytest.param(
            datetime(2026, 5, 4, 14, 0, 30, 999, timezone(timedelta(hours=2))),
            NOON,
            id="other-zone-and-fractions",
        ),
        pytest.param(OrderedDict({"a": 1}), {"a": 1}, id="ordered-dict"),
        pytest.param(Pair(1, 2), (1, 2), id="named-tuple"),
        pytest.param(Size.SMALL, 1, id="int-enum"),
        pytest.param(Shout.HI, "HI", id="text-enum"),
        pytest.param(Real(1.5), 1.5, id="float"),
        pytest.param({1: "a", None: "b"}, {"1": "a", "null": "b"}, id="keys-become-text"),
    ],
)
def test_subclasses_become_what_they_extend(value: object, read: object) -> None:
    """A value of a close relative of a kept type is read as the kept type."""
    assert TaggedJSON().loads(TaggedJSON().dumps(value)) == read


def test_objects_with_markup_become_markup() -> None:
    """Whatever has ``__html__`` is kept as its markup."""
    read = TaggedJSON().loads(TaggedJSON().dumps(Custom()))

    assert read == Markup("<i>")
    assert isinstance(read, Markup)


def _nested(levels: int) -> list[object]:
    value: list[object] = []
    for _ in range(levels):
        value = [value]
    return value


def _circle() -> list[object]:
    value: list[object] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(object(), r"^session is of type object, which", id="object"),
        pytest.param({"a": [0, {1}]}, r"^session\['a'\]\[1\] is of type set,", id="set"),
        pytest.param((Decimal(1),), r"^session\[0\] is of type decimal\.Decimal", id="decimal"),
        pytest.param(bytearray(b"a"), "is of type bytearray", id="bytearray"),
        pytest.param({"a": float("nan")}, r"^session\['a'\] is nan, which JSON", id="nan"),
        pytest.param([float("-inf")], r"^session\[0\] is -inf", id="infinity"),
        pytest.param([Real("inf")], r"^session\[0\] is inf", id="infinity-of-a-subclass"),
        pytest.param({"a": {(1, 2): 3}}, r"^session\['a'\] has the key \(1, 2\)", id="tuple-key"),
        pytest.param(_nested(101), "more than 100 levels deep", id="too-deep"),
        pytest.param(_circle(), "or holds itself", id="circle"),
        pytest.param({"a": 1, "b": 10**5000}, r"^session\['b'\] cannot be written", id="huge"),
        pytest.param({10**5000: 1}, r"^session cannot be written", id="huge-key"),
        pytest.param(10**5000, r"^session cannot be written", id="huge-alone"),
    ],
)
def test_what_json_cannot_say_is_refused(value: object, said: str) -> None:
    """A value that would not come back is an error that says where it is and what is wrong."""
    with pytest.raises(UnkeepableError, match=said):
        TaggedJSON().dumps(value)


def test_a_hundred_levels_are_kept() -> None:
    """Values may be nested a hundred levels deep."""
    assert TaggedJSON().loads(TaggedJSON().dumps(_nested(99))) == _nested(99)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("{", id="cut-off"),
        pytest.param("1 2", id="something-behind"),
        pytest.param('{" u":"x"}', id="bad-uuid"),
        pytest.param('{" d":"x"}', id="bad-date"),
    ],
)
def test_bad_text_is_an_error(text: str) -> None:
    """Text that was not written here is a ValueError."""
    with pytest.raises(ValueError, match=r".+"):
        TaggedJSON().loads(text)


def test_bytes_are_read_too() -> None:
    """Itsdangerous gives bytes to its serializer."""
    assert TaggedJSON().loads(b'{" t":[]}') == ()
