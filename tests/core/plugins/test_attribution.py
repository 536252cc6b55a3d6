"""Which plugins an exception came through."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import wraps
from typing import Any

import pytest

from pegboard.plugins.manager import HookManager
from pegboard_hookspecs.markers import hookimpl, hookspec
from tests.core.managing import either, managed


class Specs:
    @hookspec("first")
    def answer(self, manager: HookManager) -> object: ...

    @hookspec("collect")
    def check(self, manager: HookManager) -> object: ...


def _fail() -> object:
    raise LookupError("somewhere deep")


class Failing:
    @hookimpl
    def answer(self, manager: HookManager) -> object:
        _fail()
        return None

    @hookimpl
    def check(self) -> object:
        _fail()
        return None


class Asking:
    """Calls another hook."""

    @hookimpl
    def check(self, manager: HookManager) -> object:
        return manager.calls.answer(manager)


class Fine:
    @hookimpl
    def answer(self) -> None:
        """Give no answer."""

    @hookimpl
    def check(self) -> None:
        """Find nothing."""


class Letting:
    """Lets everything pass."""

    @hookimpl(wrapper=True)
    def check(self) -> Generator[None, Any, object]:
        return (yield)


class Twice:
    """Yields twice."""

    @hookimpl(wrapper=True)
    def check(self) -> Generator[None, Any, object]:
        yield
        yield
        return None


def _blamed(manager: HookManager, hook: str) -> list[tuple[str, str]]:
    with pytest.raises((LookupError, RuntimeError, TypeError)) as caught:
        getattr(manager.calls, hook)(manager)
    return manager.attribute(caught.value)


@either
@pytest.mark.parametrize("hook", ["answer", "check"])
def test_the_plugin_that_raised_is_named(hook: str, kind: type[HookManager]) -> None:
    """An exception is put down to the plugin and the hook it was raised in."""
    manager = managed(Specs, Fine(), Failing(), kind=kind)

    assert _blamed(manager, hook) == [("failing", hook)]


def test_a_plugin_that_is_called_directly_is_named() -> None:
    """Where a hook is a plugin's own method, no frame of the hook is needed."""
    assert _blamed(managed(Specs, Failing()), "answer") == [("failing", "answer")]


@either
def test_plugins_on_the_way_are_named_from_the_inside(kind: type[HookManager]) -> None:
    """A hook called by another plugin's hook puts both on the list, the innermost first."""
    manager = managed(Specs, Letting(), Asking(), Failing(), kind=kind)

    blamed = _blamed(manager, "check")

    assert blamed == [("failing", "answer"), ("asking", "check"), ("letting", "check")]


def test_an_exception_from_elsewhere_is_nobody_s() -> None:
    """An exception that came through no plugin names none."""
    manager = managed(Specs, Failing())
    with pytest.raises(LookupError) as caught:
        _fail()

    assert manager.attribute(caught.value) == []


def test_an_exception_that_was_never_raised_is_nobody_s() -> None:
    """An exception without a traceback names no plugin."""
    assert managed(Specs, Failing()).attribute(LookupError()) == []


def test_a_wrapper_that_breaks_the_rules_is_named() -> None:
    """An error about a wrapper, raised in no frame of its own, is put down to it."""
    manager = managed(Specs, Twice(), Fine())

    assert _blamed(manager, "check") == [("twice", "check")]


def test_a_plugin_that_cannot_be_called_is_named() -> None:
    """An error in calling an implementation is put down to it, though it did not begin."""

    class Demanding:
        @hookimpl
        def check(self, *, option: object) -> object:
            return option

    assert _blamed(managed(Specs, Demanding(), Fine()), "check") == [("demanding", "check")]


@either
def test_plugins_of_one_class_are_told_apart(kind: type[HookManager]) -> None:
    """Of two plugins with the same code the one is named that ran."""

    class Half(Failing):
        def __init__(self, *, is_broken: bool) -> None:
            self.is_broken = is_broken

        @hookimpl
        def check(self) -> object:
            return _fail() if self.is_broken else None

    manager = managed(Specs, kind=kind)
    manager.register(Half(is_broken=True), "broken")
    manager.register(Half(is_broken=False), "whole")

    assert _blamed(manager, "check") == [("broken", "check")]


def _refusing(function: Callable[..., object]) -> Callable[..., object]:
    @wraps(function)
    def inner(*args: object) -> object:
        if "Refused" in repr(args):
            _fail()
        return function(*args)

    return inner


class Accepted:
    @hookimpl
    @_refusing
    def check(self) -> object:
        return _fail()


class Refused:
    @hookimpl
    @_refusing
    def check(self) -> object:
        return None


@either
@pytest.mark.parametrize("plugin", [Accepted(), Refused()], ids=["inside", "in the decorator"])
def test_a_shared_decorator_hides_nobody(plugin: object, kind: type[HookManager]) -> None:
    """A decorator's code is that of all it decorates; what is decorated tells them apart."""
    manager = managed(Specs, Fine(), kind=kind)
    manager.register(plugin, "this")
    manager.register(type("Other", (Accepted,), {"check": hookimpl(_refusing(Fine.check))})())

    assert _blamed(manager, "check") == [("this", "check")]


def _made(name: str, *, is_broken: bool) -> object:
    def check() -> object:
        return _fail() if is_broken else None

    return type(name, (), {"check": hookimpl(staticmethod(check))})()


def test_functions_with_the_same_code_are_told_apart_by_the_hook() -> None:
    """Functions made by one function share its code; the compiled hook knows which it called."""
    manager = managed(Specs, _made("One", is_broken=False), _made("Two", is_broken=True))

    assert _blamed(manager, "check") == [("two", "check")]


class _Called:
    def __call__(self) -> object:
        return _fail()


def test_a_callable_without_code_of_its_own_is_named() -> None:
    """An implementation that is no function is known by the line that called it."""

    class Odd:
        check = hookimpl(staticmethod(_Called()))

    assert _blamed(managed(Specs, Fine(), Odd()), "check") == [("odd", "check")]


def test_nobody_is_blamed_by_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a compiled hook, plugins that cannot be told apart are not named."""
    monkeypatch.setenv("PEGBOARD_COMPILE", "0")
    manager = managed(Specs, _made("One", is_broken=False), _made("Two", is_broken=True))

    assert _blamed(manager, "check") == []


def test_another_application_s_plugins_are_not_named() -> None:
    """An exception that came through another manager's plugins names none of this one's."""
    mine, other = managed(Specs, Fine(), Asking()), managed(Specs, Fine(), Failing())
    with pytest.raises(LookupError) as caught:
        mine.calls.check(other)

    assert mine.attribute(caught.value) == [("asking", "check")]
    assert other.attribute(caught.value) == [("failing", "answer")]
