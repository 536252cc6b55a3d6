"""The manager: what is published, when it follows a change, and when changes are refused."""

from __future__ import annotations

import inspect
import threading
import warnings
from collections.abc import Callable, Generator
from types import ModuleType
from typing import Any

import pluggy
import pytest

from pegboard.plugins.compiler.plan import Plan, make_plan
from pegboard.plugins.manager import HookManager
from pegboard_hookspecs import errors
from pegboard_hookspecs.markers import PROJECT, hookimpl, hookspec
from tests.core.managing import either, ignore, managed


class Specs:
    @hookspec("collect")
    def check(self, app: object) -> object: ...

    @hookspec("first")
    def answer(self, app: object) -> object: ...


class One:
    @hookimpl
    def check(self, app: object) -> object:
        return f"one {app}"

    @hookimpl
    def answer(self, app: object) -> object:
        return f"one {app}"


class Two:
    @hookimpl
    def check(self) -> object:
        return "two"


# Changes


@either
def test_a_new_plugin_takes_part_in_the_next_call(kind: type[HookManager]) -> None:
    """What is registered after a call is called by the next one."""
    manager = managed(Specs, One(), kind=kind)
    manager.calls.check("app")
    manager.register(Two())

    assert manager.calls.check("app") == ["two", "one app"]


@either
def test_a_plugin_that_leaves_takes_no_part(kind: type[HookManager]) -> None:
    """What is unregistered is not called any more."""
    two = Two()
    manager = managed(Specs, One(), two, kind=kind)
    manager.calls.check("app")
    manager.unregister(two)

    assert manager.calls.check("app") == ["one app"]


@either
def test_a_blocked_plugin_takes_no_part(kind: type[HookManager]) -> None:
    """Blocking a name removes its plugin."""
    manager = managed(Specs, One(), Two(), kind=kind)
    manager.calls.check("app")
    manager.set_blocked("one")

    assert manager.calls.check("app") == ["two"]
    assert manager.calls.answer is None


def test_a_hook_without_its_last_plugin_is_none() -> None:
    """When its last implementation leaves, a hook is None again."""
    manager = managed(Specs, One())
    manager.calls.check("app")
    manager.unregister(name="one")

    assert manager.calls.check is None


def test_a_specification_may_come_last() -> None:
    """A hook is published once it is specified, with the implementations that are there."""
    manager = HookManager()
    manager.register(One())
    with pytest.raises(AttributeError, match="check"):
        _ = manager.calls.check
    manager.add_hookspecs(Specs)

    assert manager.calls.check("app") == ["one app"]


def test_functions_that_are_still_right_stay() -> None:
    """A change in other hooks leaves a compiled function in its place."""

    class Elsewhere:
        @hookimpl
        def answer(self) -> None:
            """Give no answer."""

    manager = managed(Specs, One(), Two())
    manager.calls.check("app")
    function = manager.calls.check
    manager.register(Elsewhere())

    assert manager.calls.check is function


def test_a_call_in_flight_goes_on_as_it_began() -> None:
    """A plugin that is registered during a call takes part from the next call on."""

    class Registering:
        @hookimpl
        def check(self) -> object:
            if not manager.has_plugin("two"):
                manager.register(Two(), "two")
            return "registering"

    manager = managed(Specs, Registering())

    assert manager.calls.check("app") == ["registering"]
    assert manager.calls.check("app") == ["two", "registering"]


def test_a_kept_delegate_finds_what_holds_now() -> None:
    """A function read before the first call stays right, whatever is registered afterwards."""
    manager = managed(Specs, Two())
    kept = manager.calls.check
    manager.register(One())
    assert kept("app") == ["one app", "two"]
    manager.unregister(name="two")
    manager.unregister(manager.get_plugins().pop())

    assert kept("app") == []


def test_calls_inside_a_registration_see_what_pluggy_sees() -> None:
    """While pluggy replays historic calls to a new plugin, hooks answer as pluggy's do."""

    class History:
        @pluggy.HookspecMarker(PROJECT)(historic=True)
        def began(self) -> None: ...

    class Late:
        @hookimpl
        def answer(self) -> object:
            return "late"

        @hookimpl
        def began(self) -> None:
            seen.append((manager.calls.answer("app"), manager.hook.answer(app="app")))

    seen: list[object] = []
    manager = managed(Specs, One())
    manager.add_hookspecs(History)
    manager.hook.began.call_historic(kwargs={})
    manager.calls.answer("app")
    manager.register(Late())

    assert seen == [("late", "late")]


