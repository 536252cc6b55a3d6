"""What hooks do while an application serves: in a header for browsers, and in the log."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from pegboard.plugins import HookManager
from pegboard.provenance.recording import Recording, begin, current, end, stand_in
from pegboard_hookspecs import Application, Request, Response, hookimpl

__all__ = ["HookTiming", "watch_hooks"]

_LOGGER = "pegboard.hooks"
_NAME = "pegboard-core:hook-timing"


class HookTiming:
    """Records the hooks of each request.

    :param has_header: send what was recorded as ``Server-Timing`` (W3C, Server Timing), up to
        step 9: what comes after it is not known when the header is made.
    :param has_log: log each request with its calls when its context is gone.
    """

    def __init__(self, *, has_header: bool, has_log: bool) -> None:
        self._has_header = has_header
        self._has_log = has_log

    @hookimpl(tryfirst=True)
    def context_pushed(self) -> None:
        """Begin a recording."""
        begin()

    @hookimpl(trylast=True)
    def request_finished(self, response: Response) -> None:
        """Send what was recorded so far."""
        recording = current()
        if self._has_header and recording is not None:
            response.headers.add("Server-Timing", _header(recording))

    @hookimpl(trylast=True)
    def context_popped(self, app: Application, request: Request | None) -> None:
        """End the recording, and log it."""
        recording = end()
        if self._has_log and recording is not None and request is not None:
            log = logging.getLogger(_LOGGER)
            log.info("%s: %s %s\n%s", app.name, request.method, request.path, _lines(recording))


def watch_hooks(manager: HookManager, *, has_header: bool, has_log: bool) -> None:
    """Record what hooks do from now on; no hook is compiled any more."""
    if has_log:
        _set_up_log()
    manager.register(HookTiming(has_header=has_header, has_log=has_log), _NAME)
    manager.watch(stand_in)


def _set_up_log() -> None:
    """Print to standard error, unless logging is set up."""
    log = logging.getLogger(_LOGGER)
    log.setLevel(logging.INFO)
    if not log.hasHandlers():
        log.addHandler(logging.StreamHandler())


def _header(recording: Recording) -> str:
    times: dict[str, float] = {}
    names: dict[str, str] = {}
    for call in recording.calls:
        # A wrapper's time has that of what it surrounds.
        if call.took_ms is not None and call.identity != _NAME and not call.is_wrapper:
            times[call.hook] = times.get(call.hook, 0.0) + call.took_ms
            names.setdefault(call.hook, call.identity)
    return ", ".join(_metric(hook, names, took) for hook, took in times.items())


def _metric(hook: str, names: Mapping[str, str], took: float) -> str:
    # Identities are of letters, digits and "-_.:@/#": nothing that a quoted string would end at.
    identity = names[hook].replace("\\", "/").replace('"', "'")
    return f'{hook};desc="{identity}";dur={took:.3f}'


def _lines(recording: Recording) -> str:
    return "\n".join(
        f"  {'  ' * call.depth}{call.hook} {call.identity} {call.took_ms or 0:.3f} ms"
        f"{' ' if call.outcome else ''}{call.outcome}"
        for call in recording.calls
        if call.identity != _NAME
    )
