"""The plugin manager: pluggy's own, and beside its relay every hook as a plain function.

``manager.hook.NAME(argument=…)`` is pluggy's and behaves exactly as without this module.
``manager.calls.NAME(argument)`` is for the kernel: a compiled function, or None where nobody
implements the hook. What is published there follows every change of plugins, specifications
and monitors. pluggy has no event for those, so each of the methods that makes one is overridden.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from types import ModuleType

import pluggy

from pegboard.attribution import attribute
from pegboard.compiler import (
    Executor,
    Plain,
    Plan,
    Specification,
    caller_class,
    direct,
    make_plan,
    make_relay,
    obstacle,
)
from pegboard.loader import suggestion
from pegboard_hookspecs.errors import FrozenError, UnknownNameError
from pegboard_hookspecs.markers import PROJECT

__all__ = ["HookCalls", "HookManager"]


class HookCalls:
    """The hooks of a manager as plain functions, one attribute each.

    An attribute is None when nobody implements the hook, so that a caller need not even build
    its arguments. Read the attribute for each call: it is replaced when plugins change.
    """

    def __getattr__(self, name: str) -> Plain | None:
        cure = suggestion(name, vars(self))
        raise AttributeError(f"No hook named {name!r} is specified.{cure}", name=name, obj=self)


@dataclass(frozen=True, slots=True)
class _Hook:
    """One specified hook.

    :param relay: the hook by way of pluggy's own loop.
    """

    caller: pluggy.HookCaller
    spec: Specification
    relay: Plain


class HookManager(pluggy.PluginManager):
    """A :class:`pluggy.PluginManager` whose hooks are compiled to plain functions.

    :param project_name: whose marks on specifications and implementations count.
    """

    def __init__(self, project_name: str = PROJECT) -> None:
        #: The hooks as plain functions.
        self.calls = HookCalls()
        self._hooks: dict[str, _Hook] = {}
        # What `calls` holds until a hook is planned, and while anything changes.
        self._delegates: dict[str, Plain] = {}
        self._plans: dict[str, Plan] = {}
        # Hooks not yet called through pluggy's relay, and those of its objects that have a
        # compiled function behind them.
        self._unseen: set[str] = set()
        self._hastened: list[pluggy.HookCaller] = []
        self._lock = RLock()
        # Changes under way, this constructor being the first; and changes begun or ended so
        # far: what was planned across one of those is not published.
        self._changing = 1
        self._epoch = 0
        self._is_frozen = False
        super().__init__(project_name)
        self._loop = self._executor
        self._obstacle = self._override() or obstacle()
        self._changing = 0
        self._refresh()

    @property
    def is_compiling(self) -> bool:
        """Whether hooks are compiled at all.

        They are not under ``PEGBOARD_COMPILE=0``, nor with a pluggy that works differently
        inside than expected, nor in a subclass that overrides ``_hookexec``.
        """
        return self._obstacle is None

    def freeze(self) -> None:
        """End set-up: from now on plugins and specifications can neither come nor go.

        Monitors still can, because they watch and do not answer.
        """
        self._is_frozen = True

    def compiled_source(self, hook_name: str) -> str:
        """Give the source of what ``calls`` holds for a hook, or a comment in its place.

        :raises UnknownNameError: no hook of that name is specified.
        """
        if hook_name not in self._hooks:
            cure = suggestion(hook_name, self._hooks)
            raise UnknownNameError(f"No hook named {hook_name!r} is specified.{cure}")
        hook = self._hooks[hook_name]
        impls = hook.caller.get_hookimpls()
        if not impls:
            return "# Nobody implements this hook: it is not called.\n"
        reason = self._obstacle or (None if self._is_live else "a monitor watches all calls")
        if reason is not None:
            return f"# Not compiled: {reason}.\n"
        return make_plan(hook_name, hook.spec, impls).text

    def attribute(self, error: BaseException) -> list[tuple[str, str]]:
        """Name the plugins that an exception came through, from its traceback.

        :returns: pairs of plugin name and hook name, the innermost first; none for an
            exception that no plugin had a part in.
        """
        callers = list(vars(self.hook).values())
        known = ((caller.name, impl) for caller in callers for impl in caller.get_hookimpls())
        return attribute(error, known)

    def register(self, plugin: object, name: str | None = None) -> str | None:
        """Register a plugin as pluggy does.

        :raises FrozenError: set-up is over.
        """
        self._refuse_if_frozen(f"the plugin {name or plugin!r} cannot be registered")
        with self._change():
            return super().register(plugin, name)

    def unregister(self, plugin: object | None = None, name: str | None = None) -> object | None:
        """Unregister a plugin as pluggy does.

        :raises FrozenError: set-up is over.
        """
        self._refuse_if_frozen(f"the plugin {name or plugin!r} cannot be unregistered")
        with self._change():
            return super().unregister(plugin, name)

    def add_hookspecs(self, module_or_class: ModuleType | type) -> None:
        """Add hook specifications as pluggy does.

        :raises FrozenError: set-up is over.
        """
        self._refuse_if_frozen(f"the specifications {module_or_class!r} cannot be added")
        with self._change():
            super().add_hookspecs(module_or_class)

    @property
    def _inner_hookexec(self) -> Executor:
        """Where pluggy keeps its loop, and puts a monitor around it: assignments are changes."""
        return self._executor

    @_inner_hookexec.setter
    def _inner_hookexec(self, executor: Executor) -> None:
        with self._change():
            self._executor = executor

    def _hookexec(
        self,
        hook_name: str,
        methods: Sequence[pluggy.HookImpl],
        kwargs: Mapping[str, object],
        firstresult: bool,  # noqa: FBT001 - pluggy's signature
    ) -> object | list[object]:
        """Run pluggy's loop, after seeing whether the next call can do without it."""
        if hook_name in self._unseen:
            self._hasten(hook_name)
        return self._executor(hook_name, methods, kwargs, firstresult)

    def _override(self) -> str | None:
        own = type(self)._hookexec  # noqa: SLF001 - of this class or of one derived from it
        if own is HookManager._hookexec:
            return None
        return f"{type(self).__qualname__} overrides _hookexec"

    def _refuse_if_frozen(self, what: str) -> None:
        if self._is_frozen:
            raise FrozenError(
                f"Set-up is over, and {what}. Do it before the first request is served."
            )

    @contextmanager
    def _change(self) -> Generator[None, None, None]:
        """Make a change to what hooks do.

        Code of plugins can run inside (pluggy replays historic calls to a new plugin), so
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

    def _retract(self) -> None:
        """Leave nothing in place that a change could make wrong."""
        vars(self.calls).update(self._delegates)
        self._unseen.clear()
        for caller in self._hastened:
            caller.__class__ = pluggy.HookCaller
        self._hastened.clear()

    def _refresh(self) -> None:
        """Publish for each hook what holds now, the planning itself left to the first call."""
        self._is_live = self._obstacle is None and self._executor is self._loop
        for name, caller in list(vars(self.hook).items()):
            if caller.spec is not None:
                vars(self.calls)[name] = self._current(name, self._adopt(name, caller, caller.spec))
        if self._is_live:
            self._unseen.update(self._hooks)

    def _adopt(self, name: str, caller: pluggy.HookCaller, spec: Specification) -> _Hook:
        if name not in self._hooks:
            self._hooks[name] = _Hook(caller, spec, make_relay(caller, spec, self._hookexec))
            self._delegates[name] = self._delegate(name)
        return self._hooks[name]

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
        if not self._is_live:
            return hook.relay
        if plan is not None:
            return plan.function or hook.relay
        return direct(hook.spec, impls) or self._delegates[name]

    def _delegate(self, name: str) -> Plain:
        def delegate(*args: object, **kwargs: object) -> object:
            __tracebackhide__ = True
            return self._settle(name)(*args, **kwargs)

        return delegate

    def _settle(self, name: str) -> Plain:
        """Plan a hook, publish the plan if nothing changed meanwhile, and give its function."""
        hook, epoch = self._hooks[name], self._epoch
        if self._changing or not self._is_live:
            return hook.relay
        plan = make_plan(name, hook.spec, hook.caller.get_hookimpls())
        with self._lock:
            # Checked under the lock: whoever publishes an older plan would do so for good.
            if self._epoch == epoch:
                self._plans[name] = plan
                vars(self.calls)[name] = self._current(name, hook)
        return plan.function or hook.relay

    def _hasten(self, name: str) -> None:
        """Put the compiled function behind pluggy's object of a hook."""
        self._settle(name)
        with self._lock:
            plan = self._plans.get(name)
            if name not in self._unseen or plan is None:
                return
            self._unseen.discard(name)
            kind = caller_class(plan)
            if kind is not None:
                caller = self._hooks[name].caller
                caller.__class__ = kind
                self._hastened.append(caller)
