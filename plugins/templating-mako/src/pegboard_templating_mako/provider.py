"""What fills the slot ``templating``: Mako, imported with the first template."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar

from pegboard_hookspecs import Application, Finding, Setting, hookimpl
from pegboard_hookspecs.slots import HelperKind, TemplateChoice
from pegboard_hookspecs.templates import (
    EXPLAIN_TEMPLATE_LOADING,
    TEMPLATES_AUTO_RELOAD,
    is_rendered_by,
)

if TYPE_CHECKING:
    # For the checkers only, and no cycle: Mako takes longer to import than a small
    # application takes to start, so it waits for the first template.
    from mako.template import Template

    from pegboard_templating_mako.engine import MakoEngine

__all__ = ["MakoTemplating"]


class MakoTemplating:
    """Renders Mako templates from the folders of the application and its blueprints.

    ``app.slot("templating").native`` is a Mako template collection, made when it is first
    needed. Filters, tests and globals of the application are names like any other in Mako: a
    value of the same name hides them.

    :param mako_options: keyword arguments for each :class:`mako.template.Template`, such as
        ``module_directory`` for compiled templates that outlive the process.
    """

    settings: ClassVar[tuple[Setting, ...]] = (TEMPLATES_AUTO_RELOAD, EXPLAIN_TEMPLATE_LOADING)
    #: ``templates``: :meth:`get_template` and :meth:`template_of_text`. Mako writes into a
    #: buffer, so a stream has one piece.
    capabilities: ClassVar[frozenset[str]] = frozenset({"templates"})

    #: Whose templates are Mako's where several engines are on board, the first one's aside.
    suffixes: ClassVar[tuple[str, ...]] = (".mako", ".mak")

    def __init__(self, mako_options: Mapping[str, Any] | None = None) -> None:
        self.mako_options: dict[str, Any] = dict(mako_options or {})
        self._engine: MakoEngine | None = None
        self._lock = Lock()

    def native_of(self, app: Application) -> MakoEngine:
        """Give the collection of the application's templates; it is made with the first call."""
        engine = self._engine
        return self._make_engine(app) if engine is None else engine

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report templates that do not compile, and names in them that nothing answers to."""
        # A tool of development: a server never needs it.
        from pegboard_templating_mako.checks import check_templates  # noqa: PLC0415 - see above

        def is_own(name: str) -> bool:
            return is_rendered_by(app, self, name)

        return check_templates(self.native_of(app), is_own)

    @hookimpl
    def render_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> str:
        """Render a template by its name, a Mako template, or the first that exists of several."""
        engine = self.native_of(app)
        return engine.render(engine.choose(name), context)

    @hookimpl
    def render_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> str:
        """Render a template given as text; the last few texts stay compiled."""
        engine = self.native_of(app)
        return engine.render(engine.template_of_text(source), context)

    @hookimpl
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """Look a template up, and render it as one piece when that is asked for."""
        engine = self.native_of(app)
        return engine.pieces(engine.choose(name), context)

    @hookimpl
    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """Render a template given as text, as one piece."""
        engine = self.native_of(app)
        return engine.pieces(engine.template_of_text(source), context)

    @hookimpl
    def template_attribute(self, app: Application, name: str, attribute: str) -> Any:
        """Give a ``<%def>`` as a function, or a variable of a ``<%! %>`` block."""
        return self.native_of(app).template_attribute(name, attribute)

    @hookimpl
    def list_templates(self, app: Application) -> Sequence[str]:
        """Give the sorted names of all templates."""
        return self.native_of(app).files.names()

    @hookimpl
    def add_template_helper(
        self,
        app: Application,  # noqa: ARG002 - the contract's signature
        kind: HelperKind,
        name: str,
        helper: Callable[..., Any] | Any,
    ) -> None:
        """Take one more filter, test or global; an engine that is still to come reads all."""
        if self._engine is not None:
            self._engine.add_helper(kind, name, helper)

    def is_own_template(self, template: object) -> bool:
        """Say whether a template object is Mako's."""
        # Who has such an object has imported Mako; who has another one need not.
        mako = sys.modules.get("mako.template")
        return mako is not None and isinstance(template, mako.Template)

    def get_template(self, app: Application, name: TemplateChoice) -> Template:
        """Give Mako's own template that is chosen, or the first that exists of several.

        :raises TemplateNotFoundError: there is none.
        """
        return self.native_of(app).choose(name)

    def template_of_text(self, app: Application, source: str) -> Template:
        """Give Mako's own template that is given as text."""
        return self.native_of(app).template_of_text(source)

    def _make_engine(self, app: Application) -> MakoEngine:
        # Mako is imported with the first template, as said beside the imports.
        from pegboard_templating_mako.engine import MakoEngine  # noqa: PLC0415 - see above

        with self._lock:
            # Another thread may have been quicker.
            if self._engine is None:
                self._engine = MakoEngine(app, self.mako_options)
            return self._engine
