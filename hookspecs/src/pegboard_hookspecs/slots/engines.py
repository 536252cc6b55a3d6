"""Several template engines in one slot, chosen by what a template's name ends in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import NoneType
from typing import Any, ClassVar, cast

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.errors import UnknownNameError
from pegboard_hookspecs.markers import hookimpl
from pegboard_hookspecs.setting import Setting
from pegboard_hookspecs.slot import Member
from pegboard_hookspecs.slots.templating import HelperKind, TemplateChoice
from pegboard_hookspecs.templates import MissingTemplateError, TemplateFiles

__all__ = ["TEMPLATE_ENGINES", "EnginesBySuffix"]


def _complaint(value: object) -> str | None:
    if value is None:
        return None
    for suffix, name in cast("dict[object, object]", value).items():
        if not isinstance(suffix, str) or not isinstance(name, str) or not suffix.startswith("."):
            return (
                f"{suffix!r}: {name!r} names no engine for a suffix. Write it as in "
                "{'.html': 'pegboard-templating:jinja'}"
            )
    return None


#: Which engine renders names with which suffix.
TEMPLATE_ENGINES = Setting(
    "TEMPLATE_ENGINES",
    (dict, NoneType),
    None,
    "Where several template engines are on board: suffixes of names, each with its engine.",
    check=_complaint,
)


class EnginesBySuffix:
    """Fills the slot ``templating`` with several providers.

    A template is rendered by the engine whose suffix its name ends in, the longest counting:
    as the setting ``TEMPLATE_ENGINES`` says, else by the providers' own ``suffixes``, of which the
    first provider's go first. Every other name, and every text, is the first provider's. A template
    object goes to the first provider whose ``is_own_template(template)`` says yes.

    What an application registers is registered with each. A capability is one that all of them
    have.

    :param engines: the providers by identity, in the order of the setting that names them.
    """

    settings: ClassVar[tuple[Setting, ...]] = (TEMPLATE_ENGINES,)

    def __init__(self, engines: Mapping[str, Member]) -> None:
        #: The providers themselves, by identity.
        self.engines = {identity: engine.provider for identity, engine in engines.items()}
        self._members = dict(engines)
        self._first = next(iter(engines.values()))
        self._by_suffix: dict[str, Member] = {}
        for engine in engines.values():
            for suffix in getattr(engine, "suffixes", ()):
                self._by_suffix.setdefault(suffix, engine)

    @property
    def capabilities(self) -> frozenset[str]:
        """What every engine can do beyond the contract, so that it holds for every template."""
        nothing: frozenset[str] = frozenset()
        common: frozenset[str] = getattr(self._first, "capabilities", nothing)
        for engine in self._members.values():
            common &= getattr(engine, "capabilities", nothing)
        return common

    def native_of(self, app: Application) -> Any:
        """Give the first engine itself; the others' are those of :attr:`engines`."""
        native_of = getattr(self._first, "native_of", None)
        if native_of is not None:
            return native_of(app)
        return getattr(self._first, "native", self._first.provider)

    def engine_of(self, app: Application, name: str) -> Member:
        """Give the provider that renders a template of that name.

        :raises UnknownNameError: the setting names an engine that is not on board.
        """
        suffixes = {**self._by_suffix, **self._chosen(app)}
        matching = [suffix for suffix in suffixes if name.lower().endswith(suffix)]
        return suffixes[max(matching, key=len)] if matching else self._first

    @hookimpl
    def configure(self, app: Application) -> None:
        """Complain at the start of a setting that names an engine which is not on board."""
        self._chosen(app)

    @hookimpl
    def render_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> str:
        """Render a template by its engine."""
        engine, chosen = self._choice(app, name)
        text: str = engine.render_template(app, chosen, context)
        return text

    @hookimpl
    def render_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> str:
        """Render a template given as text by the first engine."""
        text: str = self._first.render_template_string(app, source, context)
        return text

    @hookimpl
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """Render a template by its engine, piece by piece where that can."""
        engine, chosen = self._choice(app, name)
        pieces: Iterator[str] = engine.stream_template(app, chosen, context)
        return pieces

    @hookimpl
    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """Render a template given as text by the first engine."""
        pieces: Iterator[str] = self._first.stream_template_string(app, source, context)
        return pieces

    @hookimpl
    def template_attribute(self, app: Application, name: str, attribute: str) -> Any:
        """Give a macro or variable that a template defines, by its engine."""
        return self.engine_of(app, name).template_attribute(app, name, attribute)

    @hookimpl
    def list_templates(self, app: Application) -> Sequence[str]:
        """Give the sorted names of all templates, each of which one engine renders."""
        listed = (engine.list_templates(app) for engine in self._members.values())
        return sorted({name for names in listed for name in names})

    @hookimpl
    def add_template_helper(
        self, app: Application, kind: HelperKind, name: str, helper: Callable[..., Any] | Any
    ) -> None:
        """Register one more filter, test or global with each engine."""
        for engine in self._members.values():
            engine.add_template_helper(app, kind, name, helper)

    def get_template(self, app: Application, name: TemplateChoice) -> Any:
        """Give an engine's own template: the capability ``templates``.

        :raises TemplateNotFoundError: there is none.
        """
        engine, chosen = self._choice(app, name)
        return engine.get_template(app, chosen)

    def template_of_text(self, app: Application, source: str) -> Any:
        """Give the first engine's own template that is given as text."""
        return self._first.template_of_text(app, source)

    def render_fragment(
        self, app: Application, name: TemplateChoice, block: str, context: Mapping[str, Any]
    ) -> str:
        """Render one block of a template by its engine: the capability ``fragments``."""
        engine, chosen = self._choice(app, name)
        text: str = engine.render_fragment(app, chosen, block, context)
        return text

    def _choice(self, app: Application, name: TemplateChoice) -> tuple[Member, TemplateChoice]:
        if isinstance(name, str):
            return self.engine_of(app, name), name
        if not isinstance(name, Sequence):
            return self._owner_of(name), name
        choices = [self._choice(app, each) for each in name]
        engines = [engine for engine, _ in choices]
        if all(engine is engines[0] for engine in engines):
            # It knows best what it has.
            return (engines[0] if engines else self._first), name
        for engine, chosen in choices:
            if not isinstance(chosen, str) or self._has(app, engine, chosen):
                return engine, chosen
        raise MissingTemplateError(name, app)

    def _owner_of(self, template: object) -> Member:
        for engine in self._members.values():
            is_own: Callable[[object], bool] | None = getattr(engine, "is_own_template", None)
            if is_own is not None and is_own(template):
                return engine
        return self._first

    def _has(self, app: Application, engine: Member, name: str) -> bool:
        if TemplateFiles(app).path_of(name) is not None:
            return True
        # An engine may have templates elsewhere.
        return name in engine.list_templates(app)

    def _chosen(self, app: Application) -> dict[str, Member]:
        setting: Mapping[str, str] = app.config.get(TEMPLATE_ENGINES.name) or {}
        return {suffix.lower(): self._named(name) for suffix, name in setting.items()}

    def _named(self, name: str) -> Member:
        for identity, engine in self._members.items():
            if name in {identity, identity.partition(":")[0]}:
                return engine
        from difflib import get_close_matches  # noqa: PLC0415 - slow, and only for error messages

        known = ", ".join(self.engines)
        near = get_close_matches(name, self.engines, n=1)
        message = (
            f"The setting 'TEMPLATE_ENGINES' names the engine {name!r}, which is not on board. "
            + (f"Did you mean {near[0]!r}?" if near else f"On board are {known}.")
        )
        raise UnknownNameError(message)
