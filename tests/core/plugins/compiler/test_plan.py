"""How a hook is called: not at all, directly, compiled, or through pluggy's own loop."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import wraps
from typing import Any

import pluggy
import pytest

from pegboard.plugins.manager import HookManager
from pegboard_hookspecs.markers import PROJECT, hookimpl, hookspec
from tests.core.managing import managed


class Specs:
    @hookspec("first")
    def answer(self, app: object, request: object) -> object: ...

    @hookspec("first")
    def render(self, app: object, suffix: str = "html") -> object: ...

    @hookspec("collect")
    def check(self, app: object) -> object: ...


class Exact:
    @hookimpl
    def answer(self, app: object, request: object) -> object:
        return ("exact", app, request)


class Fewer:
    @hookimpl
    def answer(self, request: object) -> object:
        return ("fewer", request)


class Turned:
    @hookimpl
    def answer(self, request: object, app: object) -> object:
        return ("turned", app, request)


class Defaulted:
    @hookimpl
    def answer(self, app: object, request: object = None) -> object:
        return ("defaulted", app, request)


class Varying:
    @hookimpl
    def answer(self, app: object, request: object, *more: object) -> object:
        return ("varying", app, request)


class PositionalOnly:
    @hookimpl
    def answer(self, app: object, request: object, /) -> object:
        return ("positional only", app, request)


class NamedOnly:
    @hookimpl
    def answer(self, app: object, request: object, *, option: int = 0) -> object:
        return ("named only", app, request)


def _decorated(function: Callable[..., object]) -> Callable[..., object]:
    @wraps(function)
    def inner(*args: object) -> object:
        return function(*args)

    return inner


class Decorated:
    @hookimpl
    @_decorated
    def answer(self, app: object, request: object) -> object:
        return ("decorated", app, request)


class Wrapping:
    @hookimpl(wrapper=True)
    def answer(self, app: object, request: object) -> Generator[None, Any, object]:
        return ("wrapping", (yield))


class OldWrapping:
    @hookimpl(hookwrapper=True)
    def answer(self, app: object, request: object) -> Generator[None, Any, None]:
        outcome = yield
        outcome.force_result(("old", outcome.get_result()))


def test_a_hook_without_implementations_is_none() -> None:
    """Where nobody implements a hook there is nothing to call."""
    manager = managed(Specs)

    assert (manager.calls.answer, manager.calls.check) == (None, None)


def test_one_exact_implementation_is_the_hook_itself() -> None:
    """One implementation that takes the specification's arguments is called without a detour."""
    plugin = Exact()

    assert managed(Specs, plugin).calls.answer == plugin.answer


@pytest.mark.parametrize(
    "plugin",
    [
        Fewer(),
        Turned(),
        Defaulted(),
        Varying(),
        PositionalOnly(),
        NamedOnly(),
        Decorated(),
        Wrapping(),
        OldWrapping(),
    ],
    ids=lambda plugin: type(plugin).__name__,
)
def test_any_other_implementation_is_called_by_a_function(plugin: Any) -> None:
    """Arguments that differ, variadic ones, a decorator or a wrapper need a function between."""
    manager = managed(Specs, plugin)

    assert manager.calls.answer != plugin.answer
    assert manager.calls.answer("app", "request") == manager.hook.answer(
        app="app", request="request"
    )


def test_two_implementations_are_called_until_one_answers() -> None:
    """The first answer that is not None is the result of a hook of the kind ``first``."""

    class Silent:
        @hookimpl
        def answer(self) -> None:
            """Give no answer."""

    manager = managed(Specs, Silent(), Fewer(), Exact())

    assert manager.calls.answer("app", "request") == ("fewer", "request")


def test_answers_are_collected_in_a_new_list() -> None:
    """A hook of the kind ``collect`` gives all answers but None, in a list of its own each time."""

    class Zero:
        @hookimpl
        def check(self) -> int:
            return 0

    class Silent:
        @hookimpl
        def check(self, app: object) -> None:
            """Give no answer."""

    manager = managed(Specs, Silent(), Zero())
    found = manager.calls.check("app")

    assert found == [0]
    assert manager.calls.check("app") is not found


