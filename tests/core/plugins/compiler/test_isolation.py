"""Isolated hooks: every implementation runs though another raised."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from typing import Any

import pytest

from pegboard.plugins.manager import HookManager
from pegboard_hookspecs.markers import hookimpl, hookspec
from tests.core.managing import either, ignore, managed


class Specs:
    @hookspec("notify", isolated=True)
    def teardown(self, log: list[str]) -> None: ...

    @hookspec("first", isolated=True)
    def rescue(self, log: list[str], tries: int = 1) -> object: ...


class Fine:
    @hookimpl
    def teardown(self, log: list[str]) -> None:
        log.append("fine")

    @hookimpl
    def rescue(self, log: list[str]) -> str:
        log.append("fine")
        return "rescued"


class Broken:
    @hookimpl
    def teardown(self, log: list[str]) -> None:
        log.append("broken")
        raise LookupError("the broken one")

    @hookimpl
    def rescue(self, log: list[str], tries: int = 0) -> None:
        log.append(f"tried {tries} times")
        raise LookupError("the broken one")


class AlsoBroken:
    @hookimpl
    def teardown(self, log: list[str]) -> None:
        log.append("also broken")
        raise ValueError("the other broken one")


class Interrupting:
    @hookimpl
    def teardown(self) -> None:
        raise KeyboardInterrupt


class Watching:
    @hookimpl(wrapper=True)
    def teardown(self, log: list[str]) -> Generator[None, Any, None]:
        try:
            yield
        except LookupError as error:
            log.append(f"seen: {error}")
            raise


class BadStart:
    @hookimpl(wrapper=True)
    def teardown(self) -> Generator[None, Any, None]:
        raise LookupError("a bad start")
        yield


class BadEnd:
    @hookimpl(wrapper=True)
    def teardown(self) -> Generator[None, Any, None]:
        yield
        yield


class OldFashioned:
    @hookimpl(hookwrapper=True)
    def teardown(self, log: list[str]) -> Generator[None, Any, None]:
        yield
        log.append("old-fashioned")


@either
def test_all_implementations_run_though_one_raises(kind: type[HookManager]) -> None:
    """What one implementation raises is raised when all have run."""
    log: list[str] = []
    manager = managed(Specs, Broken(), Fine(), kind=kind)

    with pytest.raises(LookupError, match="the broken one"):
        manager.calls.teardown(log)

    assert log == ["broken", "fine"]


@either
def test_nothing_is_raised_where_nothing_went_wrong(kind: type[HookManager]) -> None:
    """An isolated hook without a failure gives what any other hook gives."""
    manager = managed(Specs, Fine(), kind=kind)

    assert manager.calls.teardown([]) == []


@either
def test_further_exceptions_are_notes_on_the_first(kind: type[HookManager]) -> None:
    """No failure is lost: the first is raised, and the others are in its notes with tracebacks."""
    manager = managed(Specs, Broken(), AlsoBroken(), kind=kind)

    with pytest.raises(LookupError) as caught:
        manager.calls.teardown([])

    (note,) = caught.value.__notes__
    assert "in teardown" in note
    assert note.endswith("ValueError: the other broken one")


@either
def test_an_interrupt_goes_before_errors(kind: type[HookManager]) -> None:
    """A request to stop the process is not hidden behind an error that came earlier."""
    manager = managed(Specs, Broken(), Interrupting(), kind=kind)

    with pytest.raises(KeyboardInterrupt) as caught:
        manager.calls.teardown([])

    assert "the broken one" in caught.value.__notes__[0]


@either
def test_the_same_exception_twice_is_no_note(kind: type[HookManager]) -> None:
    """An exception that two implementations raise is not a note on itself."""
    error = LookupError("shared")

    class One:
        @hookimpl
        def teardown(self) -> None:
            raise error

    class Two(One):
        """Raises the same."""

    manager = managed(Specs, One(), Two(), kind=kind)
    with pytest.raises(LookupError, match="shared"):
        manager.calls.teardown([])

    assert not hasattr(error, "__notes__")


@either
def test_wrappers_see_what_is_raised(kind: type[HookManager]) -> None:
    """The wrappers of an isolated hook run when all implementations have, and see the failure."""
    log: list[str] = []
    manager = managed(Specs, Watching(), Broken(), Fine(), kind=kind)

    with pytest.raises(LookupError):
        manager.calls.teardown(log)

    assert log == ["broken", "fine", "seen: the broken one"]


@either
def test_a_wrapper_that_fails_to_start_keeps_nobody_from_running(kind: type[HookManager]) -> None:
    """An exception before a wrapper's yield is one failure among others."""
    log: list[str] = []
    manager = managed(Specs, Watching(), BadStart(), Fine(), kind=kind)

    with pytest.raises(LookupError, match="a bad start"):
        manager.calls.teardown(log)

    assert log == ["fine", "seen: a bad start"]


