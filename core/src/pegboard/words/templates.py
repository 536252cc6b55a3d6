"""``render_template`` and its kin: words that speak through the slot ``templating``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pegboard.context import current, has_request_context
from pegboard.words.streaming import stream_with_context
from pegboard_hookspecs.slots import TemplateChoice

__all__ = [
    "get_template_attribute",
    "render_template",
    "render_template_string",
    "stream_template",
    "stream_template_string",
]


def render_template(template_name: TemplateChoice, /, **context: Any) -> str:
    """Render a template by its name, or a template object of the engine.

    :param template_name: or several of them, of which the first that exists is rendered.
    :param context: the template's variables, over those of context processors.
    :raises TemplateNotFoundError: there is no such template.
    :raises SlotEmptyError: no plugin renders templates.
    """
    app = current("render_template").app
    text: str = _hook(app, "render_template")(app, template_name, app.template_context(context))
    return text


def render_template_string(source: str, /, **context: Any) -> str:
    """Render a template given as text; it escapes what it prints.

    :raises SlotEmptyError: no plugin renders templates.
    """
    app = current("render_template_string").app
    text: str = _hook(app, "render_template_string")(app, source, app.template_context(context))
    return text


def stream_template(template_name: TemplateChoice, /, **context: Any) -> Iterator[str]:
    """Render a template piece by piece, with the request kept until the end.

    :param template_name: as for :func:`render_template`.
    :param context: the same.
    :raises TemplateNotFoundError: there is no such template.
    :raises SlotEmptyError: no plugin renders templates.
    """
    app = current("stream_template").app
    return _kept(_hook(app, "stream_template")(app, template_name, app.template_context(context)))


def stream_template_string(source: str, /, **context: Any) -> Iterator[str]:
    """Render a template given as text, piece by piece, with the request kept until the end.

    :raises SlotEmptyError: no plugin renders templates.
    """
    app = current("stream_template_string").app
    return _kept(_hook(app, "stream_template_string")(app, source, app.template_context(context)))


def get_template_attribute(template_name: str, attribute: str) -> Any:
    """Give a macro or variable that a template defines.

    :raises TemplateNotFoundError: there is no such template.
    :raises AttributeError: the template does not define it.
    :raises SlotEmptyError: no plugin renders templates.
    """
    app = current("get_template_attribute").app
    return _hook(app, "template_attribute")(app, template_name, attribute)


def _hook(app: Any, name: str) -> Any:
    hook = getattr(app.calls, name)
    if hook is None:
        raise app.plugins.empty("templating")
    return hook


def _kept(parts: Iterator[str]) -> Iterator[str]:
    return stream_with_context(parts) if has_request_context() else parts
