"""The two decorators of the contract."""

from __future__ import annotations

import pluggy
import pytest

from pegboard_hookspecs import PROJECT, SLOTS, Kind, Lifecycle, Point, hookimpl, hookspec, point_of


class Specs:
    @hookspec("first", since="1.2", isolated=True, optional=True)
    def choose(self, number: int) -> int: ...  # type: ignore[empty-body]

    @hookspec("collect")
    def gather(self, number: int) -> int: ...  # type: ignore[empty-body]

    def helper(self) -> None: ...


class Doubling:
    @hookimpl
    def choose(self, number: int) -> int:
        return number * 2

    @hookimpl
    def gather(self, number: int) -> int:
        return number * 2


class Halving:
    @hookimpl
    def choose(self, number: int) -> int:
        return number // 2

    @hookimpl
    def gather(self, number: int) -> int:
        return number // 2


def _manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Specs)
    manager.register(Doubling())
    manager.register(Halving())
    return manager


def test_pluggy_understands_a_first_hook() -> None:
    """A hook of the kind ``first`` gives one answer to pluggy's own manager."""
    assert _manager().hook.choose(number=8) == 4


def test_pluggy_understands_a_collecting_hook() -> None:
    """A hook of another kind gives all answers."""
    assert _manager().hook.gather(number=8) == [4, 16]


def test_what_a_specification_promises() -> None:
    """Kind, version and promises are noted on the specification."""
    assert point_of(Specs.choose) == Point("first", "1.2", isolated=True, optional=True)
    assert point_of(Specs.gather) == Point("collect", "1.0")


def test_a_foreign_specification_promises_nothing() -> None:
    """Functions that were not marked, and marks of others, are no points."""

    def foreign() -> None: ...

    vars(foreign)["pegboard_point"] = "something else"

    assert point_of(Specs.helper) is None
    assert point_of(foreign) is None


@pytest.mark.parametrize("specs", [Lifecycle, *(slot.specs for slot in SLOTS)])
def test_all_specifications_are_of_this_version(specs: type) -> None:
    """Every hook of the contract says its kind, and appeared in a version that exists."""
    points = [point_of(function) for name, function in vars(specs).items() if name[0] != "_"]
    kinds: tuple[Kind, ...] = ("collect", "first", "notify")

    assert all(point is not None and point.kind in kinds for point in points)
    assert {point.since for point in points if point is not None} == {"1.0"}


def test_which_hooks_are_isolated() -> None:
    """All plugins give back what they took, though one of them fails."""
    points = {name: point_of(function) for name, function in vars(Lifecycle).items()}
    isolated = {
        name for name, point in points.items() if isinstance(point, Point) and point.isolated
    }

    assert isolated == {"app_closing", "context_popped", "request_failed", "teardown"}


class Retiring:
    @hookspec("first", retired="Implement choose.")
    def pick(self, number: int) -> int: ...  # type: ignore[empty-body]

    @hookspec("notify", retired_arguments={"old": "Take new."})
    def tell(self, old: int, new: int) -> None: ...


@pytest.mark.parametrize(
    ("hook", "argument", "message"),
    [
        ("pick", "number", "The hook 'pick' is retired. Implement choose."),
        ("tell", "old", "The argument 'old' of the hook 'tell' is retired. Take new."),
    ],
)
def test_what_is_retired_warns_under_any_manager(hook: str, argument: str, message: str) -> None:
    """Under pluggy's own manager too, whoever uses what is retired is warned."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Retiring)
    scope: dict[str, object] = {"hookimpl": hookimpl}
    exec(f"@hookimpl\ndef {hook}({argument}): ...", scope)  # noqa: S102 - one function per case
    plugin = type("Plugin", (), {hook: staticmethod(scope[hook])})()  # type: ignore[arg-type]

    with pytest.warns(DeprecationWarning, match="retired") as caught:
        manager.register(plugin)
    assert [str(each.message) for each in caught] == [message]


def test_a_retired_hook_may_be_left_out() -> None:
    """A provider need not implement a hook of its slot that is retired."""
    point = point_of(Retiring.pick)

    assert point is not None
    assert (point.optional, point.retired) == (True, "Implement choose.")
