"""The plugins of one application: which were chosen and why, and their hooks, compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pegboard_hookspecs import SLOTS, Lifecycle
from pegboard_hookspecs.errors import PegboardError, SlotEmptyError, UnknownNameError

from pegboard.loader import LoadedPlugin, Selection, load, load_local, resolve, suggestion
from pegboard.manager import HookManager
from pegboard.settings import Declarations

__all__ = ["FilledSlot", "PluginSet"]

_NO_CAPABILITIES: frozenset[str] = frozenset()


class FilledSlot:
    """What fills a slot: who it is, what it can do beyond the contract, and its engine."""

    __slots__ = ("_app", "_loaded")

    def __init__(self, loaded: LoadedPlugin, app: object = None) -> None:
        self._loaded = loaded
        self._app = app

    def of(self, app: object) -> FilledSlot:
        """Give the same, as one application sees it."""
        return FilledSlot(self._loaded, app)

    @property
    def identity(self) -> str:
        """``distribution:entry-point``."""
        return self._loaded.identity

    @property
    def provider(self) -> Any:
        """The provider's instance for this application."""
        return self._loaded.object

    @property
    def capabilities(self) -> frozenset[str]:
        """What this provider can do that the slot's contract leaves open."""
        return getattr(self.provider, "capabilities", _NO_CAPABILITIES)

    @property
    def native(self) -> Any:
        """The engine behind the provider; the provider itself where there is none."""
        native_of = getattr(self.provider, "native_of", None)
        if native_of is not None:
            return native_of(self._app)
        return getattr(self.provider, "native", self.provider)

    def __repr__(self) -> str:
        return f"<slot filled by {self.identity}>"


class PluginSet:
    """Loads the plugins of one application and keeps their hooks.

    :param plugins: the application's choices, which override environment and project file.
    :param order: the application's own order of additive plugins.
    :param root_path: where the search for the project file starts.
    :param built_in: plugin objects of the kernel by name; they come after all others.
    :param on_failure: told of each plugin that cannot be loaded, which is then left out;
        without it the first failure is raised.
    """

    def __init__(
        self,
        *,
        plugins: Mapping[str, object] | None,
        order: Sequence[str] | None,
        root_path: str,
        built_in: Mapping[str, object],
        on_failure: Callable[[PegboardError], None] | None = None,
    ) -> None:
        self.selection: Selection = resolve(
            SLOTS, plugins=plugins, order=order, root_path=root_path
        )
        self.manager = HookManager()
        #: Every hook as a plain function, or None where nobody implements it.
        self.calls: Any = self.manager.calls
        self._specs = (Lifecycle,)
        for decision in self.selection.slots:
            self.manager.add_hookspecs(decision.slot.specs)
        for specs in (*self._specs, *self.selection.specs):
            self.manager.add_hookspecs(specs)
        for name, plugin in built_in.items():
            self.manager.register(plugin, name)
        self.loaded: list[LoadedPlugin] = list(load(self.selection, self._specs, on_failure=on_failure))
        # pluggy calls what was registered last first.
        for plugin in reversed(self.loaded):
            self.manager.register(plugin.object, plugin.identity)
        self._slots = {p.slot: FilledSlot(p) for p in self.loaded if p.slot is not None}

    def declare_settings(self, declarations: Declarations) -> None:
        """Tell which settings the plugins have.

        :raises ConfigurationError: two plugins declare the same name.
        """
        for plugin in self.loaded:
            declarations.add(plugin.identity, plugin.settings)

    def add(self, plugin: object, name: str | None = None) -> LoadedPlugin:
        """Take one more plugin, which the application itself brings.

        :raises PluginRefusedError: it does not keep the contract.
        :raises FrozenError: set-up is over.
        """
        loaded = load_local(self.selection, plugin, self._specs, name=name or "")
        self.manager.register(loaded.object, loaded.identity)
        self.loaded.append(loaded)
        return loaded

    def slot(self, name: str) -> FilledSlot:
        """Give what fills a slot.

        :raises SlotEmptyError: nobody does.
        :raises UnknownNameError: there is no such slot.
        """
        filled = self._slots.get(name)
        if filled is None:
            raise self.empty(name)
        return filled

    def has_slot(self, name: str) -> bool:
        """Say whether a slot is filled."""
        return name in self._slots

    def empty(self, name: str) -> SlotEmptyError:
        """Make the error for a word whose slot nobody fills: slot, reason and cure.

        :raises UnknownNameError: there is no such slot.
        """
        try:
            return self.selection.decision(name).empty_error()
        except KeyError:
            known = [decision.slot.name for decision in self.selection.slots]
            message = (
                f"There is no slot named {name!r}.{suggestion(name, known)} "
                f"The slots are: {', '.join(known)}."
            )
            raise UnknownNameError(message) from None

    def annotate(self, error: BaseException) -> None:
        """Note on an exception which plugins and hooks it came through."""
        versions = {plugin.identity: plugin.version for plugin in self.loaded}
        notes = getattr(error, "__notes__", ())
        for identity, hook in self.manager.attribute(error):
            if identity in versions:
                note = f"Raised in plugin {identity} {versions[identity]}".rstrip() + f", hook {hook}."
                if note not in notes:
                    error.add_note(note)
