"""Keeps the right function in the place of every hook, whatever changes and whoever calls.

A function is planned on the first call of its hook, and taken back before anything changes.
What is there while a change is under way, or before the first call, is a delegate, which finds
out at each call what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock

import pluggy

from pegboard.compiler.caller import caller_class
from pegboard.compiler.internals import Executor, Plain, Specification
from pegboard.compiler.plan import Plan, direct, make_plan
from pegboard.compiler.relay import make_relay

__all__ = ["Switchboard"]


@dataclass(frozen=True, slots=True)
class _Hook:
    """One specified hook.

    :param relay: calls it through pluggy's own loop.
    :param delegate: finds out how to call it, and does.
    """

    caller: pluggy.HookCaller
    spec: Specification
    relay: Plain
    delegate: Plain


class Switchboard:
    """The functions of all hooks of one manager.

    :param places: where they are published by name; None stands for a hook that nobody
        implements.
    :param execute: the manager's way into pluggy's loop.
    :param obstacle: asked after each change, says why nothing may be compiled now.
    """

    def __init__(
        self,
        places: dict[str, Plain | None],
        execute: Executor,
        obstacle: Callable[[], str | None],
    ) -> None:
        self._places = places
        self._execute = execute
        self._ask_obstacle = obstacle
        self._callers: dict[str, pluggy.HookCaller] = {}
        self._hooks: dict[str, _Hook] = {}
        self._plans: dict[str, Plan] = {}
        # Hooks not yet called through pluggy's relay, and pluggy's objects of those that have
        # been, with a compiled function behind them.
        self._unseen: set[str] = set()
        self._hastened: list[pluggy.HookCaller] = []
        self._lock = RLock()
        # Changes under way, being made the first of them; and changes begun or ended so far:
        # what was planned across one of those is not published.
        self._changing = 1
        self._epoch = 0
        self._obstacle: str | None = None

    def open(self, callers: dict[str, pluggy.HookCaller]) -> None:
        """Begin, with pluggy's own record of its hooks."""
        self._callers = callers
        self._changing = 0
        self._refresh()

    @contextmanager
    def change(self) -> Generator[None, None, None]:
        """Enclose anything that changes what hooks do.

        Code of plugins can run inside, as pluggy replays historic calls to a new plugin:
        meanwhile nothing is published that could be out of date a moment later.
        """
        with self._lock:
            self._changing += 1
            self._epoch += 1
            self._retract()
        try:
            yield
        finally:
            with self._lock:
                self._changing -= 1
                self._epoch += 1
                if not self._changing:
                    self._refresh()

    def hasten(self, name: str) -> None:
        """Put a compiled function behind pluggy's object of a hook, if that was not yet tried."""
        if name not in self._unseen:
            return
        self._settle(name)
        with self._lock:
            plan = self._plans.get(name)
            # Another thread may have changed something, or been here first.
            if name in self._unseen and plan is not None:
                self._unseen.discard(name)
                self._put_behind(self._hooks[name].caller, plan)

    def source(self, name: str) -> str:
        """Give the source of the function of a hook, or a comment in its place.

        :raises KeyError: there is no such hook.
        """
        hook = self._hooks[name]
        impls = hook.caller.get_hookimpls()
        if not impls:
            return "# Nobody implements this hook: it is not called.\n"
        if self._obstacle is not None:
            return f"# Not compiled: {self._obstacle}.\n"
        return make_plan(name, hook.spec, impls).text

    def _retract(self) -> None:
        """Leave nothing in place that a change could make wrong."""
        self._places.update((name, hook.delegate) for name, hook in self._hooks.items())
        self._unseen.clear()
        for caller in self._hastened:
            caller.__class__ = pluggy.HookCaller
        self._hastened.clear()

    def _refresh(self) -> None:
        """Publish for each hook what holds now, the planning itself left to its first call."""
        self._obstacle = self._ask_obstacle()
        for name, caller in list(self._callers.items()):
            if name not in self._hooks and caller.spec is not None:
                self._adopt(name, caller, caller.spec)
        for name, hook in self._hooks.items():
            self._places[name] = self._current(name, hook)
        if self._obstacle is None:
            self._unseen.update(self._hooks)

    def _adopt(self, name: str, caller: pluggy.HookCaller, spec: Specification) -> None:
        def delegate(*args: object, **kwargs: object) -> object:
            __tracebackhide__ = True
            return self._settle(name)(*args, **kwargs)

        relay = make_relay(caller, spec, self._execute)
        self._hooks[name] = _Hook(caller, spec, relay, delegate)

    def _current(self, name: str, hook: _Hook) -> Plain | None:
        impls = hook.caller.get_hookimpls()
        plan = self._plans.get(name)
        if plan is not None and plan.impls != impls:
            plan = None
            del self._plans[name]
        if hook.caller.is_historic():
            return hook.relay
        if not impls:
            return None
        if self._obstacle is not None:
            return hook.relay
        if plan is not None:
            return plan.function or hook.relay
        return direct(hook.spec, impls) or hook.delegate

    def _settle(self, name: str) -> Plain:
        """Plan a hook, publish the plan if nothing changed meanwhile, and give its function."""
        hook, epoch = self._hooks[name], self._epoch
        if self._changing or self._obstacle is not None:
            return hook.relay
        plan = make_plan(name, hook.spec, hook.caller.get_hookimpls())
        with self._lock:
            # Asked under the lock: a plan that is out of date would stay for good.
            if self._epoch == epoch:
                self._plans[name] = plan
                self._places[name] = self._current(name, hook)
        return plan.function or hook.relay

    def _put_behind(self, caller: pluggy.HookCaller, plan: Plan) -> None:
        kind = caller_class(plan)
        if kind is not None:
            caller.__class__ = kind
            self._hastened.append(caller)
