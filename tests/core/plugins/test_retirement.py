"""Warnings for plugins that use what the contract has retired."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from pegboard.plugins.manager import HookManager
from pegboard_hookspecs import hookimpl, hookspec
from tests.core.managing import either


class Specs:
    @hookspec("notify", retired="Implement finished. It goes with contract 2.0.")
    def ended(self, app: object) -> None: ...

    @hookspec("notify", retired_arguments={"environ": "Take request."})
    def begun(self, app: object, environ: object, request: object = None) -> None: ...

    @hookspec("notify")
    def finished(self, app: object) -> None: ...


class Ends:
    @hookimpl
    def ended(self, app: object) -> None: ...


class TakesOld:
    @hookimpl
    def begun(self, environ: object) -> None: ...


class TakesNew:
    @hookimpl
    def begun(self, request: object) -> None: ...

    @hookimpl
    def finished(self) -> None: ...


def _manager(kind: type[HookManager] = HookManager) -> HookManager:
    manager = kind()
    manager.add_hookspecs(Specs)
    return manager


@either
@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        (
            Ends,
            (
                "The plugin shop:it is behind its contract. The hook 'ended' is retired. "
                "Implement finished. It goes with contract 2.0."
            ),
        ),
        (
            TakesOld,
            (
                "The plugin shop:it is behind its contract. The argument 'environ' of the hook "
                "'begun' is retired. Take request."
            ),
        ),
    ],
    ids=["hook", "argument"],
)
def test_whoever_uses_what_is_retired_is_warned_once(
    kind: type[HookManager], plugin: type, message: str
) -> None:
    """The warning names plugin, hook and cure, and stands where the implementation does."""
    with pytest.warns(DeprecationWarning, match="retired") as caught:
        _manager(kind).register(plugin(), "shop:it")

    assert [str(each.message) for each in caught] == [message]
    assert caught[0].filename == __file__


def test_others_are_not_warned() -> None:
    """Who keeps to what is in force is left alone, and is not warned for another plugin."""
    manager = _manager()
    with pytest.warns(DeprecationWarning, match="retired"):
        manager.register(Ends(), "shop:it")
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert manager.register(TakesNew(), "other:it")


def test_what_is_retired_still_works() -> None:
    """A warning is all that comes of it: the hook is called as ever."""
    seen: list[Any] = []

    class Sees:
        @hookimpl
        def ended(self, app: object) -> None:
            seen.append(app)

    manager = _manager()
    with pytest.warns(DeprecationWarning, match="retired"):
        manager.register(Sees(), "shop:it")
    manager.calls.ended("app")

    assert seen == ["app"]