@either
def test_a_second_yield_keeps_no_wrapper_from_ending(kind: type[HookManager]) -> None:
    """Around an isolated hook, wrappers further out see that one of them yielded twice."""
    log: list[str] = []

    class Outer:
        @hookimpl(wrapper=True)
        def teardown(self) -> Generator[None, Any, None]:
            try:
                yield
            except RuntimeError as error:
                log.append(str(error))

    manager = managed(Specs, Outer(), BadEnd(), Fine(), kind=kind)
    manager.calls.teardown([])

    assert log[0].endswith("has second yield")


@either
def test_wrappers_can_swallow_a_failure(kind: type[HookManager]) -> None:
    """What a wrapper returns stands, even after a failure."""

    class Swallowing:
        @hookimpl(wrapper=True)
        def teardown(self) -> Generator[None, Any, list[str]]:
            with suppress(LookupError):
                yield
            return ["all is well"]

    manager = managed(Specs, Swallowing(), Broken(), kind=kind)

    assert manager.calls.teardown([]) == ["all is well"]


@either
def test_old_style_wrappers_take_part(kind: type[HookManager]) -> None:
    """A wrapper in pluggy's old style goes around an isolated hook, too."""
    log: list[str] = []
    manager = managed(Specs, OldFashioned(), Broken(), Fine(), kind=kind)

    with pytest.raises(LookupError):
        manager.calls.teardown(log)

    assert log == ["broken", "fine", "old-fashioned"]


@either
def test_the_first_answer_ends_the_search(kind: type[HookManager]) -> None:
    """Where the first answer counts, it comes after all that was tried; failures still count."""
    log: list[str] = []
    manager = managed(Specs, Broken(), Fine(), kind=kind)

    with pytest.raises(LookupError):
        manager.calls.rescue(log)

    assert log == ["tried 1 times", "fine"]


@either
def test_an_answer_without_failures_is_given(kind: type[HookManager]) -> None:
    """An isolated hook whose first answer counts gives it."""
    manager = managed(Specs, Fine(), Broken(), kind=kind)

    assert manager.calls.rescue([]) == "rescued"


@either
def test_pluggy_s_relay_knows_no_isolation(kind: type[HookManager]) -> None:
    """Called through pluggy's relay, the hook ends with the first exception, as pluggy has it."""
    log: list[str] = []
    manager = managed(Specs, Broken(), Fine(), kind=kind)

    for _ in range(2):
        with pytest.raises(LookupError):
            manager.hook.teardown(log=log)

    assert log == ["broken", "broken"]


def test_monitors_see_the_plugins_of_an_isolated_hook() -> None:
    """A monitor is told the plugins and the arguments, as for any hook."""
    log: list[str] = []
    seen: list[object] = []
    manager = managed(Specs, Broken(), Fine())
    manager.add_hookcall_monitoring(
        lambda name, impls, kwargs: seen.append((name, [i.plugin_name for i in impls], kwargs)),
        ignore,
    )
    with pytest.raises(LookupError):
        manager.calls.rescue(log)

    assert seen == [("rescue", ["<isolation>", "fine", "broken"], {"log": log, "tries": 1})]
