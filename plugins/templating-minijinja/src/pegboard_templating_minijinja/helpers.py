"""What an application registers, as MiniJinja calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from weakref import ref

from markupsafe import Markup
from minijinja import pass_state

from pegboard_hookspecs import Application
from pegboard_hookspecs.templates import script_json

__all__ = ["helper_of", "tojson_of"]


def helper_of(app: Application, kind: str, name: str) -> Callable[..., Any]:
    """Give a function that calls a filter or test of the application by its name.

    It holds the application weakly: the collector cannot look into MiniJinja's environment, so
    that a helper which refers to the application would keep it for ever.

    :param kind: "filter" or "test".
    """
    owner = ref(app)

    @pass_state
    def call(state: Any, /, *args: Any, **kwargs: Any) -> Any:
        try:
            return _registry(owner(), kind)[name](*args, **kwargs)
        except Exception as error:
            # MiniJinja passes it on as it is, without a word of the template.
            error.add_note(f"In the template {state.name}, in its {kind} {name!r}.")
            raise

    return call


def tojson_of(app: Application) -> Callable[..., Markup]:
    """Give the filter that writes a value for a script, with the application's JSON."""
    owner = ref(app)

    def tojson(value: Any, **options: Any) -> Markup:
        # The environment lives no longer than the application.
        app: Any = owner()
        return Markup(script_json(app, value, **options))  # noqa: S704 - made for markup

    return tojson


def _registry(app: Any, kind: str) -> Mapping[str, Callable[..., Any]]:
    found: Mapping[str, Callable[..., Any]]
    found = app.template_filters if kind == "filter" else app.template_tests
    return found
