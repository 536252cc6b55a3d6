"""The plugins of one application: which were chosen and why, and their hooks, compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pegboard.config import Declarations
from pegboard.plugins.filled_slot import FilledSlot
from pegboard.plugins.loader import LoadedPlugin, Selection, load, load_local, resolve, suggestion
from pegboard.plugins.manager import HookManager
from pegboard_hookspecs import SLOTS, Lifecycle
from pegboard_hookspecs.errors import (
    PegboardError,
    RegistrationError,
    SlotEmptyError,
    UnknownNameError,
)

__all__ = ["PluginSet"]


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
        #: The plugins that were loaded, in the order of their calls, then the application's own.
        self.loaded = list(load(self.selection, self._specs, on_failure=on_failure))
        with self.manager.changing():
            self._add_specs()
            for name, plugin in built_in.items():
                self.manager.register(plugin, name)
            # pluggy calls what was registered last first.
            for loaded in reversed(self.loaded):
                self._register(loaded)
        self._providers = {
            each.slot: each for each in self.loaded if each.slot is not None and each.answers_slot
        }

    def declare_settings(self, declarations: Declarations) -> None:
        """Tell which settings the plugins have.

        :raises ConfigurationError: two plugins declare the same name.
        """
        for plugin in self.loaded:
            declarations.add(plugin.identity, plugin.settings)

    def add(self, plugin: object, name: str | None, declarations: Declarations) -> LoadedPlugin:
        """Take one more plugin, which the application itself brings.

        :param name: the end of its identity; None takes the name of its class.
        :param declarations: where its settings are declared.
        :raises PluginRefusedError: it does not keep the contract.
        :raises RegistrationError: it is here already, or another one has its identity.
        :raises ConfigurationError: another plugin declares one of its settings.
        """
        loaded = load_local(self.selection, plugin, self._specs, name=name or "")
        self._refuse_taken(loaded)
        declarations.add(loaded.identity, loaded.settings)
        self.manager.register(loaded.object, loaded.identity)
        self.loaded.append(loaded)
        return loaded

    def slot(self, name: str, app: object) -> FilledSlot:
        """Give what fills a slot, as an application sees it.

        :raises SlotEmptyError: nobody does.
        :raises UnknownNameError: there is no such slot.
        """
        provider = self._providers.get(name)
        if provider is None:
            raise self.empty(name)
        return FilledSlot(provider, app)

    def has_slot(self, name: str) -> bool:
        """Say whether a slot is filled."""
        return name in self._providers

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
        for number, (identity, hook) in enumerate(self.manager.attribute(error)):
            if identity in versions:
                who = f"{identity} {versions[identity]}".rstrip()
                # The innermost raised it; one that has called or surrounds that one did not.
                what = "Passed through" if number else "Raised in"
                note = f"{what} plugin {who}, hook {hook}."
                if note not in notes:
                    error.add_note(note)

    def _add_specs(self) -> None:
        slots = (decision.slot.specs for decision in self.selection.slots)
        for specs in (*slots, *self._specs, *self.selection.specs):
            self.manager.add_hookspecs(specs)

    def _register(self, loaded: LoadedPlugin) -> None:
        if loaded.slot is None or loaded.answers_slot:
            self.manager.register(loaded.object, loaded.identity)
        else:
            specs = self.selection.decision(loaded.slot).slot.specs
            self.manager.register_member(loaded.object, loaded.identity, vars(specs))

    def _refuse_taken(self, loaded: LoadedPlugin) -> None:
        if self.manager.is_registered(loaded.object):
            earlier = self.manager.get_name(loaded.object)
            message = f"{loaded.object!r} is registered already, as {earlier!r}. Remove one call."
            raise RegistrationError(message)
        if self.manager.has_plugin(loaded.identity):
            other = self.manager.get_plugin(loaded.identity)
            message = (
                f"The plugin {loaded.object!r} would be called {loaded.identity!r}, and so is "
                f'{other!r}. Give it a name of its own: register_plugin(…, name="…").'
            )
            raise RegistrationError(message)
