"""What receivers are told of a rendering: its template, and when it has ended."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pegboard_hookspecs import Application
from pegboard_hookspecs.slots import TemplateChoice
from pegboard_signals.signals import before_render_template, send, template_rendered

__all__ = [
    "NamedTemplate",
    "has_receivers",
    "rendered",
    "streamed",
    "template_named",
    "template_of_text",
]


@dataclass(frozen=True, slots=True)
class NamedTemplate:
    """Stands for a template whose provider does not show the engine's own.

    :param name: what it was asked for by; None for one of several names, and for a text.
    """

    name: str | None


def has_receivers() -> bool:
    """Say whether anybody is connected to the signals of renderings."""
    return bool(before_render_template.receivers or template_rendered.receivers)


def rendered(
    app: Application, template: object | None, context: Mapping[str, Any]
) -> Generator[None, str, str]:
    """Be a wrapper around a rendering: send one signal before it and one behind it.

    :param template: None where there is none, so that nothing will be rendered.
    """
    if template is None:
        return (yield)
    send(before_render_template, app, template=template, context=context)
    text = yield
    send(template_rendered, app, template=template, context=context)
    return text


def streamed(
    app: Application, template: object | None, context: Mapping[str, Any]
) -> Generator[None, Iterator[str], Iterator[str]]:
    """Do the same around a rendering whose pieces are yet to come."""
    if template is None:
        return (yield)
    send(before_render_template, app, template=template, context=context)
    pieces = yield
    return _told_at_the_end(pieces, app, template, context)


def _told_at_the_end(
    pieces: Iterator[str], app: Application, template: object, context: Mapping[str, Any]
) -> Iterator[str]:
    yield from pieces
    send(template_rendered, app, template=template, context=context)


def template_named(app: Application, name: TemplateChoice) -> object | None:
    """Give the template that is chosen, or the first that exists of several; None if none does."""
    slot = app.slot("templating")
    if "templates" in slot.capabilities:
        return _found(slot.provider.get_template, app, name)
    if isinstance(name, str):
        return NamedTemplate(name)
    return NamedTemplate(None) if isinstance(name, Sequence) else name


def template_of_text(app: Application, source: str) -> object | None:
    """Give the template that a text is; None where it is none."""
    slot = app.slot("templating")
    if "templates" in slot.capabilities:
        return _found(slot.provider.template_of_text, app, source)
    return NamedTemplate(None)


def _found(
    look_up: Callable[[Application, Any], object], app: Application, given: object
) -> object:
    try:
        return look_up(app, given)
    except Exception:  # noqa: BLE001 - the provider is about to raise it again, in its own name
        return None
