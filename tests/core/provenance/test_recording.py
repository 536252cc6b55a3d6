"""What hooks did meanwhile."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pluggy
import pytest

from pegboard.plugins import HookManager
from pegboard.provenance import HookCall, record, stand_in
from pegboard.provenance.recording import begin, current, end
from pegboard_hookspecs.markers import hookimpl, hookspec
from tests.core.managing import managed


class Specs:
    @hookspec("first")
    def outer(self, value: object) -> object: ...

    @hookspec("first")
    def inner(self, value: object) -> object: ...

    @hookspec("notify", isolated=True)
    def closing(self, value: object) -> object: ...


class Plugin:
    def __init__(self) -> None:
        self.manager: HookManager | None = None

    @hookimpl
    def outer(self, value: object) -> object:
        if self.manager is None:
            return value
        return self.manager.calls.inner(value)

    @hookimpl
    def inner(self, value: object) -> object:
        if isinstance(value, Exception):
            raise value
        return value

    @hookimpl
    def closing(self) -> None: ...


class Wrapper:
    @hookimpl(wrapper=True)
    def inner(self) -> Generator[None, Any, Any]:
        return f"<{(yield)}>"


class OldWrapper:
    @hookimpl(hookwrapper=True)
    def inner(self) -> Generator[None, pluggy.Result[Any], None]:
        result = yield
        result.force_result(f"[{result.get_result()}]")


def _calls(value: object, *plugins: object) -> tuple[object, list[HookCall]]:
    plugin = Plugin()
    manager = plugin.manager = managed(Specs, plugin, *plugins)
    with manager.watching(stand_in), record() as recording:
        result = manager.calls.outer(value)
    assert manager.calls.outer(value) == result, "afterwards it is as without"
    assert len(recording.calls) == 2 + len(plugins), "and nothing is recorded any more"
    return result, recording.calls


def test_calls_are_recorded_as_they_nest() -> None:
    """Each call has its depth, its time with the calls inside of it, and what came back."""
    result, (outer, inner) = _calls("x")

    assert result == "x"
    assert [(each.hook, each.depth, each.result) for each in (outer, inner)] == [
        ("outer", 0, "'x'"),
        ("inner", 1, "'x'"),
    ]
    assert outer.identity == "plugin"
    assert 0 <= outer.start_ms <= inner.start_ms
    assert (inner.took_ms or 0) <= (outer.took_ms or 0)


@pytest.mark.parametrize(
    ("wrapper", "result", "shown"),
    [
        pytest.param(Wrapper(), "<x>", "'<x>'", id="wrapper"),
        pytest.param(OldWrapper(), "[x]", "", id="old wrapper, which returns nothing"),
    ],
)
def test_wrappers_are_recorded_around_what_they_surround(
    wrapper: object, result: str, shown: str
) -> None:
    """A wrapper still wraps, and what it surrounds is recorded inside of it."""
    given, (_, around, inner) = _calls("x", wrapper)

    assert given == result
    assert (around.is_wrapper, around.depth, around.result) == (True, 1, shown)
    assert (inner.is_wrapper, inner.depth, inner.result) == (False, 2, "'x'")


def test_what_is_raised_is_recorded_and_passes() -> None:
    """An exception is noted on every call that it goes through."""
    plugin = Plugin()
    manager = plugin.manager = managed(Specs, plugin, Wrapper())

    with (
        manager.watching(stand_in),
        record() as recording,
        pytest.raises(ValueError, match="wrong"),
    ):
        manager.calls.outer(ValueError("wrong"))

    assert [each.outcome for each in recording.calls] == ["raised ValueError: wrong"] * 3


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("ab\n" * 1_000, "str of 3,000: 'ab ab ab", id="long text"),
        pytest.param(b"ab" * 1_000, "bytes of 2,000: b'abab", id="long bytes"),
        pytest.param(list(range(1_000)), "[0, 1, 2, 3, 4, 5, ...]", id="long list"),
    ],
)
def test_what_is_long_is_cut(value: object, shown: str) -> None:
    """What came back takes one line, whatever it is."""
    _, (call, _) = _calls(value)

    assert call.result.startswith(shown)
    assert len(call.result) <= 120
    assert "\n" not in call.result


def test_isolated_hooks_are_recorded_without_what_isolates_them() -> None:
    """The stand-ins that isolate implementations are no calls of plugins."""
    manager = managed(Specs, Plugin())
    with manager.watching(stand_in), record() as recording:
        manager.calls.closing("x")

    assert [(each.hook, each.identity) for each in recording.calls] == [("closing", "plugin")]


def test_a_manager_can_be_watched_though_nothing_records() -> None:
    """Who watches without a recording gets the implementations themselves."""
    manager = managed(Specs, Plugin())
    with manager.watching(stand_in):
        assert manager.calls.outer("x") == "x"


def test_several_can_take_part_in_a_recording() -> None:
    """A recording is over when all who began it are done."""
    begin()
    begin()
    first = current()

    assert first is not None
    assert end() is first
    assert end() is first
    assert end() is None