def test_a_plugin_that_is_refused_changes_nothing() -> None:
    """After a failed registration all hooks are as they were."""

    class Wrong:
        @hookimpl
        def check(self, nonsense: object) -> object:
            return nonsense

    manager = managed(Specs, One())
    manager.calls.check("app")
    with pytest.raises(pluggy.PluginValidationError):
        manager.register(Wrong())

    assert manager.calls.check("app") == ["one app"]


def test_a_function_planned_before_a_change_is_not_published_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was compiled while a plugin was registered is dropped."""
    manager = managed(Specs, One())

    def make_plan_slowly(*args: Any) -> Plan:
        plan = make_plan(*args)
        monkeypatch.undo()
        manager.register(Two())
        return plan

    monkeypatch.setattr("pegboard.plugins.compiler.switchboard.make_plan", make_plan_slowly)

    assert manager.calls.check("app") == ["one app"]
    assert manager.calls.check("app") == ["two", "one app"]


def test_the_relay_drops_what_was_planned_before_a_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same holds for the function behind pluggy's relay."""
    manager = managed(Specs, One())

    def make_plan_slowly(*args: Any) -> Plan:
        plan = make_plan(*args)
        monkeypatch.undo()
        manager.register(Two())
        return plan

    monkeypatch.setattr("pegboard.plugins.compiler.switchboard.make_plan", make_plan_slowly)
    manager.hook.check(app="app")

    assert manager.hook.check(app="app") == ["two", "one app"]


# Threads


def test_plugins_may_come_and_go_while_others_call() -> None:
    """Each call gives the answers before or after a change, and the last one those that hold."""
    manager = managed(Specs, One())
    right, wrong = (["one app"], ["two", "one app"]), list[object]()
    is_over = threading.Event()

    def call() -> None:
        while not is_over.is_set():
            answers = [manager.calls.check("app"), manager.hook.check(app="app")]
            wrong.extend(each for each in answers if each not in right)

    callers = [threading.Thread(target=call) for _ in range(3)]
    for caller in callers:
        caller.start()
    for number in range(200):
        manager.register(Two(), f"two {number}")
        manager.unregister(name=f"two {number}")
    manager.register(Two(), "last")
    is_over.set()
    for caller in callers:
        caller.join()

    assert wrong == []
    assert manager.calls.check("app") == manager.hook.check(app="app") == ["two", "one app"]


# Monitors


def test_a_monitor_sees_every_call() -> None:
    """While calls are monitored they go through pluggy, and the monitor is told as by pluggy."""
    told: list[object] = []
    manager = managed(Specs, One(), Two())
    manager.calls.check("app")
    undo = manager.add_hookcall_monitoring(
        lambda name, impls, kwargs: told.append((name, len(impls), kwargs)),
        lambda outcome, _name, _impls, _kwargs: told.append(outcome.get_result()),
    )
    manager.calls.check("app")
    assert "a monitor watches" in manager.compiled_source("check")
    undo()
    manager.calls.check("app")

    assert told == [("check", 2, {"app": "app"}), ["one app", "two"]]
    assert "plugin_one" in manager.compiled_source("check")


def test_tracing_tells_each_call() -> None:
    """The tracing of pluggy writes every call, and none after its end."""
    lines: list[str] = []
    manager = managed(Specs, One())
    manager.trace.root.setwriter(lines.append)
    undo = manager.enable_tracing()
    manager.calls.answer("app")
    undo()
    manager.calls.answer("app")

    assert [line.split()[0] for line in lines] == ["answer", "finish"]


# pluggy's relay


def test_the_relay_s_objects_stay_the_same() -> None:
    """Whoever keeps ``manager.hook.NAME`` keeps the right thing."""
    manager = managed(Specs, One())
    kept = manager.hook.check
    for _ in range(3):
        kept(app="app")
    manager.register(Two())

    assert manager.hook.check is kept
    assert kept(app="app") == ["two", "one app"]
    assert repr(kept) == "<HookCaller 'check'>"


def test_the_relay_is_compiled_from_the_second_call_on() -> None:
    """The first call through the relay runs pluggy's loop, the others a compiled function."""
    frames: list[str] = []

    class Looking:
        @hookimpl
        def check(self) -> None:
            frames.append(inspect.stack()[1].filename)

    manager = managed(Specs, Looking())
    for _ in range(2):
        manager.hook.check(app="app")

    assert [name.startswith("<pegboard hook check") for name in frames] == [False, True]