class SameDefault:
    @hookimpl
    def render(self, app: object, suffix: str = "html") -> object:
        return (app, suffix)


class OtherDefault:
    @hookimpl
    def render(self, app: object, suffix: str = "txt") -> object:
        return (app, suffix)


@pytest.mark.parametrize("plugin", [SameDefault(), OtherDefault()], ids=["same", "other"])
def test_the_default_of_the_specification_counts(plugin: object) -> None:
    """An argument that a call leaves out has the specification's default."""
    manager = managed(Specs, plugin)

    assert manager.calls.render("app") == ("app", "html")
    assert manager.calls.render("app", "xml") == ("app", "xml")


@pytest.mark.parametrize(("plugin", "is_direct"), [(SameDefault(), True), (OtherDefault(), False)])
def test_only_the_same_default_is_called_directly(plugin: Any, is_direct: bool) -> None:
    """An implementation with a default of its own cannot stand for the hook."""
    assert (managed(Specs, plugin).calls.render == plugin.render) is is_direct


class _Called:
    def __call__(self, app: object, request: object) -> object:
        return ("called", app, request)


class Odd:
    answer = hookimpl(staticmethod(_Called()))


def test_a_callable_that_is_no_function_is_called_by_one() -> None:
    """Only plain functions and methods can stand for a hook."""
    manager = managed(Specs, Odd())

    assert manager.calls.answer is not Odd.answer
    assert manager.calls.answer("app", "request") == ("called", "app", "request")


def _source_of(specs: type, *plugins: object) -> str:
    return managed(specs, *plugins).compiled_source("answer")


def test_the_source_of_a_direct_hook_names_the_plugin() -> None:
    """``explain`` shows that a hook is a plugin's own method."""
    assert _source_of(Specs, Exact()) == "answer = plugin_exact\n"


def test_the_source_of_an_unused_hook_says_so() -> None:
    """``explain`` shows that a hook nobody implements is not called."""
    assert _source_of(Specs) == "# Nobody implements this hook: it is not called.\n"


class Historic:
    @pluggy.HookspecMarker(PROJECT)(historic=True)
    def answer(self, app: object, request: object) -> object: ...


class Clashing:
    @hookspec("first")
    def answer(self, app: object, request: object, _result: object = None) -> object: ...


@pytest.mark.parametrize(
    ("specs", "plugin", "reason"),
    [
        (Specs, OldWrapping(), "'oldwrapping' implements it with hookwrapper=True"),
        (Historic, Exact(), "a historic hook is called through manager.hook alone"),
        (Clashing, Exact(), "a name in its specification could clash"),
    ],
    ids=["old-style wrapper", "historic", "clash"],
)
def test_what_cannot_be_compiled_says_why(specs: type, plugin: object, reason: str) -> None:
    """``explain`` gives the reason for which a hook goes through pluggy's own loop."""
    source = _source_of(specs, plugin)

    assert source.startswith(f"# Not compiled: {reason}")


def test_an_argument_unknown_to_a_late_specification_fails_as_in_pluggy() -> None:
    """If pluggy let an implementation in that asks for too much, the call fails at its turn."""

    class Asking:
        @hookimpl
        def answer(self, more: object) -> object:
            return more

    manager = HookManager()
    manager.register(Asking(), "asking")
    with pytest.raises(pluggy.PluginValidationError):
        manager.add_hookspecs(Specs)

    assert "'asking' asks for an argument" in manager.compiled_source("answer")
    with pytest.raises(pluggy.HookCallError, match="'more'"):
        manager.calls.answer("app", "request")


def test_a_hook_named_after_a_keyword_is_not_compiled() -> None:
    """A name that Python cannot give to a function stays with pluggy."""

    def method(self: object, app: object) -> object:
        return app

    method.__qualname__ = "Keyword.import"
    specs = type("Keyword", (), {"import": hookspec("collect")(method)})
    plugin = type("Importing", (), {"import": hookimpl(method)})
    manager = managed(specs, plugin())

    assert getattr(manager.calls, "import")("app") == ["app"]
