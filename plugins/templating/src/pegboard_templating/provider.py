"""What fills the slot ``templating``: Jinja, imported with the first template."""

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
    # For the checkers only, and no cycle: Jinja takes longer to import than a small
    # application takes to start, so it waits for the first template.
    from jinja2 import Template

    from pegboard_templating.environment import AppEnvironment

__all__ = ["JinjaTemplating"]


class JinjaTemplating:
    """Renders Jinja templates from the folders of the application and its blueprints.

    ``app.slot("templating").native`` is the Jinja environment. It is made when it is first
    needed, from what :attr:`jinja_options` holds by then; later changes of the options do
    nothing, later changes of the environment hold.

    :param jinja_options: keyword arguments for :class:`jinja2.Environment`.
    """

    settings: ClassVar[tuple[Setting, ...]] = (TEMPLATES_AUTO_RELOAD, EXPLAIN_TEMPLATE_LOADING)
    #: ``fragments``: :meth:`render_fragment`; ``streaming``: pieces are given as they come;
    #: ``templates``: :meth:`get_template` and :meth:`template_of_text`.
    capabilities: ClassVar[frozenset[str]] = frozenset({"fragments", "streaming", "templates"})

    #: Whose templates are Jinja's where several engines are on board, the first one's aside.
    suffixes: ClassVar[tuple[str, ...]] = (".j2", ".jinja", ".jinja2")

    def __init__(self, jinja_options: Mapping[str, Any] | None = None) -> None:
        self.jinja_options: dict[str, Any] = dict(jinja_options or {})
        #: Makes the environment, where an application wants one of its own making.
        self.make_environment: Callable[[Application], AppEnvironment] | None = None
        self._environment: AppEnvironment | None = None
        self._lock = Lock()

    def native_of(self, app: Application) -> AppEnvironment:
        """Give the Jinja environment of the application; it is made with the first call."""
        environment = self._environment
        return self._make_environment(app) if environment is None else environment

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report templates that do not parse, and names in them that nothing answers to."""
        # A tool of development: a server never needs it.
        from pegboard_templating.checks import check_templates  # noqa: PLC0415 - see above

        def is_own(name: str) -> bool:
            return is_rendered_by(app, self, name)

        return check_templates(self.native_of(app), app, is_own)

    @hookimpl
    def render_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> str:
        """Render a template by its name, a Jinja template, or the first that exists of several."""
        template = self.native_of(app).get_or_select_template(name)  # type: ignore[arg-type]  # any sequence will do
        return template.render(context)

    @hookimpl
    def render_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> str:
        """Render a template given as text; the last few texts stay compiled."""
        return self.native_of(app).template_of_text(source).render(context)

    @hookimpl
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """Look a template up, and render it piece by piece."""
        template = self.native_of(app).get_or_select_template(name)  # type: ignore[arg-type]  # any sequence will do
        return template.generate(context)

    @hookimpl
    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Iterator[str]:
        """Render a template given as text, piece by piece."""
        return self.native_of(app).template_of_text(source).generate(context)

    @hookimpl
    def template_attribute(self, app: Application, name: str, attribute: str) -> Any:
        """Give a macro or variable that a template defines."""
        return self.native_of(app).template_attribute(name, attribute)

    @hookimpl
    def list_templates(self, app: Application) -> Sequence[str]:
        """Give the sorted names of all templates."""
        return self.native_of(app).list_templates()

    @hookimpl
    def add_template_helper(
        self,
        app: Application,  # noqa: ARG002 - the contract's signature
        kind: HelperKind,
        name: str,
        helper: Callable[..., Any] | Any,
    ) -> None:
        """Take one more filter, test or global; an environment that is still to come reads all."""
        if self._environment is not None:
            self._environment.add_helper(kind, name, helper)

    def is_own_template(self, template: object) -> bool:
        """Say whether a template object is Jinja's."""
        # Who has such an object has imported Jinja; who has another one need not.
        jinja = sys.modules.get("jinja2")
        return jinja is not None and isinstance(template, jinja.Template)

    def get_template(self, app: Application, name: TemplateChoice) -> Template:
        """Give Jinja's own template that is chosen, or the first that exists of several.

        :raises TemplateNotFoundError: there is none.
        """
        return self.native_of(app).get_or_select_template(name)  # type: ignore[arg-type]  # any sequence will do

    def template_of_text(self, app: Application, source: str) -> Template:
        """Give Jinja's own template that is given as text."""
        return self.native_of(app).template_of_text(source)

    def render_fragment(
        self,
        app: Application,
        name: TemplateChoice,
        block: str,
        context: Mapping[str, Any],
    ) -> str:
        """Render one block of a template: the capability ``fragments``.

        The block is the one that the whole page would show, be it defined in the template or in
        one that it extends. What the page sets or imports before its first output is known in it.

        :raises TemplateNotFoundError: there is no such template.
        :raises LookupError: neither the template nor one that it extends has such a block.
        """
        environment = self.native_of(app)
        template = environment.get_or_select_template(name)  # type: ignore[arg-type]  # any sequence will do
        return environment.render_block(template, block, dict(context))

    def _make_environment(self, app: Application) -> AppEnvironment:
        # Jinja is imported with the first template, as said beside the imports.
        from pegboard_templating.environment import AppEnvironment  # noqa: PLC0415 - see above

        with self._lock:
            # Another thread may have been quicker.
            if self._environment is None:
                make = self.make_environment
                self._environment = (
                    AppEnvironment(app, self.jinja_options) if make is None else make(app)
                )
            return self._environment
