"""The plugin: each hook asks first whether anybody is connected, and costs little if not."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Any

from pegboard_hookspecs import Application, Request, Response, hookimpl
from pegboard_hookspecs.slots import TemplateChoice
from pegboard_signals.rendering import (
    has_receivers,
    rendered,
    streamed,
    template_named,
    template_of_text,
)
from pegboard_signals.signals import (
    appcontext_popped,
    appcontext_pushed,
    appcontext_tearing_down,
    got_request_exception,
    message_flashed,
    request_finished,
    request_started,
    request_tearing_down,
    send,
)

__all__ = ["Signals"]


class Signals:
    """Sends a signal for what happens in the application that it is registered with."""

    #: A request has started before other plugins answer it in place of its view.
    phase = "early"

    @hookimpl
    def context_pushed(self, app: Application) -> None:
        """Send ``appcontext_pushed``."""
        if appcontext_pushed.receivers:
            send(appcontext_pushed, app)

    @hookimpl
    def preprocess(self, app: Application) -> None:
        """Send ``request_started``: the route is known, and nobody has answered."""
        if request_started.receivers:
            send(request_started, app)

    @hookimpl
    def request_finished(self, app: Application, response: Response) -> None:
        """Send ``request_finished``."""
        if request_finished.receivers:
            send(request_finished, app, response=response)

    @hookimpl
    def teardown(
        self, app: Application, request: Request | None, error: BaseException | None
    ) -> None:
        """Send ``request_tearing_down``, where there is a request, and its application's."""
        if request is not None and request_tearing_down.receivers:
            send(request_tearing_down, app, exc=error)
        if appcontext_tearing_down.receivers:
            send(appcontext_tearing_down, app, exc=error)

    @hookimpl
    def context_popped(self, app: Application) -> None:
        """Send ``appcontext_popped``."""
        if appcontext_popped.receivers:
            send(appcontext_popped, app)

    @hookimpl
    def request_failed(self, app: Application, error: Exception) -> None:
        """Send ``got_request_exception``."""
        if got_request_exception.receivers:
            send(got_request_exception, app, exception=error)

    @hookimpl
    def message_flashed(self, app: Application, message: str, category: str) -> None:
        """Send ``message_flashed``."""
        if message_flashed.receivers:
            send(message_flashed, app, message=message, category=category)

    @hookimpl(wrapper=True)
    def render_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Generator[None, str, str]:
        """Send ``before_render_template`` and ``template_rendered``."""
        if not has_receivers():
            return (yield)
        return (yield from rendered(app, template_named(app, name), context))

    @hookimpl(wrapper=True)
    def render_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Generator[None, str, str]:
        """Send the same for a template given as text."""
        if not has_receivers():
            return (yield)
        return (yield from rendered(app, template_of_text(app, source), context))

    @hookimpl(wrapper=True)
    def stream_template(
        self, app: Application, name: TemplateChoice, context: Mapping[str, Any]
    ) -> Generator[None, Iterator[str], Iterator[str]]:
        """Send ``before_render_template``, and ``template_rendered`` behind the last piece."""
        if not has_receivers():
            return (yield)
        return (yield from streamed(app, template_named(app, name), context))

    @hookimpl(wrapper=True)
    def stream_template_string(
        self, app: Application, source: str, context: Mapping[str, Any]
    ) -> Generator[None, Iterator[str], Iterator[str]]:
        """Send the same for a template given as text."""
        if not has_receivers():
            return (yield)
        return (yield from streamed(app, template_of_text(app, source), context))
