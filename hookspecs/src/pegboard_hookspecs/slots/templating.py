"""The slot ``templating``: from a template and values to text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.markers import hookspec

__all__ = ["HelperKind", "TemplateChoice", "TemplateObject", "Templating", "TemplatingProvider"]

#: What an application adds to its templates.
HelperKind = Literal["filter", "test", "global"]


class TemplateObject(Protocol):
    """A template object of the provider's engine, which each engine calls in its own way."""

    def render(self, *args: Any, **kwargs: Any) -> Any:
        """Render it."""
        ...


#: What is rendered: a template's name, a template object of the provider's engine, or several of
#: these, of which the first that exists is taken.
TemplateChoice = str | TemplateObject | Sequence[str | TemplateObject]


class Templating:
    """Hooks of the slot ``templating``.

    The values given already include those of context processors. Templates whose names end in
    .html, .htm, .xml, .xhtml or .svg, and all templates given as text, escape what they print.
    They are looked for in ``app.template_folders``, in that order, and no name leads out of these.

    A provider that shows its engine's own templates has the capability ``templates``, and the
    methods ``get_template(app, name)``, for what ``render_template`` takes, and
    ``template_of_text(app, source)``. One that gives the pieces of a stream as they are made has
    ``streaming``; without it a stream may be one piece. One that renders a single block of a
    template has ``fragments``, and the method ``render_fragment(app, name, block, context)``, which
    raises LookupError where there is no such block.

    Several providers may fill the slot together, as ``EnginesBySuffix``. Each has the attribute
    ``suffixes``, a tuple such as ``(".mako",)``: names that end in these are its. One whose engine
    has template objects has the method ``is_own_template(template)``.
    """

    @hookspec("first")
    def render_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> str:  # type: ignore[empty-body]
        """Render a template by its name, a template object, or the first that exists of several.

        :raises TemplateNotFoundError: there is none; the message lists the folders that were
            searched and the nearest name.
        :raises TypeError: it is none of these; an engine may have no template objects.

        Since contract 1.0.
        """

    @hookspec("first")
    def render_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> str:  # type: ignore[empty-body]
        """Render a template given as text. Since contract 1.0."""

    @hookspec("first")
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Iterator[str]:  # type: ignore[empty-body]
        """Render a template piece by piece.

        The template is looked up before the iterator is returned, so that a missing one is
        still an error page. Since contract 1.0.

        :raises TemplateNotFoundError: as for ``render_template``.
        """

    @hookspec("first")
    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Iterator[str]:  # type: ignore[empty-body]
        """Render a template given as text, piece by piece. Since contract 1.0."""

    @hookspec("first")
    def template_attribute(self, app: Application, name: str, attribute: str) -> Any:
        """Give a macro or variable that a template defines.

        :raises TemplateNotFoundError: there is no such template.
        :raises AttributeError: the template does not define it.

        Since contract 1.0.
        """

    @hookspec("first")
    def list_templates(self, app: Application) -> Sequence[str]:  # type: ignore[empty-body]
        """Give the sorted names of all templates of the application and its blueprints.

        Since contract 1.0.
        """

    @hookspec("first")
    def add_template_helper(
        self, app: Application, kind: HelperKind, name: str, helper: Callable[..., Any] | Any
    ) -> None:
        """Take one more filter, test or global.

        Called when one is registered, also after the first rendering. All of them are in
        ``app.template_filters``, ``template_tests`` and ``template_globals`` as well.
        Since contract 1.0.
        """


class TemplatingProvider(Protocol):
    """What fills the slot ``templating``."""

    def render_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> str:
        """See :meth:`Templating.render_template`."""
        ...

    def render_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> str:
        """See :meth:`Templating.render_template_string`."""
        ...

    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """See :meth:`Templating.stream_template`."""
        ...

    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """See :meth:`Templating.stream_template_string`."""
        ...

    def template_attribute(self, app: Application, name: str, attribute: str) -> Any:
        """See :meth:`Templating.template_attribute`."""
        ...

    def list_templates(self, app: Application) -> Sequence[str]:
        """See :meth:`Templating.list_templates`."""
        ...

    def add_template_helper(
        self, app: Application, kind: HelperKind, name: str, helper: Callable[..., Any] | Any
    ) -> None:
        """See :meth:`Templating.add_template_helper`."""
        ...
