"""Values are written as strict JSON, and what cannot be is named."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegboard_hookspecs.extra_types import plain
from pegboard_json import StandardJSON
from pegboard_json.encoding import make_encode
from tests.plugins.json.owner import app_with


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

    x: int
    y: int


class Level(IntEnum):
    """Numbers with names."""

    LOW = 1


class Color(Enum):
    """Values with names, which are neither texts nor numbers."""

    RED = "red"


@dataclass
class Person:
    """A dataclass; friends are of the same kind."""

    name: str
    friend: object = None


def dumped(value: object, indent: int | None = None, **config: object) -> bytes:
    """Write a value with these settings."""
    app = app_with(**config)
    return StandardJSON().dump_json(app, value, indent)


NEW_YORK = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, 1.5, "x"]}, b'{"a":[true,null,1.5,"x"],"b":1}'),
        ("é\u2028<", rb'"\u00e9\u2028<"'),
        ((1, 2), b"[1,2]"),
        (Point(1, 2), b"[1,2]"),
        (Level.LOW, b"1"),
        ({1: "a", 2: "b"}, b'{"1":"a","2":"b"}'),
        ({None: 1}, b'{"null":1}'),
        (10**30, b"1" + b"0" * 30),
        (date(2026, 7, 4), b'"Sat, 04 Jul 2026 00:00:00 GMT"'),
        (datetime(2026, 1, 2, 3, 4, 5), b'"Fri, 02 Jan 2026 03:04:05 GMT"'),  # noqa: DTZ001 - naive
        (datetime(2026, 1, 2, 22, tzinfo=NEW_YORK), b'"Sat, 03 Jan 2026 03:00:00 GMT"'),
        (date(33, 4, 3), b'"Sun, 03 Apr 0033 00:00:00 GMT"'),
        (Decimal("1.10"), b'"1.10"'),
        (UUID(int=5), b'"00000000-0000-0000-0000-000000000005"'),
        (Person("Ann", Person("Bob")), b'{"friend":{"friend":null,"name":"Bob"},"name":"Ann"}'),
        (Markup("<b>"), b'"<b>"'),
        (Widget(), b'"<b>widget</b>"'),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else type(value).__name__,
)
def test_value_is_written(value: object, text: bytes) -> None:
    """Values of JSON's own types and of the usual others have one short form."""
    assert dumped(value) == text


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text()


@given(
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 0, 2]),
)
def test_writes_what_the_standard_library_does(
    value: object, sorts: bool, is_ascii: bool, indent: int | None
) -> None:
    """The kept encoder writes what :func:`json.dumps` writes with the same settings."""
    config = {"JSON_SORT_KEYS": sorts, "JSON_ASCII": is_ascii}
    separators = (",", ":" if indent is None else ": ")
    expected = json.dumps(
        value, sort_keys=sorts, ensure_ascii=is_ascii, indent=indent, separators=separators
    )
    try:
        encoded = expected.encode()
    except UnicodeEncodeError:
        with pytest.raises(ValueError, match="surrogate"):
            dumped(value, indent, **config)
        return

    assert dumped(value, indent, **config) == encoded


def test_indent_makes_lines() -> None:
    """With an indent the text has a line for each part."""
    assert dumped({"b": [1], "a": Decimal(2)}, 2) == b'{\n  "a": "2",\n  "b": [\n    1\n  ]\n}'


def test_settings_hold_from_the_next_call() -> None:
    """A changed setting holds from the next value on."""
    provider, app = StandardJSON(), app_with()
    before = provider.dump_json(app, {"b": "é", "a": 1})
    app.config.update(JSON_SORT_KEYS=False, JSON_ASCII=False)

    assert before == rb'{"a":1,"b":"\u00e9"}'
    assert provider.dump_json(app, {"b": "é", "a": 1}) == '{"b":"é","a":1}'.encode()


def test_settings_are_declared() -> None:
    """Both settings are declared as booleans, on by default."""
    declared = {s.name: (s.types, s.default) for s in StandardJSON.settings}

    assert declared == {"JSON_SORT_KEYS": ((bool,), True), "JSON_ASCII": ((bool,), True)}


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        (object(), TypeError, r"^The object object cannot be written as JSON\. Write a dict"),
        ({"a": [1, {"b": {1}}]}, TypeError, r"The set object at \['a'\]\[1\]\['b'\] cannot"),
        (Person("Ann", b"x"), TypeError, r"The bytes object at \.friend cannot"),
        ([{"a": [1]}, Person("Ann"), {2}], TypeError, r"The set object at \[2\] cannot"),
        ([Color.RED], TypeError, r"The Color object at \[0\] cannot"),
        ([Person], TypeError, r"The type object at \[0\] cannot"),
        ([Widget], TypeError, r"The type object at \[0\] cannot"),
        ({"a": float("nan")}, ValueError, r"number nan at \['a'\] is not JSON.*Write None"),
        ([float("inf")], ValueError, r"number inf at \[0\] is not JSON"),
        ({(1, 2): 3}, TypeError, r"key \(1, 2\) of the dict is a tuple\. Keys of JSON are"),
        ({"a": {float("nan"): 1}}, ValueError, r"key nan of the dict at \['a'\] is not JSON"),
        ({"a": {1: 1, "b": 2}}, TypeError, r"at \['a'\] cannot be sorted: .* number and str\. "),
        ({"a": 10**5_000}, ValueError, r"number at \['a'\] has more digits"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2], ids=["compact", "indented"])
