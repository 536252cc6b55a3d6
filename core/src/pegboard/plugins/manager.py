"""The plugin manager: pluggy's own, and beside its relay every hook as a plain function.

``manager.hook.NAME(argument=…)`` is pluggy's and behaves exactly as without this module.
``manager.calls.NAME(argument)`` is for the kernel: a compiled function, or None where nobody
implements the hook. What is published there follows every change of plugins, specifications
and monitors. pluggy has no event for those, so each of the methods that makes one is overridden.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import FunctionType, MemberDescriptorType, MethodType, ModuleType
from typing import Any

import pluggy

from pegboard.plugins.attribution import attribute
from pegboard.plugins.compiler import Executor, Switchboard, obstacle
from pegboard.plugins.loader import suggestion
from pegboard.plugins.retirement import retiring, warn_of_retirement
from pegboard_hookspecs.errors import FrozenError, UnknownNameError
from pegboard_hookspecs.markers import PROJECT, Point

__all__ = ["HookCalls", "HookManager"]


class HookCalls:
    """The hooks of a manager as plain functions, one attribute each.

    An attribute is None when nobody implements the hook, so that a caller need not even build
    its arguments. Read the attribute for each call: it is replaced when plugins change.
    """


class HookManager(pluggy.PluginManager):
    """A :class:`pluggy.PluginManager` whose hooks are compiled to plain functions.

    :param project_name: whose marks on specifications and implementations count.
    """

    def __init__(self, project_name: str = PROJECT) -> None:
        calls = HookCalls()
        #: The hooks as plain functions: a :class:`HookCalls`, which has no ``__getattr__`` to
        #: tell type checkers about, because that would make each read of it slower.
        self.calls: Any = calls
        self._is_frozen = False
        # Hooks of which something is retired.
        self._retiring: dict[str, Point] = {}
        self._unanswered: Collection[str] = ()
        self._board = Switchboard(vars(calls), self._hookexec, self._obstacle)
        super().__init__(project_name)
        self._loop = self._executor
        self._lasting_obstacle = self._override() or obstacle()
        self._board.open(vars(self.hook))

    @property
    def is_compiling(self) -> bool:
        """Whether hooks are compiled at all.

        They are not under ``PEGBOARD_COMPILE=0``, nor with a pluggy that works differently
        inside than expected, nor in a subclass that overrides ``_hookexec``.
        """
        return self._lasting_obstacle is None

    def freeze(self) -> None:
        """End set-up: from now on plugins and specifications can neither come nor go.

        Monitors still can, because they watch and do not answer.
        """
        self._is_frozen = True

    def compiled_source(self, hook_name: str) -> str:
        """Give the source of what ``calls`` holds for a hook, or a comment in its place.

        :raises UnknownNameError: no hook of that name is specified.
        """
        try:
            return self._board.source(hook_name)
        except KeyError:
            cure = suggestion(hook_name, vars(self.hook))
            raise UnknownNameError(f"No hook named {hook_name!r} is specified.{cure}") from None

    def watch(self, watch: Callable[[str, pluggy.HookImpl], pluggy.HookImpl]) -> Callable[[], None]:
        """Let every call of an implementation go through a stand-in, until the result is called.

        Meanwhile nothing is compiled. It may begin and end though set-up is over: what watches
        does not answer.

        :param watch: gives the stand-in for an implementation of the hook of that name.
        """
        inner = self._inner_hookexec

        def watched(
            hook_name: str,
            methods: Sequence[pluggy.HookImpl],
            kwargs: Mapping[str, object],
            firstresult: bool,  # noqa: FBT001 - pluggy's signature
        ) -> object | list[object]:
            watching = [watch(hook_name, method) for method in methods]
            return inner(hook_name, watching, kwargs, firstresult)

        def end() -> None:
            self._inner_hookexec = inner

        self._inner_hookexec = watched
        return end

    @contextmanager
    def watching(
        self, watch: Callable[[str, pluggy.HookImpl], pluggy.HookImpl]
    ) -> Generator[None, None, None]:
        """Watch as :meth:`watch` does, inside a ``with`` block."""
        end = self.watch(watch)
        try:
            yield
        finally:
            end()

    def attribute(self, error: BaseException) -> list[tuple[str, str]]:
        """Name the plugins that an exception came through, from its traceback.

        :returns: pairs of plugin name and hook name, the innermost first; none for an
            exception that no plugin had a part in.
        """
        callers = list(vars(self.hook).values())
        known = ((caller.name, impl) for caller in callers for impl in caller.get_hookimpls())
        return attribute(error, known)

    def register(self, plugin: object, name: str | None = None) -> str | None:
        """Register a plugin as pluggy does, and warn of what it uses that is retired.

        :raises FrozenError: set-up is over.
        """
        self._refuse_if_frozen(f"the plugin {name or plugin!r} cannot be registered")
        with self._board.change():
            registered = super().register(plugin, name)
        for hook, point in self._retiring.items():
            warn_of_retirement(getattr(self.hook, hook), point, plugin)
        return registered

    def register_member(self, plugin: object, name: str, unanswered: Collection[str]) -> None:
        """Register a plugin for which another one answers some hooks.

        :param unanswered: these hooks; it may still wrap them.
        """
        self._unanswered = unanswered
        try:
            self.register(plugin, name)
        finally:
            self._unanswered = ()

    def unregister(self, plugin: object | None = None, name: str | None = None) -> object | None:
        """Unregister a plugin as pluggy does.

        :raises FrozenError: set-up is over.
        """
        self._refuse_if_frozen(f"the plugin {name or plugin!r} cannot be unregistered")
        with self._board.change():
            return super().unregister(plugin, name)

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        """Give the options of a plugin's attribute, or None where it is no implementation.

        What pluggy finds out about every attribute, most of which are those of any object, is
        asked only about what may be a function: it takes most of the time of a registration.
        """
        if not _may_be_function(plugin, name):
            return None
        options = super().parse_hookimpl_opts(plugin, name)
        if options is None or options["wrapper"]:
            return options
        return None if (options["specname"] or name) in self._unanswered else options

    def parse_hookspec_opts(
        self, module_or_class: ModuleType | type, name: str
    ) -> pluggy.HookspecOpts | None:
        """Give the options of a specification, or None where it is none; as above."""
        if not _may_be_function(module_or_class, name):
            return None
        options = super().parse_hookspec_opts(module_or_class, name)
        point = None if options is None else retiring(getattr(module_or_class, name))
        if options is not None and point is not None:
            # pluggy's warning cannot name the plugin; ours does, when it is registered.
            options["warn_on_impl"] = options["warn_on_impl_args"] = None
            self._retiring[name] = point
        return options

    def changing(self) -> AbstractContextManager[None]:
        """Enclose several changes, after which hooks are looked at once."""
        return self._board.change()

    def add_hookspecs(self, module_or_class: ModuleType | type) -> None:
        """Add hook specifications as pluggy does.

        :raises FrozenError: set-up is over.
        """
        self._refuse_if_frozen(f"the specifications {module_or_class!r} cannot be added")
        with self._board.change():
            super().add_hookspecs(module_or_class)

    @property
    def _inner_hookexec(self) -> Executor:
        """Where pluggy keeps its loop, and puts a monitor around it: assignments are changes."""
        return self._executor

    @_inner_hookexec.setter
    def _inner_hookexec(self, executor: Executor) -> None:
        with self._board.change():
            self._executor = executor

    def _hookexec(
        self,
        hook_name: str,
        methods: Sequence[pluggy.HookImpl],
        kwargs: Mapping[str, object],
        firstresult: bool,  # noqa: FBT001 - pluggy's signature
    ) -> object | list[object]:
        """Run pluggy's loop, after seeing whether the next call can do without it."""
        self._board.hasten(hook_name)
        return self._executor(hook_name, methods, kwargs, firstresult)

    def _obstacle(self) -> str | None:
        if self._lasting_obstacle is None and self._executor is not self._loop:
            return "a monitor watches all calls"
        return self._lasting_obstacle

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


#: What pluggy takes for an implementation, or looks into for one.
_FUNCTIONS = (FunctionType, staticmethod, classmethod, MethodType, MemberDescriptorType)


def _may_be_function(holder: object, name: str) -> bool:
    """Say whether an attribute may be a hook; nothing of its holder is run to find out."""
    if isinstance(holder, ModuleType):
        return True
    kind = holder if isinstance(holder, type) else type(holder)
    for base in kind.__mro__:
        attributes = vars(base)
        if name in attributes:
            # What an object keeps itself goes before most of what its class has.
            return isinstance(attributes[name], _FUNCTIONS) or name in _own_names(holder)
    return True


def _own_names(holder: object) -> Collection[str]:
    return () if isinstance(holder, type) else getattr(holder, "__dict__", ())
