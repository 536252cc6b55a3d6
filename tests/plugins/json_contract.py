"""What the contract of the slot ``json`` says, for the tests of each further provider."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

import pytest

from pegboard import Pegboard, hookimpl, jsonify, request
from pegboard_hookspecs.errors import SetupError
from pegboard_hookspecs.extra_types import plain
from tests.plugins.json_cases import MALFORMED, READ, REFUSED, WRITTEN, Color, Person

__all__ = ["JSONContract"]


def _app_with(provider: type[Any]) -> Pegboard:
    return Pegboard(__name__, static_folder=None, plugins={"json": provider})


def _pass(value: object) -> object:
    """Say nothing about any value."""
    return None


class Colors:
    """A plugin that says what stands for a type."""

    @hookimpl
    def json_default(self, value: object) -> object:
        return value.value.upper() if isinstance(value, Color) else None


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else None


def _number(value: object) -> object:
    return value.int if isinstance(value, UUID) else None


def _name(value: object) -> object:
    return value.name if isinstance(value, Person) else None


class Size(Enum):
    ENDLESS = float("inf")


def loop() -> object:
    """Make a list in a dict in that list."""
    inside: list[object] = []
    inside.append({"a": inside})
    return inside


def doubling() -> object:
    """Make a list that holds itself twice."""
    inside: list[object] = []
    inside += [inside, inside]
    return inside


def deep(levels: int = 100_000) -> object:
    """Make many lists, each in the next."""
    value: object = []
    for _ in range(levels):
        value = [value]
    return value


class JSONContract:
    """The tests of a provider, which names it.

    They are those of the default provider, but for ``JSON_ASCII``.
    """

    provider: ClassVar[type[Any]]

    @pytest.fixture
    def app(
        self,
    ) -> Pegboard:
        """Give an application with the provider."""
        return _app_with(self.provider)

    @pytest.fixture(params=["without a hook", "with a hook"])
    def either(self, request: pytest.FixtureRequest) -> Pegboard:
        """Give an application that has a hook for JSON, and one that has none."""
        app = _app_with(self.provider)
        if request.param == "with a hook":
            app.hookimpl("json_default")(_pass)
        return app

    @pytest.mark.parametrize(("value", "text"), WRITTEN, ids=lambda each: type(each).__name__)
    def test_value_is_written(self, either: Pegboard, value: object, text: bytes) -> None:
        """JSON's own types and the usual others have one short form, in UTF-8."""
        assert either.dump_json(value) == text

    @pytest.mark.parametrize(("value", "kind", "message"), REFUSED)
    @pytest.mark.parametrize("indent", [None, 2], ids=["compact", "indented"])
    def test_culprit_is_named(
        self,
        either: Pegboard,
        value: object,
        kind: type[Exception],
        message: str,
        indent: int | None,
    ) -> None:
        """What cannot be written is named with its path and the cure."""
        with pytest.raises(kind, match=message):
            either.dump_json(value, indent)

    @pytest.mark.parametrize("indent", [0, 1, 2, 4])
    def test_indent_makes_lines(self, app: Pegboard, indent: int) -> None:
        """With an indent there is a line for each part, with so many spaces per level."""
        value: object = {"b": [1, {"c": "  d"}], "a": [], "c": {}}
        expected = json.dumps(value, indent=indent, sort_keys=True)

        assert app.dump_json(value, indent).decode() == expected

    @pytest.mark.parametrize("indent", [0, 2])
    def test_indent_holds_for_what_is_written_in_another_way(
        self, app: Pegboard, indent: int
    ) -> None:
        """A value with keys that are no texts has its lines too."""
        expected = json.dumps({1: [2**70]}, indent=indent)

        assert app.dump_json({1: [2**70]}, indent).decode() == expected

    def test_keys_may_keep_their_order(self, either: Pegboard) -> None:
        """With the setting off, keys are not sorted, nor need they be of one type."""
        either.json.sort_keys = False

        assert either.json.dumps({"b": 1, 1: 2, "a": 3, None: 4}) == '{"b":1,"1":2,"a":3,"null":4}'

    @pytest.mark.parametrize("key", ["nan", "inf", "-inf"])
    def test_keys_that_are_no_numbers_are_refused_unsorted(
        self, either: Pegboard, key: str
    ) -> None:
        """NaN and infinities are no keys, sorted or not; texts that look like them are."""
        either.json.sort_keys = False

        with pytest.raises(ValueError, match=r"^The key -?(nan|inf) of the dict is not JSON"):
            either.json.dumps({float(key): 1})
        assert either.json.dumps({key: 1}) == f'{{"{key}":1}}'

    def test_text_is_not_escaped(self, app: Pegboard) -> None:
        """There is no setting for ASCII: an error says so."""
        with pytest.raises(SetupError, match="no setting 'JSON_ASCII'"):
            app.json.ensure_ascii = True

    def test_what_an_application_without_values_of_its_own_says(self, app: Pegboard) -> None:
        """A hook, and a function assigned to ``app.json.default``, both count as own types."""
        before = app.has_own_json_types
        standard, read = app.json.default, app.has_own_json_types
        app.json.default = _name

        assert standard is plain
        assert (before, read, app.has_own_json_types) == (False, False, True)

    def test_a_plugin_teaches_a_type(self, app: Pegboard) -> None:
        """A plugin says what is written for a type."""
        app.register_plugin(Colors())

        assert app.json.dumps([Color.RED, 1]) == '["RED",1]'

    @pytest.mark.parametrize(
        ("hook", "value", "text"),
        [
            (_iso, [date(2026, 1, 2), None], '["2026-01-02",null]'),
            (_number, {"a": [UUID(int=5)]}, '{"a":[5]}'),
            (_name, (Person("Ann"),), '["Ann"]'),
        ],
    )
    def test_a_plugin_writes_a_known_type_in_another_way(
        self, app: Pegboard, hook: Callable[[object], object], value: object, text: str
    ) -> None:
        """Plugins are asked before the usual types."""
        app.hookimpl("json_default")(hook)

        assert app.json.dumps(value) == text

    def test_what_stands_for_a_value_may_hold_others(self, app: Pegboard) -> None:
        """What is written in place of a value is looked at in turn."""
        app.register_plugin(Colors())
        text = app.json.dumps({"b": Person("Ann", Person("Bob", Color.RED))})

        assert json.loads(text)["b"]["friend"]["friend"] == "RED"

    def test_a_function_of_the_application_counts(self, app: Pegboard) -> None:
        """What is assigned to ``app.json.default`` says what is written for UUIDs too."""
        app.json.default = _number

        assert app.json.dumps([UUID(int=5)]) == "[5]"

    def test_an_error_of_a_plugin_comes_out(self, app: Pegboard) -> None:
        """What an implementation raises is not taken for the value's fault."""

        @app.hookimpl
        def json_default(value: object) -> Any:
            raise ValueError("out of paint")

        with pytest.raises(ValueError, match=r"^out of paint$"):
            app.json.dumps([Color.RED])

    def test_no_number_hides_in_a_member(self, either: Pegboard) -> None:
        """A member of an Enum whose value is no number is refused."""
        with pytest.raises((TypeError, ValueError)):
            either.json.dumps([Size.ENDLESS])

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (loop, r"The list object at \[0\]\['a'\] contains itself"),
            (doubling, r"The list object at \[0\] contains itself"),
            (deep, "nested too deeply"),
        ],
    )
    def test_endless_and_deep_values_are_refused(
        self, either: Pegboard, make: Callable[[], object], message: str
    ) -> None:
        """A value that contains itself, or is nested too deeply, is a ValueError that says so."""
        with pytest.raises(ValueError, match=message):
            either.dump_json(make())

    def test_many_levels_are_written(self, either: Pegboard) -> None:
        """Some hundred levels are not too many."""
        assert either.dump_json(deep(300)) == b"[" * 301 + b"]" * 301

    @pytest.mark.parametrize(("data", "value"), READ)
    def test_json_is_read(self, app: Pegboard, data: str | bytes, value: object) -> None:
        """Text, and bytes in UTF-8, are read to Python's own types."""
        assert app.load_json(data) == value

    @pytest.mark.parametrize("data", MALFORMED, ids=lambda data: str(data)[:20])
    def test_anything_else_is_a_value_error(self, app: Pegboard, data: str | bytes) -> None:
        """Malformed text, NaN, huge numbers, deep nesting and other encodings are a ValueError."""
        with pytest.raises(ValueError):  # noqa: PT011 - what it says is the library's own
            app.load_json(data)

    @pytest.mark.parametrize("data", [b"{", b"NaN", b"1e999", b"[" * 100_000, b"\xff"])
    def test_body_that_is_no_json_is_400(self, app: Pegboard, data: bytes) -> None:
        """A body that is not strict JSON is the client's fault, never a 500."""
        app.add_url_rule("/", "echo", lambda: {"got": request.get_json()}, methods=["POST"])
        client = app.test_client()

        bad = client.post("/", data=data, content_type="application/json")
        good = client.post("/", data=b"[1]", content_type="application/json")

        assert (bad.status_code, good.data) == (400, b'{"got":[1]}\n')

    @pytest.mark.parametrize(
        ("debug", "text"), [(False, b'{"a":1}\n'), (True, b'{\n  "a": 1\n}\n')]
    )
    def test_responses_are_indented_for_developers(
        self, app: Pegboard, debug: bool, text: bytes
    ) -> None:
        """A response has no spaces but in debug mode, and ends with a newline."""
        app.config.update(DEBUG=debug)
        app.add_url_rule("/", "index", lambda: jsonify(a=1))

        assert app.test_client().get("/").data == text
