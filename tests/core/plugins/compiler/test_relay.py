"""Hooks as plain functions where they are not compiled."""

from __future__ import annotations

import pytest

from pegboard.plugins.manager import HookManager
from pegboard_hookspecs.markers import hookimpl, hookspec
from tests.core.managing import either, managed


class Specs:
    @hookspec("first")
    def render(self, app: object, name: str, suffix: str = "html") -> object: ...


class Rendering:
    @hookimpl
    def render(self, suffix: str, name: str, app: object) -> object:
        return (app, name, suffix)


@either
@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        (("app", "x"), {}),
        (("app", "x", "html"), {}),
        (("app",), {"name": "x"}),
        ((), {"suffix": "html", "name": "x", "app": "app"}),
    ],
    ids=["default", "all", "one by name", "all by name"],
)
def test_arguments_are_bound_like_a_function_s(
    args: tuple[str, ...], kwargs: dict[str, str], kind: type[HookManager]
) -> None:
    """A hook takes its arguments by position or by name, and fills in defaults."""
    manager = managed(Specs, Rendering(), kind=kind)

    assert manager.calls.render(*args, **kwargs) == ("app", "x", "html")


@either
@pytest.mark.parametrize(
    ("args", "kwargs"),
    [(("app",), {}), (("app", "x", "y", "z"), {}), (("app", "x"), {"more": 1})],
    ids=["too few", "too many", "unknown"],
)
def test_wrong_arguments_are_type_errors(
    args: tuple[str, ...], kwargs: dict[str, int], kind: type[HookManager]
) -> None:
    """Unlike pluggy's relay, a hook called as a function refuses arguments that do not fit."""
    manager = managed(Specs, Rendering(), kind=kind)

    with pytest.raises(TypeError, match=r"render\(\) "):
        manager.calls.render(*args, **kwargs)