@pytest.mark.parametrize(
    ("given", "result"),
    [
        ({}, ["two"]),
        ({"app": "app", "more": 1}, ["two"]),
        ({"app": "app"}, ["two"]),
    ],
    ids=["missing", "extra", "exact"],
)
def test_the_relay_takes_arguments_as_pluggy_does(
    given: dict[str, object], result: list[str]
) -> None:
    """Missing arguments are a warning at the caller's line, extra ones nothing."""
    manager = managed(Specs, Two())
    told: list[str] = []
    for _ in range(2):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert manager.hook.check(**given) == result
        told.extend(warning.filename for warning in caught)

    assert told == ([] if given else [__file__, __file__])


def test_the_relay_refuses_arguments_by_position() -> None:
    """The relay takes arguments by name alone."""
    relay: Any = managed(Specs, Two()).hook
    relay.check(app="app")

    with pytest.raises(TypeError):
        relay.check("app")


def test_a_historic_hook_is_called_as_pluggy_says() -> None:
    """Calling a historic hook directly is refused in pluggy's words."""

    class History:
        @pluggy.HookspecMarker(PROJECT)(historic=True)
        def began(self) -> None: ...

    manager = managed(History)

    with pytest.raises(AssertionError, match="call_historic"):
        manager.calls.began()


# The end of set-up


_CHANGES: list[tuple[Callable[[HookManager], object], str]] = [
    (lambda manager: manager.register(Two(), "two"), "'two' cannot be registered"),
    (lambda manager: manager.unregister(name="one"), "'one' cannot be unregistered"),
    (lambda manager: manager.set_blocked("one"), "'one' cannot be unregistered"),
    (lambda manager: manager.add_hookspecs(Specs), "cannot be added"),
]


@pytest.mark.parametrize(
    ("change", "what"), _CHANGES, ids=["register", "unregister", "block", "specify"]
)
def test_after_freezing_nothing_comes_or_goes(
    change: Callable[[HookManager], object], what: str
) -> None:
    """A frozen manager refuses changes of plugins and specifications."""
    manager = managed(Specs, One())
    manager.freeze()

    with pytest.raises(errors.FrozenError, match=what):
        change(manager)

    assert manager.calls.check("app") == ["one app"]


def test_a_frozen_manager_can_be_watched() -> None:
    """Monitors may come after freezing."""
    told: list[str] = []
    manager = managed(Specs, One())
    manager.freeze()
    manager.add_hookcall_monitoring(lambda name, _impls, _kwargs: told.append(name), ignore)
    manager.calls.check("app")

    assert told == ["check"]


# Names


def test_an_unknown_hook_is_an_attribute_error() -> None:
    """Reading a hook that nobody specified is an error."""
    with pytest.raises(AttributeError, match="'chek'"):
        _ = managed(Specs).calls.chek


def test_the_source_of_an_unknown_hook_is_an_error_with_a_suggestion() -> None:
    """Asking for the source of a hook that nobody specified names the nearest one."""
    with pytest.raises(errors.UnknownNameError, match="Did you mean 'check'"):
        managed(Specs).compiled_source("chek")


def test_hooks_can_be_specified_by_an_object() -> None:
    """Like pluggy, a manager takes an object with specifications as well as a class."""

    class Wrapping:
        @hookimpl(wrapper=True)
        def check(self) -> Generator[None, Any, object]:
            return [*(yield), "wrapped"]

    manager = HookManager("pegboard")
    manager.add_hookspecs(Specs())  # type: ignore[arg-type]  # pluggy says so only in its tests
    manager.register(Wrapping())
    manager.register(One())

    assert manager.calls.check("app") == ["one app", "wrapped"]


def test_a_module_can_be_a_plugin() -> None:
    """What is marked in a module is an implementation, as pluggy has it."""
    module = ModuleType("two")
    module.__dict__["check"] = hookimpl(lambda: "two")
    manager = managed(Specs)
    manager.register(module)

    assert manager.calls.check("app") == ["two"]


def test_a_frozen_manager_can_be_watched_call_by_call() -> None:
    """What stands in for implementations may come after freezing, and goes again."""
    told: list[str] = []

    def watch(hook: str, impl: pluggy.HookImpl) -> pluggy.HookImpl:
        told.append(f"{hook} {impl.plugin_name}")
        return impl

    manager = managed(Specs, One(), Two())
    manager.freeze()
    with manager.watching(watch):
        assert manager.calls.check("app") == ["one app", "two"]
    manager.calls.check("app")

    assert told == ["check two", "check one"]
