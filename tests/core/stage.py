"""Plays a scenario on a plugin manager and notes all that can be observed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Mapping
from typing import Any, cast

import pluggy

from pegboard.plugins.manager import HookManager
from pegboard_hookspecs.markers import PROJECT, Kind, Point
from tests.core.scenario import HOOKS, Act, Impl, Plugin, Scenario, Spec

__all__ = ["play"]

_ERRORS: dict[str, type[BaseException]] = {
    error.__name__: error
    for error in (
        KeyError,
        KeyboardInterrupt,
        RuntimeError,
        StopIteration,
        SystemExit,
        ValueError,
    )
}

_ABANDONED = object()

#: How deep plugins may set each other off.
_DEEPEST = 3


def play(
    scenario: Scenario, make: Callable[[str], pluggy.PluginManager], *, by_position: bool
) -> list[object]:
    """Play a scenario; give the events in order.

    :param by_position: calls that give arguments in the specification's order go through
        ``manager.calls``, where the manager has that.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        stage = _Stage(scenario, make(PROJECT), by_position=by_position)
        stage.perform()
    # By position there is one more function on the way, and pluggy counts frames.
    places = [None if by_position else (w.filename, w.lineno) for w in caught]
    told = [(w.category.__name__, str(w.message)) for w in caught]
    return [*stage.events, *zip(told, places, strict=True)]


class _Stage:
    def __init__(
        self, scenario: Scenario, manager: pluggy.PluginManager, *, by_position: bool
    ) -> None:
        self.scenario = scenario
        self.manager = manager
        self.by_position = by_position
        self.events: list[object] = []
        self.specs = {spec.name: spec for spec in scenario.specs}
        self.plugins = [
            _make_plugin(plugin, number, self) for number, plugin in enumerate(scenario.plugins)
        ]
        self.undo: list[Callable[[], None]] = []
        self.depth = 0

    def perform(self) -> None:
        """Let all acts happen."""
        for act in self.scenario.acts[: self.scenario.early]:
            self.happen(act)
        self.attempt(lambda: self.manager.add_hookspecs(_make_specs(self.scenario.specs)))
        for act in self.scenario.acts[self.scenario.early :]:
            self.happen(act)

    def happen(self, act: Act) -> None:
        """Let one act happen."""
        name, number = f"p{act.number}", act.number
        manager = self.manager
        match act.kind:
            case "register":
                self.attempt(lambda: manager.register(self.plugins[number], name))
            case "unregister":
                self.attempt(lambda: manager.unregister(name=name) and None)
            case "block":
                self.attempt(lambda: manager.set_blocked(name))
            case "unblock":
                self.attempt(lambda: manager.unblock(name))
            case "monitor":
                self.undo.append(manager.add_hookcall_monitoring(self.before, self.after))
            case "unmonitor":
                if self.undo:
                    self.undo.pop()()
            case kind:
                self.call(kind, act)

    def attempt(self, change: Callable[[], object]) -> None:
        """Change the manager; note what came of it."""
        try:
            self.events.append(("done", change()))
        except BaseException as error:  # noqa: BLE001 - noted
            self.events.append(("refused", type(error).__name__))

    def call(self, kind: str, act: Act) -> None:
        """Call a hook; note its result or what it raises."""
        given: dict[str, object] = {name: f"{name}{len(self.events)}" for name in act.given}
        try:
            result = self.result(kind, act, given)
            self.events.append(("gave", _copied(result)))
        except BaseException as error:  # noqa: BLE001 - noted
            self.events.append(("raised", _described(error)))

    def result(self, kind: str, act: Act, given: dict[str, object]) -> object:
        """Call a hook in one of the ways in which it can be called."""
        hook = getattr(self.manager.hook, act.hook)
        spec = self.specs[act.hook]
        if kind == "extra":
            return hook.call_extra([lambda a="none": f"extra {a}"], given)
        if kind == "subset":
            removed = [self.plugins[act.number]]
            return self.manager.subset_hook_caller(act.hook, removed)(**given)
        if spec.is_historic:
            return hook.call_historic(self.events.append, given)
        names = (*spec.required, *spec.defaulted)
        if self.by_position and hook.has_spec() and names[: len(given)] == tuple(given):
            return self.positional(hook, spec, given)
        return hook(**given)

    def positional(self, hook: pluggy.HookCaller, spec: Spec, given: dict[str, object]) -> object:
        """Call a hook as the kernel does, or pluggy's as if it were called so."""
        if len(given) < len(spec.required):
            return hook(**given)
        if isinstance(self.manager, HookManager):
            function = getattr(self.manager.calls, spec.name)
            is_called = function is not None
            return function(*given.values()) if is_called else _nothing(spec)
        return hook(**given) if hook.get_hookimpls() else _nothing(spec)

    def before(self, hook: str, impls: Any, kwargs: Mapping[str, object]) -> None:
        """Note what a monitor is told before a call."""
        self.events.append(("before", hook, [impl.plugin_name for impl in impls], dict(kwargs)))

    def after(self, outcome: Any, hook: str, _impls: Any, _kwargs: object) -> None:
        """Note what a monitor is told after a call."""
        self.events.append(("after", hook, type(outcome.exception).__name__))

    def set_off(self, deed: str, impl: Impl, number: int) -> None:
        """Let a plugin do to its manager what a deed says."""
        if self.depth >= _DEEPEST:
            return
        self.depth += 1
        try:
            self.happen(self.chain(deed, impl, number))
        finally:
            self.depth -= 1

    def chain(self, deed: str, impl: Impl, number: int) -> Act:
        """Give the act that a deed amounts to: on the next plugin, or the next hook."""
        if deed != "nested":
            return Act(deed, (number + 1) % len(self.plugins))
        hook = HOOKS[(HOOKS.index(impl.hook) + 1) % len(HOOKS)]
        return Act("call", 0, hook, (*self.specs[hook].required, *self.specs[hook].defaulted))


