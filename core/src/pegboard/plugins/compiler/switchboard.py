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

from pegboard.plugins.compiler.caller import caller_class
from pegboard.plugins.compiler.internals import Executor, Plain, Specification
from pegboard.plugins.compiler.plan import Plan, direct, make_plan
from pegboard.plugins.compiler.relay import make_relay

__all__ = ["Switchboard"]


@dataclass(slots=True)
class _Hook:
    """One specified hook.

    :param relay: calls it through pluggy's own loop.
    :param delegate: finds out how to call it, and does.
    :param impls: the implementations it had when last looked at, in pluggy's order.
    :param plan: how it is called, once that is decided.
    :param place: what is published for it.
    """

    caller: pluggy.HookCaller
    spec: Specification
    relay: Plain
    delegate: Plain
    impls: list[pluggy.HookImpl] | None = None
    plan: Plan | None = None
    place: Plain | None = None


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
        self._delegates: dict[str, Plain] = {}
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
            hook = self._hooks[name]
            # Another thread may have changed something, or been here first.
            if name in self._unseen and hook.plan is not None:
                self._unseen.discard(name)
                self._put_behind(hook.caller, hook.plan)

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
        self._places.update(self._delegates)
        self._unseen.clear()
        for caller in self._hastened:
            caller.__class__ = pluggy.HookCaller
        self._hastened.clear()

    def _refresh(self) -> None:
        """Publish for each hook what holds now, the planning itself left to its first call."""
        obstacle = self._ask_obstacle()
        is_as_before, self._obstacle = obstacle == self._obstacle, obstacle
        for name, caller in list(self._callers.items()):
            if name not in self._hooks and caller.spec is not None:
                self._adopt(name, caller, caller.spec)
        for name, hook in self._hooks.items():
            impls = hook.caller.get_hookimpls()
            if not is_as_before or impls != hook.impls:
                self._look(hook, impls)
            self._places[name] = hook.place
        if obstacle is None:
            self._unseen.update(self._hooks)

    def _adopt(self, name: str, caller: pluggy.HookCaller, spec: Specification) -> None:
        def delegate(*args: object, **kwargs: object) -> object:
            __tracebackhide__ = True
            return self._settle(name)(*args, **kwargs)

        relay = make_relay(caller, spec, self._execute)
        self._hooks[name] = _Hook(caller, spec, relay, delegate)
        self._delegates[name] = delegate

    def _look(self, hook: _Hook, impls: list[pluggy.HookImpl]) -> None:
        """Decide what to publish for a hook with other implementations than before."""
        if impls != hook.impls:
            hook.impls, hook.plan = impls, None
        if hook.caller.is_historic() or (impls and self._obstacle is not None):
            hook.place = hook.relay
        elif not impls:
            hook.place = None
        elif hook.plan is not None:
            hook.place = hook.plan.function or hook.relay
        else:
            hook.place = direct(hook.spec, impls) or hook.delegate

    def _settle(self, name: str) -> Plain:
        """Plan a hook, publish the plan if nothing changed meanwhile, and give its function."""
        hook, epoch = self._hooks[name], self._epoch
        if self._changing or self._obstacle is not None:
            return hook.relay
        impls = hook.caller.get_hookimpls()
        plan = make_plan(name, hook.spec, impls)
        with self._lock:
            # Asked under the lock: a plan that is out of date would stay for good.
            if self._epoch == epoch:
                hook.plan = plan
                self._look(hook, impls)
                self._places[name] = hook.place
        return plan.function or hook.relay

    def _put_behind(self, caller: pluggy.HookCaller, plan: Plan) -> None:
        kind = caller_class(plan)
        if kind is not None:
            caller.__class__ = kind
            self._hastened.append(caller)
