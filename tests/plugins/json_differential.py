"""The same values by a further provider of the slot ``json`` and by the default one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any, ClassVar, cast

import pytest

from pegboard import Pegboard
from tests.plugins.json_cases import MALFORMED, READ, REFUSED

__all__ = ["JSONDifferential", "assert_equally_written"]

# One for each kind: many values are written by each.
_APPS: dict[tuple[type[Any], bool], Pegboard] = {}


def _app_with(provider: type[Any], *, has_hook: bool) -> Pegboard:
    key = provider, has_hook
    return _APPS.get(key) or _APPS.setdefault(key, _make_app(provider, has_hook=has_hook))


def _make_app(provider: type[Any], *, has_hook: bool) -> Pegboard:
    app = Pegboard(__name__, static_folder=None, plugins={"json": provider})
    if has_hook:
        app.hookimpl("json_default")(_pass)
    return app


def _standard() -> Pegboard:
    """Give an application with the default provider, which need not be on board."""
    return _app_with(import_module("pegboard_json").StandardJSON, has_hook=False)


def _pass(value: object) -> object:
    """Say nothing about any value."""
    return None


def _keys(value: Any) -> Iterator[list[str]]:
    if isinstance(value, dict):
        yield list(cast("dict[str, object]", value))
        value = list(cast("dict[str, object]", value).values())
    if isinstance(value, list):
        for part in cast("list[object]", value):
            yield from _keys(part)


def _sorted_keys(value: Any) -> Iterator[list[str]]:
    return _keys(json.loads(json.dumps(value, sort_keys=True)))


def _read(app: Pegboard, data: str | bytes) -> object:
    try:
        return app.load_json(data)
    except ValueError:
        return ValueError


def assert_equally_written(provider: type[Any], value: object) -> None:
    """Compare what a provider writes of a value with what the default one does."""
    expected = json.loads(_standard().dump_json(value))

    for has_hook in (False, True):
        own = _app_with(provider, has_hook=has_hook)
        assert json.loads(own.dump_json(value)) == expected
        assert json.loads(own.dump_json(value, 2)) == expected
        # Written again its keys are texts, which have one order.
        assert list(_keys(own.load_json(own.dump_json(expected)))) == list(_sorted_keys(expected))


_each_kind = pytest.mark.parametrize("has_hook", [False, True], ids=["plain", "hook"])


@pytest.mark.needs("json")
class JSONDifferential:
    """The tests of a provider, which names it."""

    provider: ClassVar[type[Any]]

    @_each_kind
    @pytest.mark.parametrize(("value", "kind", "message"), REFUSED[:-1])
    def test_refusals_are_the_same(
        self,
        has_hook: bool,
        value: object,
        kind: type[Exception],
        message: str,
    ) -> None:
        """What one provider refuses the other does, in the same words."""
        own, standard = _app_with(self.provider, has_hook=has_hook), _standard()
        said: list[str] = []
        for app in (own, standard):
            with pytest.raises(kind, match=message) as caught:
                app.dump_json(value)
            said.append(str(caught.value))

        assert said[0] == said[1]

    @_each_kind
    @pytest.mark.parametrize(
        "data", [*(data for data, _ in READ), *MALFORMED], ids=lambda data: str(data)[:20]
    )
    def test_both_read_the_same(self, has_hook: bool, data: str | bytes) -> None:
        """What one provider reads or refuses the other does."""
        own, standard = _app_with(self.provider, has_hook=has_hook), _standard()
        assert _read(own, data) == _read(standard, data)
