"""The signals, by their usual names; the sender is always the application itself.

A signal knows no application: one that is connected with ``sender=app`` is told of that one only.
"""

from __future__ import annotations

from typing import Any

from blinker import NamedSignal, Namespace

from pegboard_hookspecs import Application

__all__ = [
    "appcontext_popped",
    "appcontext_pushed",
    "appcontext_tearing_down",
    "before_render_template",
    "got_request_exception",
    "message_flashed",
    "request_finished",
    "request_started",
    "request_tearing_down",
    "send",
    "template_rendered",
]

# The one state at module level: receivers are connected to a name that they import.
_signals = Namespace()

#: A context is current, of a request or of an application only.
appcontext_pushed: NamedSignal = _signals.signal("appcontext-pushed")
#: A context was torn down and is no longer current.
appcontext_popped: NamedSignal = _signals.signal("appcontext-popped")
#: The functions that tear a context down have run; ``exc`` is what nobody handled, or None.
appcontext_tearing_down: NamedSignal = _signals.signal("appcontext-tearing-down")
#: A request was matched, and no function of the application has seen it yet.
request_started: NamedSignal = _signals.signal("request-started")
#: A ``response`` is complete, its session saved; that of an error too.
request_finished: NamedSignal = _signals.signal("request-finished")
#: The functions that tear a request down have run; ``exc`` is what nobody handled, or None.
request_tearing_down: NamedSignal = _signals.signal("request-tearing-down")
#: Nobody handled ``exception``; it becomes a 500, or leaves the application.
got_request_exception: NamedSignal = _signals.signal("got-request-exception")
#: A ``template`` is about to be rendered; receivers may change its ``context``.
before_render_template: NamedSignal = _signals.signal("before-render-template")
#: A ``template`` was rendered with ``context``; where it is streamed, to its end.
template_rendered: NamedSignal = _signals.signal("template-rendered")
#: A ``message`` of a ``category`` waits in the session for the next page.
message_flashed: NamedSignal = _signals.signal("message-flashed")


def send(signal: NamedSignal, app: Application, **values: Any) -> None:
    """Tell the receivers of a signal, those that are ``async def`` too.

    :raises SetupError: one is ``async def``, and nothing can run a coroutine here.
    """
    signal.send(app, _async_wrapper=app.ensure_sync, **values)
