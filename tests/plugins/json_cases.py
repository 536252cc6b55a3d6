"""What every provider of the slot ``json`` writes, reads and refuses, as tables for their tests."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from hypothesis import strategies as st

__all__ = ["MALFORMED", "READ", "REFUSED", "WRITTEN", "Color", "Person", "values"]


class Markup(str):
    """Text that is safe in HTML, as template engines have it."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Widget:
    """Something that knows how it looks in HTML, and is no text."""

    def __html__(self) -> str:
        return "<b>widget</b>"


class Point(NamedTuple):
    """A tuple with names."""

    x: object
    y: object


class Level(IntEnum):
    """Numbers with names."""

    LOW = 1


class Word(StrEnum):
    """Texts with names."""

    YES = "yes"


class Color(Enum):
    """Values with names, which are neither texts nor numbers."""

    RED = "red"


class Metres(float):
    """A kind of number."""


class Count(int):
    """Another kind of number."""


@dataclass
class Person:
    """A dataclass with more than its fields."""

    name: str
    friend: object = None
    _secret: int = field(default=1)

    @cached_property
    def shout(self) -> str:
        """The name, loud; kept in the instance, and no field."""
        return self.name.upper()


def _shouting(name: str, friend: object = None) -> Person:
    person = Person(name, friend)
    assert person.shout
    return person


NEW_YORK = timezone(timedelta(hours=-5))
DAY = date(2026, 7, 4)
WRITTEN_DAY = b'"Sat, 04 Jul 2026 00:00:00 GMT"'
NAN = float("nan")

#: Values with their shortest text.
WRITTEN: list[tuple[object, bytes]] = [
    ({"b": 1, "a": [True, None, 1.5, "x"]}, b'{"a":[true,null,1.5,"x"],"b":1}'),
    ("é\u2028<", '"é\u2028<"'.encode()),
    ((1, (2, DAY)), b"[1,[2," + WRITTEN_DAY + b"]]"),
    (Point(1, None), b"[1,null]"),
    ([Level.LOW, Word.YES], b'[1,"yes"]'),
    ({Word.YES: DAY}, b'{"yes":' + WRITTEN_DAY + b"}"),
    ({1: "a", 2: None}, b'{"1":"a","2":null}'),
    ({None: 1}, b'{"null":1}'),
    ({True: DAY}, b'{"true":' + WRITTEN_DAY + b"}"),
    ({1.5: {Markup("b"): 1}}, b'{"1.5":{"b":1}}'),
    ({Count(5): 1}, b'{"5":1}'),
    (OrderedDict(b=DAY, a=1), b'{"a":1,"b":' + WRITTEN_DAY + b"}"),
    ([10**30, 2**64, -(2**63) - 1], b"[%d,%d,%d]" % (10**30, 2**64, -(2**63) - 1)),
    ([Metres(1.5), Count(2)], b"[1.5,2]"),
    (["null", "nan", "inf", "2026-01-02"], b'["null","nan","inf","2026-01-02"]'),
    (DAY, WRITTEN_DAY),
    (datetime(2026, 1, 2, 3, 4, 5), b'"Fri, 02 Jan 2026 03:04:05 GMT"'),  # noqa: DTZ001 - naive
    (datetime(2026, 1, 2, 22, tzinfo=NEW_YORK), b'"Sat, 03 Jan 2026 03:00:00 GMT"'),
    (date(33, 4, 3), b'"Sun, 03 Apr 0033 00:00:00 GMT"'),
    ([Decimal("1.10"), UUID(int=5)], b'["1.10","00000000-0000-0000-0000-000000000005"]'),
    (Person("Ann"), b'{"_secret":1,"friend":null,"name":"Ann"}'),
    (
        [_shouting("Ann", _shouting("Bob", DAY))],
        b'[{"_secret":1,"friend":{"_secret":1,"friend":' + WRITTEN_DAY + b',"name":"Bob"},'
        b'"name":"Ann"}]',
    ),
    ([Markup("<b>"), Widget()], b'["<b>","<b>widget</b>"]'),
]

#: Values that cannot be written, with the error and what it says.
REFUSED: list[tuple[object, type[Exception], str]] = [
    (object(), TypeError, r"^The object object cannot be written as JSON\. Write a dict"),
    ({"a": [1, {"b": 1j}]}, TypeError, r"The complex object at \['a'\]\[1\]\['b'\] cannot"),
    (Person("Ann", object()), TypeError, r"The object object at \.friend cannot"),
    ([{"a": [1]}, Person("Ann"), 2j], TypeError, r"The complex object at \[2\] cannot"),
    ([Person], TypeError, r"The type object at \[0\] cannot"),
    ({"a": NAN}, ValueError, r"number nan at \['a'\] is not JSON.*Write None"),
    ([float("inf"), None], ValueError, r"number inf at \[0\] is not JSON"),
    ([Metres("-inf")], ValueError, r"number -inf at \[0\] is not JSON"),
    (Person("Ann", NAN), ValueError, r"number nan at \.friend is not JSON"),
    ([Person("Ann", (1, NAN))], ValueError, r"number nan at \[0\]\.friend\[1\] is not JSON"),
    ({(1, 2): 3}, TypeError, r"key \(1, 2\) of the dict is a tuple\. Keys of JSON are"),
    ({DAY: 3}, TypeError, r"key datetime\.date.* of the dict is a date\. Keys of JSON are"),
    ({"a": {NAN: 1}}, ValueError, r"key nan of the dict at \['a'\] is not JSON"),
    ({"a": {1: 1, "b": 2}}, TypeError, r"at \['a'\] cannot be sorted: .* number and str\. "),
    ({"a": 10**5_000}, ValueError, r"number at \['a'\] has more digits"),
    (["x", "\ud800"], ValueError, r"text '\\ud800' at \[1\] has half of a surrogate pair"),
]

#: JSON, and what is read from it.
READ: list[tuple[str | bytes, object]] = [
    (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
    ('"é"', "é"),
    ('"é"'.encode(), "é"),
    (b"\xef\xbb\xbf[1]", [1]),
    (b" 1 \n", 1),
    (b"1e308", 1e308),
    (b"-0.0", -0.0),
    (rb'"\ud83d\ude00"', "😀"),
    (b'{"a":1,"a":2}', {"a": 2}),
    (b"18446744073709551615", 2**64 - 1),
]

#: What is not JSON.
MALFORMED: list[str | bytes] = [
    b"",
    b"{",
    b"[1,]",
    b"{'a': 1}",
    b"[1] x",
    b"NaN",
    b"[Infinity]",
    b"[-Infinity]",
    b"1e309",
    b"[-1e999]",
    b"9" * 400 + b".5",
    b"1" * 5_000,
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b"\xff",
    b'"\xed\xa0\x80"',
    "[1]".encode("utf-16"),
    b'"\n"',
    b"\x00",
    b"01",
]

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXTS
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(UTC))
    | st.decimals(allow_nan=False)
    | st.uuids()
    | st.builds(Markup, _TEXTS)
)


def values() -> st.SearchStrategy[Any]:
    """Draw values that every provider can write."""
    return st.recursive(
        _LEAVES,
        lambda inner: (
            st.lists(inner)
            | st.tuples(inner, inner)
            | st.builds(Point, inner, inner)
            | st.dictionaries(_TEXTS, inner)
            | st.dictionaries(st.integers(), inner)
            | st.builds(Person, _TEXTS, inner)
        ),
    )
