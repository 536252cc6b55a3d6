"""Serving in development."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from werkzeug import serving

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit import Served
from pegboard_hookspecs.serving_kit.excuse import Excuse
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server import WerkzeugServer
from pegboard_server.development import serve_in_development
from tests.plugins.server.stage import Site, Stage, nothing, options_of, serve


class Recorder:
    """Stands in for Werkzeug's server, and keeps what it is given."""

    def __init__(self) -> None:
        self.host = ""
        self.port = -1
        self.app: Any = None
        self.options: dict[str, Any] = {}

    def __call__(self, host: str, port: int, app: Any, **options: Any) -> None:
        self.host, self.port, self.app, self.options = host, port, app, options


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Recorder:
    """Give what stands in for Werkzeug's server, in an empty folder."""
    recorder = Recorder()
    monkeypatch.setattr(serving, "run_simple", recorder)
    monkeypatch.setattr(signal, "signal", nothing)
    monkeypatch.chdir(tmp_path)
    return recorder


@pytest.fixture
def child(server: Recorder, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Give the same, in the process that the reloader starts."""
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    return server


def _serve(stage: Stage, **options: Any) -> None:
    serve_in_development(Served(stage.find_app, stage.load_app), options_of(options))


def test_the_application_is_started_before_it_is_served(server: Recorder) -> None:
    """Set-up is over before the first request."""
    site = Site()
    serve(site, host="localhost")

    assert site.is_started
    assert (server.host, server.port, server.app) == ("localhost", 0, site)


def test_the_slots_hook_serves(server: Recorder) -> None:
    """What an application calls is the hook of the slot."""
    site: Any = Site()
    WerkzeugServer().serve(site, ServeOptions(port=0))

    assert server.app is site


def test_options_are_passed_on(server: Recorder) -> None:
    """Options of Werkzeug's server reach it; threads are on unless there are processes."""
    serve(Site(), extra={"passthrough_errors": True})
    assert (server.options["threaded"], server.options["passthrough_errors"]) == (True, True)

    serve(Site(), extra={"processes": 2})
    assert (server.options["threaded"], server.options["processes"]) == (False, 2)


def test_an_unknown_option_suggests_the_nearest(server: Recorder) -> None:
    """An option that no server has is an error with the nearest, and all of them."""
    with pytest.raises(CommandError, match=r"no option 'thread'.* mean 'threaded'.*It takes"):
        serve(Site(), extra={"thread": True})


def test_an_option_without_likeness_lists_all(server: Recorder) -> None:
    """An option that is like none of them gets the list."""
    with pytest.raises(CommandError, match=r"no option 'zzz'\. It takes"):
        serve(Site(), extra={"zzz": True})


def test_an_unknown_server_lists_all() -> None:
    """A server that there is not is an error with those that there are."""
    with pytest.raises(CommandError, match=r"no server 'iis'.* werkzeug, gunicorn, waitress"):
        serve(Site(), extra={"server": "iis"})


def test_workers_are_for_production(server: Recorder) -> None:
    """The development server has no workers, and says which has."""
    with pytest.raises(CommandError, match=r"no workers\. Add --server gunicorn"):
        serve(Site(), extra={"workers": 2})


@pytest.mark.parametrize(
    ("options", "is_on"),
    [
        ({}, False),
        ({"is_debug": True}, True),
        ({"is_debug": True, "host": "0.0.0.0"}, False),  # noqa: S104 - it is what is refused
        ({"is_debug": True, "use_debugger": False}, False),
        ({"is_debug": True, "use_debugger": True, "host": "::1"}, True),
    ],
)
def test_the_debugger_needs_debug_mode_and_loopback(
    server: Recorder, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], is_on: bool
) -> None:
    """By itself the debugger is on in debug mode, where nobody else can reach it."""
    monkeypatch.setattr("pegboard_server.development.check_free", nothing)
    serve(Site(), **options)

    assert server.options["use_debugger"] is is_on


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"is_debug": False}, "only there in debug mode. Add --debug"),
        ({"is_debug": True, "host": "0.0.0.0"}, "others can reach '0.0.0.0'. Serve on"),  # noqa: S104 - refused
        ({"is_debug": True, "host": "example.org"}, "others can reach 'example.org'"),
    ],
    ids=["no debug mode", "all addresses", "a name"],
)
def test_the_debugger_is_refused_elsewhere(
    server: Recorder, options: dict[str, Any], words: str
) -> None:
    """A debugger that was asked for where it is not safe is an error with the cure."""
    with pytest.raises(CommandError, match=words):
        serve(Site(), use_debugger=True, **options)

    assert server.port == -1


def test_the_banner_says_what_is_off(
    server: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In debug mode on a public address the missing debugger is mentioned."""
    monkeypatch.setattr("pegboard_server.development.check_free", nothing)
    serve(Site(), is_debug=True, host="0.0.0.0")  # noqa: S104 - it is what is tested

    assert capsys.readouterr().err.splitlines() == [
        " * Serving site (in /somewhere)",
        " * Debug mode: on",
        " * No interactive debugger: others can reach this address",
    ]


@pytest.mark.parametrize(
    ("options", "is_on"),
    [
        ({}, False),
        ({"is_debug": True}, True),
        ({"is_debug": True, "use_reloader": False}, False),
        ({"use_reloader": True}, True),
    ],
)
def test_the_reloader_follows_debug_mode(
    server: Recorder, options: dict[str, Any], is_on: bool
) -> None:
    """The reloader is on with debug mode, or as it was said."""
    serve(Site(), **options)

    assert server.options["use_reloader"] is is_on


def test_the_reloader_does_not_load_the_application_itself(server: Recorder) -> None:
    """The process that watches only starts others; the application is loaded there."""
    stage = Stage(trouble=AssertionError())
    _serve(stage, use_reloader=True)

    assert server.app is None


def test_a_started_process_has_no_banner(
    child: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    """The process that the reloader starts serves the application, and says nothing."""
    stage = Stage()
    _serve(stage, use_reloader=True)

    assert child.app is stage.site
    assert stage.site.is_started
    assert capsys.readouterr().err == ""


def test_a_load_error_is_excused(child: Recorder, capsys: pytest.CaptureFixture[str]) -> None:
    """What the application raises while it is loaded is printed and served, and mended later."""
    _serve(Stage(trouble=ValueError("mine")), use_reloader=True)

    assert isinstance(child.app, Excuse)
    assert "ValueError: mine" in capsys.readouterr().err


def test_files_are_watched(server: Recorder, tmp_path: Path) -> None:
    """The application's files, the project's and those that were named are watched."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "sub").mkdir()
    os.chdir(tmp_path / "sub")
    (tmp_path / "sub" / ".env").touch()
    serve(Site(watched_files=[Path("site.cfg")]), extra={"extra_files": ["more"]})

    watched = server.options["extra_files"]

    assert watched == [
        "site.cfg",
        str(tmp_path / "pyproject.toml"),
        str(tmp_path / "sub" / ".env"),
        "more",
    ]


def test_the_process_ends_in_order_when_told(
    server: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGTERM ends the process with 0, as an exit that lets everything be closed."""
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    serve(Site())

    with pytest.raises(SystemExit) as caught:
        handlers[signal.SIGTERM](signal.SIGTERM, None)

    assert caught.value.code == 0


def test_another_thread_sets_no_signal_handler(
    server: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread may serve, though only the main one can be told to end by a signal."""

    def refuse(*arguments: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(signal, "signal", refuse)
    thread = threading.Thread(target=serve, args=(Site(),))
    thread.start()
    thread.join()

    assert server.port == 0
