"""Wrappers of compiled hooks."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Generator
from typing import Any

import pytest

from pegboard.plugins.manager import HookManager
from pegboard_hookspecs.markers import hookimpl, hookspec
from tests.core.managing import either, managed

Waiting = Generator[None, Any, object]


class Specs:
    @hookspec("first")
    def answer(self, log: list[str]) -> object: ...

    @hookspec("notify", isolated=True)
    def teardown(self, log: list[str]) -> None: ...


class Plain:
    @hookimpl
    def answer(self, log: list[str]) -> str:
        log.append("plain")
        return "plain"


class Outer:
    @hookimpl(wrapper=True)
    def answer(self, log: list[str]) -> Waiting:
        log.append("outer before")
        try:
            result = yield
        except Exception as error:
            log.append(f"outer sees {error!r}")
            raise
        log.append(f"outer after {result}")
        return f"outer({result})"


def _wrapper(body: Callable[[], Waiting]) -> object:
    """Make a plugin with one wrapper that does as a generator function says."""

    class Inner:
        @hookimpl(wrapper=True)
        def answer(self) -> Waiting:
            return (yield from body())

    return type(body.__name__, (Inner,), {})()


def _changing() -> Waiting:
    return f"changed({(yield)})"


def _failing_before() -> Waiting:
    if "always":
        raise LookupError("before")
    yield
    return None


def _failing_after() -> Waiting:
    yield
    raise LookupError("after")


def _silent() -> Waiting:
    return None
    yield


@either
def test_wrappers_are_nested(kind: type[HookManager]) -> None:
    """What an inner wrapper returns is what the outer one gets."""
    log: list[str] = []
    manager = managed(Specs, Outer(), _wrapper(_changing), Plain(), kind=kind)

    assert manager.calls.answer(log) == "outer(changed(plain))"
    assert log == ["outer before", "plain", "outer after changed(plain)"]


@either
@pytest.mark.parametrize(
    ("body", "message"),
    [(_failing_before, "before"), (_failing_after, "after"), (_silent, "did not yield")],
    ids=["before", "after", "no yield"],
)
def test_what_an_inner_wrapper_raises_the_outer_one_sees(
    body: Callable[[], Waiting], message: str, kind: type[HookManager]
) -> None:
    """An exception of a wrapper goes through the wrappers around it."""
    log: list[str] = []
    manager = managed(Specs, Outer(), _wrapper(body), Plain(), kind=kind)

    with pytest.raises((LookupError, RuntimeError), match=message):
        manager.calls.answer(log)

    assert message in log[-1]


def _twice() -> Waiting:
    yield
    yield
    return None


def _twice_on_error() -> Waiting:
    try:
        yield
    except LookupError:
        yield
    return None


@either
@pytest.mark.parametrize(
    ("body", "inner"),
    [(_twice, _changing), (_twice_on_error, _failing_after)],
    ids=["after a result", "after an exception"],
)
def test_a_second_yield_ends_the_call_at_once(
    body: Callable[[], Waiting], inner: Callable[[], Waiting], kind: type[HookManager]
) -> None:
    """A wrapper that yields twice is an error that no other wrapper gets to see."""
    log: list[str] = []
    manager = managed(Specs, Outer(), _wrapper(body), _wrapper(inner), Plain(), kind=kind)

    with pytest.raises(RuntimeError, match="has second yield"):
        manager.calls.answer(log)

    assert log == ["outer before", "plain"]


@either
def test_stop_iteration_comes_through_wrappers(kind: type[HookManager]) -> None:
    """A StopIteration, which no generator lets pass, comes out as it was raised."""

    class Stopping:
        @hookimpl
        def answer(self) -> None:
            raise StopIteration("enough")

    manager = managed(Specs, _wrapper(_changing), Stopping(), kind=kind)

    with pytest.raises(StopIteration, match="enough"):
        manager.calls.answer([])


@either
def test_an_interrupt_comes_through_wrappers(kind: type[HookManager]) -> None:
    """A wrapper sees KeyboardInterrupt too, and may clean up."""
    seen: list[BaseException] = []

    def watching() -> Waiting:
        try:
            return (yield)
        except KeyboardInterrupt as error:
            seen.append(error)
            raise

    class Interrupted:
        @hookimpl
        def answer(self) -> None:
            raise KeyboardInterrupt

    manager = managed(Specs, _wrapper(watching), Interrupted(), kind=kind)

    with pytest.raises(KeyboardInterrupt) as caught:
        manager.calls.answer([])

    assert seen == [caught.value]


class LostError(LookupError):
    """Unlike built-in exceptions, it can be watched by a weak reference."""


class Failing:
    """Raises in every hook."""

    @hookimpl
    def answer(self) -> None:
        raise LostError

    @hookimpl
    def teardown(self) -> None:
        raise LostError


class Letting:
    """Lets everything pass."""

    @hookimpl(wrapper=True)
    def answer(self) -> Waiting:
        return (yield)

    @hookimpl(wrapper=True)
    def teardown(self) -> Waiting:
        return (yield)


class Raising:
    """Replaces every exception by its own."""

    @hookimpl(wrapper=True)
    def answer(self) -> Waiting:
        try:
            return (yield)
        except LostError as error:
            raise LostError from error

    @hookimpl(wrapper=True)
    def teardown(self) -> Waiting:
        return (yield from self.answer())


@pytest.mark.parametrize("hook", ["answer", "teardown"])
@pytest.mark.parametrize(
    "plugins",
    [[Failing()], [Letting(), Failing()], [Letting(), Raising(), Failing()]],
    ids=["alone", "wrapped", "replaced"],
)
def test_an_exception_leaves_no_garbage(plugins: list[object], hook: str) -> None:
    """An exception that came through a compiled hook dies when its handler ends."""
    call = getattr(managed(Specs, *plugins).calls, hook)

    def caught() -> weakref.ref[BaseException]:
        try:
            call([])
        except LostError as error:
            return weakref.ref(error)
        return pytest.fail("nothing was raised")

    gc.disable()
    try:
        is_alive = caught()() is not None
    finally:
        gc.enable()

    assert not is_alive
