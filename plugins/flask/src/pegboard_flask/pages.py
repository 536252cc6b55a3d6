"""Templates, by Jinja as Flask has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from jinja2 import BaseLoader
from jinja2 import Environment as JinjaEnvironment

from pegboard_flask.life import Life
from pegboard_flask.templating import DispatchingJinjaLoader, Environment
from pegboard_hookspecs import lazy

__all__ = ["Pages"]


class Pages(Life):
    """An application as those see it who render something."""

    jinja_environment: type[Environment] = Environment
    jinja_options: ClassVar[dict[str, Any]] = {}

    @lazy
    def jinja_env(self) -> Environment:
        """The Jinja environment, made when it is first needed."""
        if self.has_slot("templating"):
            native = self.slot("templating").native
            if isinstance(native, JinjaEnvironment):
                return cast("Environment", native)
        return self.create_jinja_environment()

    def create_jinja_environment(self) -> Environment:
        """Make the Jinja environment."""
        options = dict(self.jinja_options)
        options.setdefault("autoescape", self.select_jinja_autoescape)
        return self.jinja_environment(self, **options)

    def create_global_jinja_loader(self) -> BaseLoader:
        """Make what finds the templates of the application and its blueprints."""
        return DispatchingJinjaLoader(self)

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Say whether a template escapes what it prints, by the end of its name."""
        return filename is None or filename.endswith((".html", ".htm", ".xml", ".xhtml", ".svg"))

    def update_template_context(self, context: dict[str, Any]) -> None:
        """Add what context processors give to the values of one rendering; they win."""
        context.update(super().template_context(context))

    def add_template_global(self, f: Any, name: str | None = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # Flask's name
        """Register a global of templates: a function, or any other value, which needs a name."""
        self.check_setup("add_template_global")
        self.add_template_helper("global", f, name)

    def template_context(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Give the values of one rendering, with what context processors add."""
        if "update_template_context" not in self._own_steps:
            return super().template_context(context)
        values = dict(context)
        self.update_template_context(values)
        return values
