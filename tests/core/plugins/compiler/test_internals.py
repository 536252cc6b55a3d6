"""When nothing is compiled: by a switch, or because pluggy is not as expected."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pluggy
import pytest

from pegboard.plugins.compiler import internals
from pegboard.plugins.manager import HookManager
from pegboard_hookspecs.markers import hookimpl, hookspec
from tests.core.managing import ignore, managed


class Specs:
    @hookspec("collect")
    def check(self, app: object) -> object: ...


class Strict:
    @hookimpl
    def check(self, app: object) -> object:
        return app


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """Let pluggy be tried anew, and its surprises be logged again."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    for name in ("_surprise", "_log"):
        vars(internals)[name].cache_clear()


@pytest.mark.parametrize("value", ["0", "no", "Off", " false "])
def test_a_variable_switches_compiling_off(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under PEGBOARD_COMPILE=0 hooks go through pluggy's own loop, and do the same."""
    monkeypatch.setenv("PEGBOARD_COMPILE", value)
    manager = managed(Specs, Strict())

    assert not manager.is_compiling
    assert manager.calls.check("app") == manager.hook.check(app="app") == ["app"]
    assert "PEGBOARD_COMPILE" in manager.compiled_source("check")


@pytest.mark.parametrize("value", ["", "1", "yes"])
def test_other_values_leave_compiling_on(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hooks are compiled unless the variable says no."""
    monkeypatch.setenv("PEGBOARD_COMPILE", value)

    assert managed(Specs, Strict()).is_compiling


def test_an_unused_hook_is_none_without_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled or not, a hook that nobody implements is None."""
    monkeypatch.setenv("PEGBOARD_COMPILE", "0")

    assert managed(Specs).calls.check is None


def _changed(_manager: object, _before: object, _after: object) -> Callable[[], None]:
    """Stand for a release of pluggy that keeps its monitors elsewhere."""
    return ignore


def test_a_pluggy_that_monitors_otherwise_is_not_compiled_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """If pluggy works otherwise than expected, no hook is compiled, and one line is logged."""
    monkeypatch.setattr(pluggy.PluginManager, "add_hookcall_monitoring", _changed)
    with caplog.at_level(logging.WARNING, logger="pegboard"):
        managers = [managed(Specs, Strict()) for _ in range(2)]

    assert [manager.is_compiling for manager in managers] == [False, False]
    assert managers[0].calls.check("app") == ["app"]
    (record,) = caplog.records
    assert "a monitor replaces the executor = False" in record.getMessage()


def test_a_pluggy_that_cannot_be_tried_is_not_compiled_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error while pluggy is tried means that nothing is compiled."""
    monkeypatch.delattr(pluggy.PluginManager, "add_hookcall_monitoring")

    assert not HookManager().is_compiling
    assert "AttributeError" in caplog.text


class Overriding(HookManager):
    """Counts calls, as some applications of pluggy do."""

    seen = 0

    def _hookexec(
        self,
        hook_name: str,
        methods: Sequence[pluggy.HookImpl],
        kwargs: Mapping[str, object],
        firstresult: bool,
    ) -> Any:
        self.seen += 1
        return super()._hookexec(hook_name, methods, kwargs, firstresult)


def test_a_manager_that_runs_hooks_itself_sees_every_call() -> None:
    """A subclass that overrides pluggy's ``_hookexec`` gets all calls."""
    manager = managed(Specs, Strict(), kind=Overriding)
    for _ in range(2):
        manager.calls.check("app")
        manager.hook.check(app="app")

    assert isinstance(manager, Overriding)
    assert manager.seen == 4
    assert "Overriding overrides _hookexec" in manager.compiled_source("check")