def _nothing(spec: Spec) -> object:
    return None if spec.is_first else []


def _copied(result: object) -> object:
    return [*cast("list[object]", result)] if isinstance(result, list) else result


def _described(error: BaseException | None, depth: int = 0) -> object:
    if error is None or depth > 4:
        return None
    linked = (error.__cause__, error.__context__)
    # A note ends with what was raised; above it stands a traceback, with frames of either path.
    notes = [note.splitlines()[-1] for note in getattr(error, "__notes__", [])]
    return (
        *(type(error).__name__, str(error), notes, error.__suppress_context__),
        *(_described(other, depth + 1) for other in linked),
    )


def _make_specs(specs: tuple[Spec, ...]) -> type:
    return type("Specs", (), {spec.name: _make_spec(spec) for spec in specs})


def _make_spec(spec: Spec) -> object:
    function = _make_function(spec.name, spec.required, spec.defaulted, "spec", lambda given: given)
    kind: Kind = "first" if spec.is_first else "collect"
    function.pegboard_point = Point(kind, "1.0", spec.is_isolated)
    marker = pluggy.HookspecMarker(PROJECT)
    return marker(function, firstresult=spec.is_first, historic=spec.is_historic)


def _make_plugin(plugin: Plugin, number: int, stage: _Stage) -> object:
    marker = pluggy.HookimplMarker(PROJECT)
    functions = {
        impl.hook: marker(
            _make_function(
                impl.hook, impl.positional, impl.named, "own", _behaviour(impl, number, stage)
            ),
            wrapper=impl.style == "wrapper",
            hookwrapper=impl.style == "old wrapper",
            tryfirst=impl.order == "tryfirst",
            trylast=impl.order == "trylast",
        )
        for impl in plugin
    }
    return type(f"Plugin{number}", (), functions)()


def _make_function(
    name: str,
    positional: tuple[str, ...],
    named: tuple[str, ...],
    origin: str,
    behaviour: Callable[[dict[str, object]], Any],
) -> Any:
    """Make a method with these parameters, the named ones with a default that tells its origin."""
    parameters = ", ".join(["self", *positional, *(f"{each}={origin!r}" for each in named)])
    given = ", ".join(f"{each!r}: {each}" for each in (*positional, *named))
    is_wrapper = getattr(behaviour, "is_wrapper", False)
    verb = "yield from" if is_wrapper else ""
    text = f"def {name}({parameters}):\n    return ({verb} behaviour({{{given}}}))\n"
    namespace: dict[str, Any] = {"behaviour": behaviour}
    exec(compile(text, f"<{origin} {name}>", "exec"), namespace)  # noqa: S102 - a test's own text
    function = namespace[name]
    # By the dot pluggy knows a method, whose first parameter is not an argument of the hook.
    function.__qualname__ = f"Class.{name}"
    return function


def _behaviour(impl: Impl, number: int, stage: _Stage) -> Callable[[dict[str, object]], Any]:
    who = f"p{number}.{impl.hook}"

    def plain(given: dict[str, object]) -> object:
        stage.events.append((who, given))
        if impl.deed in _ERRORS:
            raise _ERRORS[impl.deed](who)
        if impl.deed in {"nothing", "zero"}:
            return 0 if impl.deed == "zero" else None
        if impl.deed != "echo":
            stage.set_off(impl.deed, impl, number)
        return f"{who} {sorted(given.items())}"

    def wrapper(given: dict[str, object]) -> Generator[None, Any, object]:
        stage.events.append((f"{who} before", given))
        if impl.deed in _ERRORS:
            raise _ERRORS[impl.deed](who)
        if impl.deed == "no yield":
            return None
        seen = yield from _seen(stage, who, impl)
        return None if seen is _ABANDONED else (yield from _after(impl, who, seen))

    wrapper.__dict__["is_wrapper"] = True
    return plain if impl.style == "plain" else wrapper


def _seen(stage: _Stage, who: str, impl: Impl) -> Generator[None, Any, object]:
    try:
        seen = yield
    except GeneratorExit:
        raise
    except BaseException as error:
        stage.events.append((f"{who} sees", _described(error)))
        if impl.after == "swallow":
            return "swallowed"
        if impl.after == "replace":
            raise LookupError(who) from error
        raise
    if impl.style == "old wrapper" and isinstance(seen.exception, GeneratorExit):
        # An inner wrapper yielded twice, and sooner or later the collector ends this one.
        return _ABANDONED
    if impl.style == "old wrapper":
        stage.events.append((f"{who} has", type(seen.exception).__name__))
    else:
        stage.events.append((f"{who} gets", _copied(seen)))
    return seen


def _after(impl: Impl, who: str, seen: Any) -> Generator[None, Any, object]:
    if impl.after in _ERRORS:
        raise _ERRORS[impl.after](who)
    if impl.style == "old wrapper" and impl.after == "change":
        seen.force_result(who)
    if impl.after in {"second yield", "stubborn"}:
        try:
            yield
        except GeneratorExit:
            if impl.after == "stubborn":
                yield
            raise
    if impl.after == "nothing":
        return None
    return [who, seen] if impl.after == "change" else seen
