"""How an application starts and ends, and what it says of itself before."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable, Sequence
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import ref

from pegboard.application.async_words import AsyncWords
from pegboard.application.config_words import ConfigWords
from pegboard.config import is_on, misspelt, unfit_for_deployment
from pegboard.plugins import findings
from pegboard_hookspecs import Finding
from pegboard_hookspecs.slots import ServeOptions

__all__ = ["Lifespan"]


class Lifespan(ConfigWords, AsyncWords):
    """An application as servers and command lines see it."""

    @property
    def watched_files(self) -> Sequence[Path]:
        """The files that settings were read from; a reloader watches them too."""
        return tuple(self.config.files)

    def start(self) -> None:
        """End set-up: validate settings, freeze, tell the plugins. Done once per process.

        The first request or command calls it; a server may call it before, behind its fork.

        :raises ConfigurationError: a setting has a wrong value.
        :raises Exception: whatever a plugin raised, with a note that names it.
        """
        if self._started_in == os.getpid():
            return
        with self._start_lock:
            if self._is_starting or self._started_in == os.getpid():
                return
            self._is_starting = True
            try:
                self._start_plugins()
            except Exception as error:
                self.plugins.annotate(error)
                raise
            finally:
                self._is_starting = False

    def close(self) -> None:
        """Tell the plugins that the process ends; done once, and at exit if nobody does it.

        A request that comes afterwards starts the application anew.

        :raises Exception: what a plugin raised when all were told, with a note that names it.
        """
        with self._start_lock:
            # In a child of the process that started it, nothing was opened that could be closed.
            is_started = self._started_in == os.getpid()
            self._started_in = None
            self._known_hosts.clear()
            if is_started:
                atexit.unregister(self._close_at_exit)
                self._tell_of_the_end()

    def check(self, *, deploy: bool = False) -> list[Finding]:
        """Tell what is wrong or risky: what settings look misspelt, and what plugins say.

        :param deploy: ask also what matters only where strangers reach the application.
        """
        unfit = unfit_for_deployment(self.config) if deploy else ()
        return [*misspelt(self.config), *unfit, *findings(self, self.plugins, deploy=deploy)]

    def run(
        self,
        host: str | None = None,
        port: int | None = None,
        debug: bool | None = None,  # noqa: FBT001 - Flask's signature
        load_dotenv: bool = True,  # noqa: FBT001, FBT002
        *,
        use_reloader: bool | None = None,
        use_debugger: bool | None = None,
        **options: Any,
    ) -> None:
        """Serve the application until the process is told to end, for development.

        When the server has stopped, as at a prompt, set-up may go on until the next start;
        plugins stay as they are.

        :param host: the address to listen on; None takes ``SERVER_NAME``'s host, or loopback.
        :param port: TCP port; 0 takes a free one; None takes ``SERVER_NAME``'s, or 5000.
        :param debug: debug mode; None takes ``PEGBOARD_DEBUG``, or leaves it as it is.
        :param load_dotenv: read ``.pegboardenv`` and ``.env`` first, and mind ``PEGBOARD_DEBUG``.
        :param use_reloader: start anew when code changes; None: in debug mode.
        :param use_debugger: the interactive debugger; None: in debug mode, on loopback.
        :param options: what the server takes; of Werkzeug's all that its ``run_simple`` does.
        :raises SlotEmptyError: no plugin serves HTTP.
        """
        if os.environ.get("PEGBOARD_RUN_FROM_CLI"):
            # The command line imports the application to work on it.
            self.logger.warning("app.run() is left out: the command 'pegboard' decides what runs.")
            return
        if load_dotenv:
            # Only a script that serves itself needs the command line's files.
            from pegboard.commandline import read_env_files  # noqa: PLC0415

            read_env_files()
            variable = os.environ.get("PEGBOARD_DEBUG")
            self.debug = self.debug if variable is None else is_on(variable)
        if debug is not None:
            self.debug = debug
        serve = self._slot_call("server", "serve")
        named = urlsplit(f"//{self.config['SERVER_NAME'] or ''}")
        chosen = ServeOptions(
            host=host or named.hostname or "127.0.0.1",
            port=_port(named.port) if port is None else port,
            is_debug=self.debug,
            use_reloader=use_reloader,
            use_debugger=use_debugger,
            extra=options,
        )
        try:
            serve(self, chosen)
        finally:
            self._is_frozen = False
            self.close()

    def _start_plugins(self) -> None:
        self.config.declare()
        if self.debug:
            for finding in misspelt(self.config):
                self.logger.warning("%s (%s) %s", finding.message, finding.place, finding.cure)
        if not self._is_configured:
            if self.calls.configure is not None:
                self.calls.configure(self)
            self._is_configured = True
            self._watch_hooks()
        if not self._is_frozen:
            self._is_frozen = True
            self._awaits_around_views = any(
                map(iscoroutinefunction, self._functions_around_views())
            )
            self.plugins.manager.freeze()
        self._make_ready()
        self._started_in = os.getpid()
        if self.calls.app_closing is not None:
            self._close_at_exit = _closing(self)
            atexit.register(self._close_at_exit)

    def _watch_hooks(self) -> None:
        has_header = self.config["SERVER_TIMING"]
        has_log = is_on(os.environ.get("PEGBOARD_TRACE_HOOKS", ""))
        if has_header or has_log:
            # Hooks are not compiled then, so it is for looking, and hardly anybody loads it.
            from pegboard.provenance import watch_hooks  # noqa: PLC0415

            watch_hooks(self.plugins.manager, has_header=has_header, has_log=has_log)

    def _make_ready(self) -> None:
        if self.calls.app_ready is None:
            return
        try:
            self.calls.app_ready(self)
        except Exception as error:
            # Some plugins may have opened what others could not.
            self._tell_of_the_end(error)
            raise

    def _tell_of_the_end(self, reason: Exception | None = None) -> None:
        if self.calls.app_closing is None:
            return
        try:
            self.calls.app_closing(self)
        except Exception as error:
            self.plugins.annotate(error)
            if reason is None:
                raise
            reason.add_note(f"Then a plugin could not give back what it had taken: {error!r}")


def _port(named: int | None) -> int:
    return 5000 if named is None else named


def _closing(app: Lifespan) -> Callable[[], None]:
    """Make what closes an application at exit, without keeping it alive until then."""
    weak = ref(app)

    def close() -> None:
        living = weak()
        if living is not None:
            living.close()

    return close
