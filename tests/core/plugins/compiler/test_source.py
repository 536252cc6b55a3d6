"""The source of compiled hooks, as people see it: in tracebacks and by ``explain``."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Generator
from textwrap import dedent
from typing import Any

import pluggy
import pytest

from pegboard.plugins.manager import HookManager
from pegboard_hookspecs.markers import PROJECT, hookimpl, hookspec
from tests.core.managing import managed


class Specs:
    @hookspec("collect")
    def check(self, app: object, level: str = "all") -> object: ...

    @hookspec("notify", isolated=True)
    def teardown(self, app: object) -> None: ...


class Strict:
    @hookimpl
    def check(self, app: object, level: str = "none") -> object:
        return level

    @hookimpl
    def teardown(self) -> None:
        """Do nothing."""


class Failing:
    @hookimpl
    def check(self) -> object:
        raise LookupError("the cupboard is bare")


class Timing:
    @hookimpl(wrapper=True)
    def check(self, app: object) -> Generator[None, Any, object]:
        return (yield)

    @hookimpl(wrapper=True)
    def teardown(self) -> Generator[None, None, None]:
        yield


PLAIN = """\
    def bind(plugin_strict, plugin_failing, _default_level):
        def check(app, level=_default_level):
            __tracebackhide__ = True
            _result = []
            _answer = plugin_strict(app, level=level)
            if _answer is not None:
                _result.append(_answer)
            _answer = plugin_failing()
            if _answer is not None:
                _result.append(_answer)
            return _result
        return check
"""

WRAPPED = """\
    def bind(plugin_timing, plugin_strict, _default_level):
        def check(app, level=_default_level):
            __tracebackhide__ = True
            _result = []
            _error = _wrapper_1 = None
            try:
                _wrapper_1 = _enter(plugin_timing(app))
                _answer = plugin_strict(app, level=level)
                if _answer is not None:
                    _result.append(_answer)
            except BaseException as _caught:
                _error = _caught
            if _wrapper_1 is not None:
                _result, _error = _leave(_wrapper_1, _result, _error)
            if _error is not None:
                try:
                    raise _error
                finally:
                    del _error
            return _result
        return check
"""

ISOLATED = """\
    def bind(plugin_timing, plugin_strict):
        def teardown(app):
            __tracebackhide__ = True
            _result = []
            _failures = ()
            _wrapper_1 = None
            try:
                _wrapper_1 = _enter(plugin_timing())
            except BaseException as _caught:
                _failures += (_caught,)
            try:
                _answer = plugin_strict()
                if _answer is not None:
                    _result.append(_answer)
            except BaseException as _caught:
                _failures += (_caught,)
            _error = _first_of(_failures) if _failures else None
            _result, _error = _leave_always(_wrapper_1, _result, _error)
            if _error is not None:
                try:
                    raise _error
                finally:
                    del _error, _failures
            return _result
        return teardown
"""


@pytest.mark.parametrize(
    ("plugins", "hook", "text"),
    [
        ([Strict(), Failing()], "check", PLAIN),
        ([Strict(), Timing()], "check", WRAPPED),
        ([Strict(), Timing()], "teardown", ISOLATED),
    ],
    ids=["plain", "wrapped", "isolated"],
)
def test_source_reads_like_written_by_hand(plugins: list[object], hook: str, text: str) -> None:
    """The generated source names plugins and arguments, and can be read."""
    assert managed(Specs, *plugins).compiled_source(hook) == dedent(text)


def test_a_traceback_shows_who_was_called() -> None:
    """A plain traceback shows the line of the generated source, and in it the plugin's name."""
    manager = managed(Specs, Strict(), Failing())

    with pytest.raises(LookupError) as caught:
        manager.calls.check("app")

    lines = "".join(traceback.format_tb(caught.value.__traceback__))
    assert "_answer = plugin_failing()" in lines


def test_a_traceback_survives_a_check_of_the_line_cache() -> None:
    """Tools that discard changed files from the line cache leave generated source in it."""
    manager = managed(Specs, Strict())
    filename = manager.calls.check("app") and manager.calls.check.__code__.co_filename
    linecache.checkcache()

    assert "plugin_strict" in "".join(linecache.getlines(filename))


def _labels(names: dict[str, object]) -> str:
    manager = HookManager()
    manager.add_hookspecs(Specs)
    for name, plugin in names.items():
        manager.register(plugin, name)
    return manager.compiled_source("check").splitlines()[0]


@pytest.mark.parametrize(
    ("names", "head"),
    [
        (["pegboard-json:stdlib"], "plugin_pegboard_json_stdlib"),
        (["a-b", "a_b"], "plugin_a_b, plugin_a_b_2"),
        (["été"], "plugin_t"),
        (["é"], "plugin_"),
    ],
    ids=["identity", "alike", "partly foreign", "foreign"],
)
def test_labels_carry_the_names_of_plugins(names: list[str], head: str) -> None:
    """A plugin's name becomes an identifier, and a second one that looks the same a number."""
    labels = _labels({name: Strict() for name in names})

    assert labels == f"def bind({head}, _default_level):"


def test_a_plugin_without_a_name_goes_by_its_class() -> None:
    """Where pluggy makes up a number for a name, the label carries the plugin's class."""
    manager = HookManager()
    manager.add_hookspecs(Specs)
    manager.register(Strict())

    assert "plugin_Strict" in manager.compiled_source("check")


def test_an_argument_may_look_like_a_plugin() -> None:
    """A label gives way to an argument of the same name."""

    class Odd:
        @hookspec("collect")
        def check(self, plugin_strict: object) -> object: ...

    class Taking:
        @hookimpl
        def check(self, plugin_strict: object) -> object:
            return plugin_strict

    manager = HookManager()
    manager.add_hookspecs(Odd)
    manager.register(Taking(), "strict")

    assert manager.calls.check("given") == ["given"]


def test_the_same_shape_is_compiled_once() -> None:
    """Applications with the same plugins share the code of their hooks, and nothing else."""
    one, other = managed(Specs, Strict()), managed(Specs, Strict())
    one.calls.check("app")
    other.calls.check("app")

    assert one.calls.check is not other.calls.check
    assert one.calls.check.__code__ is other.calls.check.__code__


def test_specifications_of_others_compile_too() -> None:
    """A specification marked by pluggy's own marker compiles like one of the contract."""

    class Foreign:
        @pluggy.HookspecMarker(PROJECT)
        def check(self, app: object) -> object: ...

    manager = managed(Foreign, Strict())

    assert manager.calls.check("app") == ["none"]
