"""The suite of the slot ``json``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from pegboard import Pegboard, jsonify
from pegboard_contracts.contract import Contract, ask
from pegboard_hookspecs import hookimpl

__all__ = ["JSONContract"]

_PLAIN: list[object] = [
    None,
    True,
    False,
    0,
    -7,
    2**53 - 1,
    1.5,
    "",
    "text",
    'a "quoted" \\ \n\t\x01 text',
    "é € \U0001f600",
    [],
    {},
    [1, [2, [3, {"a": None}]]],
    {"b": {"c": [True, "x"]}, "a": 1.25},
]
_BROKEN = [
    "",
    " ",
    "{",
    "[1,]",
    '{"a":1,}',
    "{'a': 1}",
    "{a: 1}",
    "[1] [2]",
    "nul",
    "True",
    "01",
    "1.",
    '"open',
    '"line\nbreak"',
    "// comment\n1",
]
_NON_FINITE = [float("nan"), float("inf"), float("-inf")]
_ZONE = timezone(timedelta(hours=2))


@dataclass
class _Point:
    x: int
    when: date = date(2026, 1, 2)
    tags: list[str] = field(default_factory=list[str])


class _Markup:
    def __html__(self) -> str:
        return "<b>bold</b>"


class _Odd:
    """Something that nothing stands for."""


def _mine(_: object) -> object:
    return "mine"


class _Writes:
    """Writes an odd value as an object of another one."""

    @hookimpl
    def json_default(self, value: object) -> object:
        return {"odd": Decimal("1.5")} if isinstance(value, _Odd) else None


def _dump(app: Pegboard, value: object, indent: int | None = None) -> bytes:
    written: bytes = app.calls.dump_json(app, value, indent)
    return written


def _load(app: Pegboard, data: str | bytes) -> Any:
    return app.calls.load_json(app, data)


class JSONContract(Contract):
    """What every provider of the slot ``json`` does."""

    slot = "json"

    @pytest.mark.parametrize("value", _PLAIN, ids=repr)
    def test_json_s_own_types_are_written(self, value: object) -> None:
        """What is written is bytes in UTF-8, and any reader of JSON finds the value in them."""
        written = _dump(self.make_app(), value)

        assert type(written) is bytes
        assert json.loads(written.decode("utf-8")) == value

    @pytest.mark.parametrize("indent", [None, 2], ids=["short", "indented"])
    def test_there_is_no_newline_at_the_end(self, indent: int | None) -> None:
        """What is written ends with the value itself."""
        assert not _dump(self.make_app(), {"a": [1]}, indent)[-1:].isspace()

    def test_the_shortest_form_has_no_blanks(self) -> None:
        """Without an indent there are no blanks between the tokens."""
        assert _dump(self.make_app(), {"a": [1, 2, {"b": None}]}) == b'{"a":[1,2,{"b":null}]}'

    @pytest.mark.parametrize("indent", [2, 4])
    def test_an_indent_is_spaces_per_level(self, indent: int) -> None:
        """With an indent each value has its line, with so many spaces per level."""
        lines = _dump(self.make_app(), {"a": [1]}, indent).decode().splitlines()
        spaces = [len(line) - len(line.lstrip(" ")) for line in lines]

        assert spaces == [0, indent, indent * 2, indent, 0]

    @pytest.mark.parametrize(
        ("value", "plain"),
        [
            (date(2026, 1, 2), "Fri, 02 Jan 2026 00:00:00 GMT"),
            (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "Fri, 02 Jan 2026 03:04:05 GMT"),
            (datetime(2026, 1, 2, 3, 4, 5, tzinfo=_ZONE), "Fri, 02 Jan 2026 01:04:05 GMT"),
            (Decimal("1.10"), "1.10"),
            (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
            (_Markup(), "<b>bold</b>"),
            (
                _Point(1, tags=["a"]),
                {"x": 1, "when": "Fri, 02 Jan 2026 00:00:00 GMT", "tags": ["a"]},
            ),
        ],
        ids=["date", "datetime", "other-zone", "Decimal", "UUID", "markup", "dataclass"],
    )
    def test_other_types_are_written(self, value: object, plain: object) -> None:
        """Of other types something is written that stands for the value, at any depth."""
        app = self.make_app()

        assert json.loads(_dump(app, value)) == plain
        assert json.loads(_dump(app, {"a": [value]})) == {"a": [plain]}

    def test_plugins_say_what_is_written(self) -> None:
        """What the hook ``json_default`` gives is written, and what is in it likewise."""
        app = self.make_app(plugins={"app:writes": _Writes})

        assert json.loads(_dump(app, [_Odd()])) == [{"odd": "1.5"}]

    @pytest.mark.parametrize("value", [date(2026, 1, 2), Decimal(1), _Point(1)], ids=repr)
    def test_plugins_go_before_the_usual_forms(self, value: object) -> None:
        """A plugin may write a type in another way than the application does by itself."""

        class Kinds:
            @hookimpl
            def json_default(self, value: object) -> object:
                return f"a {type(value).__name__}"

        app = self.make_app(plugins={"app:kinds": Kinds})

        assert json.loads(_dump(app, value)) == f"a {type(value).__name__}"

    def test_the_application_says_what_is_written(self) -> None:
        """Each application is asked by itself, also when its answer changes."""
        one, other = self.make_app(), self.make_app()
        _dump(one, date(2026, 1, 2))
        one.json.default = _mine

        assert json.loads(_dump(one, date(2026, 1, 2))) == "mine"
        assert json.loads(_dump(other, date(2026, 1, 2))) != "mine"

    @pytest.mark.parametrize("value", [_Odd(), [1, {"a": _Odd()}]], ids=["bare", "inside"])
    def test_what_nothing_stands_for_is_refused(self, value: object) -> None:
        """A value that nothing stands for is a TypeError that names its type."""
        with pytest.raises(TypeError, match="_Odd"):
            _dump(self.make_app(), value)

    @pytest.mark.parametrize("number", _NON_FINITE, ids=repr)
    def test_numbers_that_json_lacks_are_not_written(self, number: float) -> None:
        """NaN and the infinities are a ValueError, at any depth."""
        app = self.make_app()

        for value in (number, [number], {"a": {"b": number}}):
            with pytest.raises(ValueError):  # noqa: PT011 - the message is the provider's
                _dump(app, value)

    @pytest.mark.parametrize("value", _PLAIN, ids=repr)
    def test_json_is_read(self, value: object) -> None:
        """Text and bytes in UTF-8 are read, with blanks around them and with escapes or without."""
        app = self.make_app()
        for is_ascii in (True, False):
            text = f" {json.dumps(value, ensure_ascii=is_ascii, indent=1)}\n"
            for read in (_load(app, text), _load(app, text.encode())):
                assert (read, type(read)) == (value, type(value))

    @pytest.mark.parametrize("text", _BROKEN, ids=repr)
    def test_what_is_no_json_is_refused(self, text: str) -> None:
        """What is no JSON is a ValueError, as text and as bytes."""
        app = self.make_app()

        for data in (text, text.encode()):
            with pytest.raises(ValueError):  # noqa: PT011 - the message is the provider's
                _load(app, data)

    @pytest.mark.parametrize("data", [b"\xff", b'"\xc3"', b'{"a": "\xed\xa0\x80"}'], ids=repr)
    def test_what_is_no_utf_8_is_refused(self, data: bytes) -> None:
        """Bytes that are no UTF-8 are a ValueError."""
        with pytest.raises(ValueError):  # noqa: PT011 - the message is the provider's
            _load(self.make_app(), data)

    @pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "[NaN]", '{"a": NaN}'])
    def test_numbers_that_json_lacks_are_not_read(self, text: str) -> None:
        """NaN and the infinities are a ValueError, though some readers know them."""
        with pytest.raises(ValueError):  # noqa: PT011 - the message is the provider's
            _load(self.make_app(), text)

    @pytest.mark.parametrize("number", ["1e999", "-1e999", "[1e400]"])
    def test_numbers_too_large_are_not_read(self, number: str) -> None:
        """A number that would be read as an infinity is a ValueError."""
        with pytest.raises(ValueError):  # noqa: PT011 - the message is the provider's
            _load(self.make_app(), number)

    @pytest.mark.parametrize(
        "text", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 100_000], ids=len
    )
    def test_deep_nesting_is_refused(self, text: str) -> None:
        """Text that is nested too deeply is a ValueError, neither a crash nor a RecursionError."""
        with pytest.raises(ValueError):  # noqa: PT011 - the message is the provider's
            _load(self.make_app(), text)

    @pytest.mark.parametrize("body", ["{", "NaN", "[" * 100_000], ids=["cut", "nan", "deep"])
    def test_a_malformed_body_is_the_client_s_fault(self, body: str) -> None:
        """A request whose body is no JSON is answered by 400."""
        app = self.make_app(view=lambda request: f"{request.get_json()}")

        response = ask(app, method="POST", data=body, content_type="application/json")

        assert response.status_code == 400

    def test_a_body_comes_and_goes(self) -> None:
        """A request's JSON reaches a view, and the view's JSON the client."""
        app = self.make_app(view=lambda request: jsonify({"got": request.get_json()}))

        response = ask(app, method="POST", json={"é": [1, None]})

        assert response.json == {"got": {"é": [1, None]}}
