"""What fills the slot ``templating``: MiniJinja, imported with the first template."""

from __future__ import annotations

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
    # For the checkers only, and no cycle: the library waits for the first template.
    from minijinja import Environment

    from pegboard_templating_minijinja.engine import MiniJinjaEngine

__all__ = ["MiniJinjaTemplating"]


class MiniJinjaTemplating:
    """Renders MiniJinja's templates from the folders of the application and its blueprints.

    ``app.slot("templating").native`` is the MiniJinja environment, made when it is first needed.
    MiniJinja has no template objects: a template is a name or a text.

    :param minijinja_options: keyword arguments for :class:`minijinja.Environment`.
    """

    settings: ClassVar[tuple[Setting, ...]] = (TEMPLATES_AUTO_RELOAD, EXPLAIN_TEMPLATE_LOADING)
    #: None: MiniJinja gives a page as a whole, and no templates of its own.
    capabilities: ClassVar[frozenset[str]] = frozenset()

    #: Whose templates are MiniJinja's where several engines are on board, the first one's aside.
    suffixes: ClassVar[tuple[str, ...]] = (".minijinja",)

    def __init__(self, minijinja_options: Mapping[str, Any] | None = None) -> None:
        self.minijinja_options: dict[str, Any] = dict(minijinja_options or {})
        self._engine: MiniJinjaEngine | None = None
        self._lock = Lock()

    def native_of(self, app: Application) -> Environment:
        """Give the MiniJinja environment of the application; it is made with the first call."""
        return self._engine_of(app).environment

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report templates that do not parse."""
        # A tool of development: a server never needs it.
        from pegboard_templating_minijinja.checks import (  # noqa: PLC0415 - see above
            check_templates,
        )

        def is_own(name: str) -> bool:
            return is_rendered_by(app, self, name)

        return check_templates(self._engine_of(app), is_own)

    @hookimpl
    def render_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> str:
        """Render a template by its name, or the first that exists of several."""
        engine = self._engine_of(app)
        return engine.render(engine.choose(name), context)

    @hookimpl
    def render_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> str:
        """Render a template given as text."""
        return self._engine_of(app).render_text(source, context)

    @hookimpl
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """Look a template up, and render it as one piece when that is asked for."""
        engine = self._engine_of(app)
        chosen = engine.choose(name)
        return _one_piece(lambda: engine.render(chosen, context))

    @hookimpl
    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """Render a template given as text, as one piece."""
        engine = self._engine_of(app)
        return _one_piece(lambda: engine.render_text(source, context))

    @hookimpl
    def template_attribute(self, app: Application, name: str, attribute: str) -> Any:
        """Give a macro as a function, or a variable that a template defines."""
        return self._engine_of(app).template_attribute(name, attribute)

    @hookimpl
    def list_templates(self, app: Application) -> Sequence[str]:
        """Give the sorted names of all templates."""
        return self._engine_of(app).files.names()

    @hookimpl
    def add_template_helper(
        self,
        app: Application,  # noqa: ARG002 - the contract's signature
        kind: HelperKind,
        name: str,
        helper: Callable[..., Any] | Any,  # noqa: ARG002 - it is asked of the application
    ) -> None:
        """Take one more filter, test or global; an engine that is still to come reads all."""
        if self._engine is not None:
            self._engine.add_helper(kind, name)

    def _engine_of(self, app: Application) -> MiniJinjaEngine:
        engine = self._engine
        return self._make_engine(app) if engine is None else engine

    def _make_engine(self, app: Application) -> MiniJinjaEngine:
        # The library is imported with the first template, as said beside the imports.
        from pegboard_templating_minijinja.engine import (  # noqa: PLC0415 - see above
            MiniJinjaEngine,
        )

        with self._lock:
            # Another thread may have been quicker.
            if self._engine is None:
                self._engine = MiniJinjaEngine(app, self.minijinja_options)
            return self._engine


def _one_piece(render: Callable[[], str]) -> Iterator[str]:
    yield render()
