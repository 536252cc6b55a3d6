"""The slot ``server``: a process that answers HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.markers import hookspec

__all__ = ["ServeOptions", "Server", "ServerProvider"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Where and how to serve.

    :param host: address to listen on.
    :param port: TCP port; 0 takes a free one.
    :param is_debug: development with debug mode.
    :param use_reloader: start anew when code changes; None follows ``is_debug``.
    :param use_debugger: interactive debugger on errors; None follows ``is_debug``. Only ever on
        with debug mode and a loopback address.
    :param extra: options of this provider alone.
    """

    host: str = "127.0.0.1"
    port: int = 5000
    is_debug: bool = False
    use_reloader: bool | None = None
    use_debugger: bool | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


class Server:
    """Hooks of the slot ``server``. A provider brings the command ``run`` through ``commands``."""

    @hookspec("first")
    def serve(self, app: Application, options: ServeOptions) -> None:
        """Serve an application until the process is told to end.

        Called by ``app.run()``, and by the command that serves where it has loaded the application.
        A provider may serve without it what is loaded later, as by a worker, or cannot be loaded.
        Set-up is ended (``app.start``) before the first request comes, where the application is
        served. SIGTERM and Ctrl+C end it in order: with the exit code 0, and the address free.

        :raises CommandError: the port is in use, or the debugger was asked for where others
            could reach it; the message has the cure.

        Since contract 1.0.
        """


class ServerProvider(Protocol):
    """What fills the slot ``server``."""

    def serve(self, app: Application, options: ServeOptions) -> None:
        """See :meth:`Server.serve`."""
        ...