def test_culprit_is_named(
    value: object, kind: type[Exception], message: str, indent: int | None
) -> None:
    """What cannot be written is named with its path and the cure."""
    with pytest.raises(kind, match=message):
        dumped(value, indent)


def test_keys_of_several_types_are_written_unsorted() -> None:
    """Keys that cannot be compared are no trouble when nothing is sorted."""
    assert dumped({1: 1, "b": 2}, JSON_SORT_KEYS=False) == b'{"1":1,"b":2}'


def test_culprit_is_named_among_unsorted_keys() -> None:
    """Without sorting, keys of several types are not what is complained about."""
    with pytest.raises(TypeError, match=r"object at \['b'\]"):
        dumped({1: 1, "b": object()}, JSON_SORT_KEYS=False)


@pytest.mark.parametrize("value", ["\ud800", {"a": ["x", "\ud800"]}], ids=["alone", "inside"])
def test_half_a_surrogate_pair_is_named(value: object) -> None:
    """Text that UTF-8 cannot hold is escaped, and refused where nothing is."""
    with pytest.raises(ValueError, match="half of a surrogate pair"):
        dumped(value, JSON_ASCII=False)

    assert rb"\ud800" in dumped(value)


def loop() -> object:
    """Make a list in a dict in that list."""
    inside: list[object] = []
    inside.append({"a": inside})
    return inside


def deep(levels: int = 100_000) -> object:
    """Make many lists, each in the next."""
    value: object = []
    for _ in range(levels):
        value = [value]
    return value


def deep_person() -> object:
    """Make many dataclasses, each in the next."""
    person = Person("")
    for _ in range(100_000):
        person = Person("", person)
    return person


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (loop, r"The list object at \[0\]\['a'\] contains itself"),
        (deep, "nested too deeply"),
        (deep_person, "nested too deeply"),
    ],
)
def test_endless_and_deep_values_are_refused(make: Callable[[], object], message: str) -> None:
    """A value that contains itself, or is nested too deeply, is a ValueError that says so."""
    with pytest.raises(ValueError, match=message):
        dumped(make())


def test_loop_elsewhere_is_not_walked_for_ever() -> None:
    """A culprit is found although another part of the value contains itself."""
    with pytest.raises(TypeError, match=r"object at \['b'\]"):
        dumped({"b": object(), "a": 1, "c": loop()}, JSON_SORT_KEYS=True)


def test_own_error_of_a_value_comes_out() -> None:
    """What a value's own ``__html__`` raises comes out as it is."""

    class Faulty:
        def __html__(self) -> str:
            raise ValueError("out of paint")

    with pytest.raises(ValueError, match=r"^out of paint$"):
        dumped([Faulty()])


def test_error_is_chained() -> None:
    """The error that names the culprit keeps the one of the encoder as its cause."""
    with pytest.raises(TypeError) as caught:
        dumped([object()])

    assert isinstance(caught.value.__cause__, TypeError)


def no_accelerator(*_: object) -> object:
    """Make no encoder, which the one of another interpreter might do."""
    raise TypeError("this one takes other arguments")


def other_accelerator(*_: object) -> object:
    """Make an encoder that writes something else."""
    return no_text


def no_text(*_: object) -> str:
    """Write nothing of the value."""
    return "?"


@pytest.mark.parametrize("make", [None, no_accelerator, other_accelerator])
def test_without_the_accelerator_the_text_is_the_same(
    make: Callable[..., object] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the interpreter has no accelerator, or another one, the stock encoder writes."""
    encode = make_encode(plain, sorts_keys=True, is_ascii=True, indent=None)
    monkeypatch.setattr("pegboard_json.encoding._accelerator", make)
    stock = make_encode(plain, sorts_keys=True, is_ascii=True, indent=None)
    value = {"b": Decimal(1), "a": [1, "é"]}

    assert stock(value) == encode(value)


def test_one_encoder_serves_many_threads() -> None:
    """Threads that write at once do not disturb each other."""
    provider, app = StandardJSON(), app_with()
    results: list[bool] = []

    def write(number: int) -> None:
        value = {"n": number, "items": [Decimal(number)] * 50}
        expected = provider.dump_json(app, value)
        results.append(all(provider.dump_json(app, value) == expected for _ in range(50)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [True] * 4
