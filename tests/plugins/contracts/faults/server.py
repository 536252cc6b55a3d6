"""Providers of the slot ``server`` that each break one rule."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import islice
from typing import Any

from werkzeug import serving

from pegboard_hookspecs import Application, Command, hookimpl
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server import WerkzeugServer
from tests.plugins.contracts.running import Fault

WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Serves(WerkzeugServer, Fault):
    """Serves by Werkzeug's server, of which one part is changed."""

    use_debugger = False

    def served(self, app: Any) -> WSGI:
        wrapped: WSGI = app
        return wrapped

    def prepared(self, app: Any, options: ServeOptions) -> None:
        app.start()
        signal.signal(signal.SIGTERM, self.ended)

    def ended(self, number: int, _: object) -> None:
        sys.exit(0)

    @hookimpl
    def serve(self, app: Application, options: ServeOptions) -> None:
        self.prepared(app, options)
        serving.run_simple(
            options.host,
            options.port,
            self.served(app),
            use_debugger=self.use_debugger,
            threaded=True,
        )


class _Wraps(_Serves):
    """Changes what comes and goes."""

    def change(self, environ: dict[str, Any]) -> None:
        """Change the request."""

    def changed(self, body: Iterable[bytes]) -> Iterable[bytes]:
        return body

    def served(self, app: Any) -> WSGI:
        def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            self.change(environ)
            return self.changed(app(environ, start_response))

        return wrapped


class DropsTheQuery(_Wraps):
    breaks = "test_requests_are_answered"

    def change(self, environ: dict[str, Any]) -> None:
        environ["QUERY_STRING"] = ""


class DecodesTwice(_Wraps):
    breaks = "test_requests_are_answered"

    def change(self, environ: dict[str, Any]) -> None:
        environ["PATH_INFO"] = environ["PATH_INFO"].encode("latin-1").decode()


class ServesOnce(_Serves):
    breaks = "test_requests_are_answered"

    @hookimpl
    def serve(self, app: Application, options: ServeOptions) -> None:
        app.start()
        server = serving.make_server(options.host, options.port, app)
        server.handle_request()
        server.server_close()


class LosesBodies(_Wraps):
    breaks = "test_bodies_come_and_go"

    def change(self, environ: dict[str, Any]) -> None:
        environ["wsgi.input"] = BytesIO()


class LosesFields(_Wraps):
    breaks = "test_bodies_come_and_go"

    def change(self, environ: dict[str, Any]) -> None:
        environ.pop("HTTP_X_GIVEN", None)


class SendsTheFirstPiece(_Wraps):
    breaks = "test_bodies_come_and_go"

    def changed(self, body: Iterable[bytes]) -> Iterable[bytes]:
        return islice(body, 1)


class NeverStarts(_Serves):
    breaks = "test_the_application_is_started_without_requests"

    def prepared(self, app: Any, options: ServeOptions) -> None:
        signal.signal(signal.SIGTERM, self.ended)


class ServesWhatDidNotStart(_Serves):
    breaks = "test_the_application_is_started_without_requests"

    def prepared(self, app: Any, options: ServeOptions) -> None:
        with suppress(Exception):
            app.start()


class ClosesEarly(_Serves):
    breaks = "test_the_application_is_started_first"

    def prepared(self, app: Any, options: ServeOptions) -> None:
        super().prepared(app, options)
        app.close()


class DiesOfTheSignal(_Serves):
    breaks = "test_it_ends_when_it_is_told"

    def prepared(self, app: Any, options: ServeOptions) -> None:
        app.start()


class FailsInTheEnd(_Serves):
    breaks = "test_it_ends_when_it_is_told"

    def ended(self, number: int, _: object) -> None:
        sys.exit(1)


class ForgetsToClose(_Serves):
    breaks = "test_the_application_is_started_first"

    def ended(self, number: int, _: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)


class LetsTheSystemComplain(_Serves):
    breaks = "test_a_port_in_use_is_refused"


class NamesNoPort(_Serves):
    breaks = "test_a_port_in_use_is_refused"

    @hookimpl
    def serve(self, app: Application, options: ServeOptions) -> None:
        try:
            super().serve(app, options)
        except (OSError, SystemExit) as error:
            raise CommandError("Address already in use.") from error


class TakesItsOwnPort(_Serves):
    breaks = "test_a_port_in_use_is_refused"

    @hookimpl
    def serve(self, app: Application, options: ServeOptions) -> None:
        raise SystemExit(0)


class DebugsForEverybody(_Serves):
    """The debugger is on wherever it was asked for."""

    breaks = "test_an_unsafe_debugger_is_refused"


class RefusesWithoutACure(_Serves):
    breaks = "test_an_unsafe_debugger_is_refused"

    def prepared(self, app: Any, options: ServeOptions) -> None:
        if options.use_debugger:
            raise CommandError("The debugger is not allowed here.")


class DebugsWhereItIsNotAskedTo(_Serves):
    breaks = "test_errors_show_no_detail_to_others"

    @hookimpl
    def serve(self, app: Application, options: ServeOptions) -> None:
        self.use_debugger = options.is_debug
        super().serve(app, options)


class IsInDebugModeAlways(_Serves):
    breaks = "test_errors_show_no_detail_to_others"
    use_debugger = True

    def prepared(self, app: Any, options: ServeOptions) -> None:
        super().prepared(app, options)
        app.debug = True


class DebugsAgainstTheWish(DebugsWhereItIsNotAskedTo):
    breaks = "test_the_debugger_may_be_switched_off"


class BringsNoCommand(_Serves):
    breaks = "test_it_brings_the_command_run"

    @hookimpl
    def commands(self) -> Sequence[Command]:
        return []


class BringsAnotherCommand(_Serves):
    breaks = "test_it_brings_the_command_run"

    @hookimpl
    def commands(self) -> Sequence[Command]:
        return [Command(("serve",), print, "Serve.")]
