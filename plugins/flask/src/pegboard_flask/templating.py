"""Jinja as Flask applications know it: an environment, a loader, and the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import BaseLoader, TemplateNotFound
from jinja2 import Environment as JinjaEnvironment

from pegboard import (
    render_template,
    render_template_string,
    stream_template,
    stream_template_string,
)
from pegboard_flask.debughelpers import explain_template_loading_attempts
from pegboard_flask.globals import app_ctx, current_app, g, request, session
from pegboard_flask.helpers import stream_with_context
from pegboard_flask.signals import before_render_template, template_rendered
from pegboard_templating.environment import AppEnvironment

__all__ = [
    "DispatchingJinjaLoader",
    "Environment",
    "app_ctx",
    "before_render_template",
    "current_app",
    "g",
    "render_template",
    "render_template_string",
    "request",
    "session",
    "stream_template",
    "stream_template_string",
    "stream_with_context",
    "template_rendered",
]

_Source = tuple[str, str | None, Callable[[], bool] | None]


def _default_template_ctx_processor() -> dict[str, Any]:  # pyright: ignore[reportUnusedFunction]  # the application's
    """Give the names that every template has."""
    return {"g": g, "request": request, "session": session}


class Environment(AppEnvironment):
    """The Jinja environment of an application.

    :param app: the application.
    :param options: keyword arguments for :class:`jinja2.Environment`; they win.
    """

    def __init__(self, app: Any, **options: Any) -> None:
        options.setdefault("loader", app.create_global_jinja_loader())
        super().__init__(app, options)

    @property
    def app(self) -> Any:
        """The application."""
        return self._app


class DispatchingJinjaLoader(BaseLoader):
    """Asks the loader of the application, then those of its blueprints.

    :param app: whose loaders they are.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    def get_source(self, environment: JinjaEnvironment, template: str) -> _Source:
        """Give a template's text, its file, and a function that says whether both still hold.

        :raises jinja2.TemplateNotFound: no loader has it.
        """
        if self.app.config["EXPLAIN_TEMPLATE_LOADING"]:
            return self._explained(environment, template)
        for _, loader in self._loaders():
            try:
                return loader.get_source(environment, template)
            except TemplateNotFound:
                continue
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """Give the names of all templates."""
        return sorted({name for _, loader in self._loaders() for name in loader.list_templates()})

    def _loaders(self) -> Iterator[tuple[Any, BaseLoader]]:
        for owner in (self.app, *self.app.iter_blueprints()):
            loader = owner.jinja_loader
            if loader is not None:
                yield owner, loader

    def _explained(self, environment: JinjaEnvironment, template: str) -> _Source:
        attempts: list[tuple[BaseLoader, Any, _Source | None]] = []
        for owner, loader in self._loaders():
            try:
                found: _Source | None = loader.get_source(environment, template)
            except TemplateNotFound:
                found = None
            attempts.append((loader, owner, found))
        explain_template_loading_attempts(self.app, template, attempts)
        for _, _, found in attempts:
            if found is not None:
                return found
        raise TemplateNotFound(template)
