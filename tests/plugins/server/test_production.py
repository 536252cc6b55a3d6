"""Handing over to servers for production."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Callable
from typing import Any

import pytest

from pegboard_hookspecs.errors import CommandError, ConfigurationError
from pegboard_hookspecs.serving_kit import Served
from pegboard_server.by_gunicorn import serve_by_gunicorn
from pegboard_server.by_waitress import serve_by_waitress
from tests.plugins.server.stage import Site, Stage, nothing, options_of


def _only(found: object) -> Callable[[str], object]:
    def look_up(name: str) -> object:
        return found

    return look_up


class Config:
    """gunicorn's settings, and what its environment variable says."""

    def __init__(self, environment: dict[str, Any]) -> None:
        self.values: dict[str, Any] = {}
        self.settings: set[str] = set()
        self.environment = environment

    def set(self, name: str, value: Any) -> None:
        self.values[name] = value

    def get_cmd_args_from_env(self) -> list[str]:
        return []

    def parser(self) -> Config:
        return self

    def parse_args(self, words: list[str]) -> argparse.Namespace:
        return argparse.Namespace(args=[], **self.environment)


class Gunicorn:
    """Stands in for gunicorn: loads the application as a worker does, and runs nothing."""

    def __init__(self, **environment: Any) -> None:
        self.config = Config(environment)
        self.app: Any = None
        self.code: object = None

    @property
    def BaseApplication(self) -> type:  # noqa: N802 - gunicorn's name
        outer = self

        class Base:
            cfg = outer.config

            def __init__(self) -> None:
                self.load_config()

            def run(self) -> None:
                try:
                    outer.app = self.load()
                except SystemExit as error:
                    outer.code = error.code

            def load_config(self) -> None: ...

            def load(self) -> Any: ...

        return Base

    class Arbiter:
        APP_LOAD_ERROR = 4


@pytest.fixture
def gunicorn(monkeypatch: pytest.MonkeyPatch) -> Gunicorn:
    """Give what stands in for gunicorn."""
    fake = Gunicorn(timeout=None)
    monkeypatch.setattr("pegboard_server.by_gunicorn.library", _only(fake))
    return fake


def _served(stage: Stage) -> Served:
    return Served(stage.find_app, stage.load_app)


def _gunicorn(stage: Stage | None = None, **options: Any) -> None:
    serve_by_gunicorn(_served(stage or Stage()), options_of(options))


def test_a_worker_starts_its_application(gunicorn: Gunicorn) -> None:
    """Gunicorn gets an application whose set-up is over."""
    stage = Stage()
    _gunicorn(stage)

    assert gunicorn.app is stage.site
    assert stage.site.is_started


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        ({}, {"bind": "127.0.0.1:0", "threads": 4, "reload": False, "reload_extra_files": []}),
        ({"host": "localhost"}, {"bind": "localhost:0"}),
        ({"host": "unix:///run/x.sock"}, {"bind": "unix:/run/x.sock"}),
        ({"use_reloader": True}, {"reload": True}),
        ({"extra": {"workers": 3}}, {"workers": 3}),
        ({"extra": {"extra_files": ["x"]}}, {"reload_extra_files": ["x"]}),
        (
            {"extra": {"ssl_context": ("cert.pem", "key.pem")}},
            {"certfile": "cert.pem", "keyfile": "key.pem"},
        ),
    ],
)
def test_options_become_settings(
    gunicorn: Gunicorn, options: dict[str, Any], settings: dict[str, Any]
) -> None:
    """Where and how to serve is said in gunicorn's own words."""
    _gunicorn(**options)

    assert settings.items() <= gunicorn.config.values.items()


def test_an_ipv6_address_is_bracketed(gunicorn: Gunicorn, monkeypatch: pytest.MonkeyPatch) -> None:
    """An IPv6 address is told apart from its port."""
    monkeypatch.setattr("pegboard_server.by_gunicorn.check_free", nothing)
    _gunicorn(host="::1", port=80)

    assert gunicorn.config.values["bind"] == "[::1]:80"


@pytest.mark.parametrize("known", [set[str](), {"control_socket_disable"}], ids=["old", "new"])
def test_a_control_socket_is_off_where_gunicorn_has_one(
    gunicorn: Gunicorn, known: set[str]
) -> None:
    """Newer versions would put a socket into the home folder; older ones do not know the word."""
    gunicorn.config.settings = known
    _gunicorn()

    assert gunicorn.config.values.keys() & {"control_socket_disable"} == known


def test_threads_can_be_off(gunicorn: Gunicorn) -> None:
    """Without threads gunicorn has its own default."""
    _gunicorn(extra={"threaded": False})

    assert "threads" not in gunicorn.config.values


def test_gunicorns_variable_goes_before_options(
    gunicorn: Gunicorn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What GUNICORN_CMD_ARGS says stands."""
    gunicorn.config.environment = {"workers": 9, "timeout": None}
    _gunicorn(extra={"workers": 3})

    assert gunicorn.config.values["workers"] == 9
    assert "timeout" not in gunicorn.config.values
    assert "args" not in gunicorn.config.values


def test_a_sentence_ends_gunicorn(gunicorn: Gunicorn, capsys: pytest.CaptureFixture[str]) -> None:
    """An application that cannot start for a reason with a cure ends gunicorn with it."""
    _gunicorn(Stage(trouble=ConfigurationError("A sentence.")))

    assert gunicorn.code == 4
    assert "Error: A sentence." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"use_debugger": True}, r"no interactive debugger\. Drop --debugger"),
        ({"extra": {"ssl_context": "adhoc"}}, "wants files for HTTPS"),
        ({"extra": {"wrokers": 2}}, "Did you mean 'workers'"),
    ],
)
def test_gunicorn_refuses_what_it_cannot(
    gunicorn: Gunicorn, options: dict[str, Any], words: str
) -> None:
    """What gunicorn has no means for is an error with the cure."""
    with pytest.raises(CommandError, match=words):
        _gunicorn(**options)


class Waitress:
    """Stands in for waitress."""

    def __init__(self, **members: Any) -> None:
        self.members = members
        self.app: Any = None
        self.options: dict[str, Any] = {}

    def create_server(self, app: Any, **options: Any) -> Any:
        self.app, self.options = app, options
        return type("Server", (), {"run": nothing, **self.members})()


@pytest.fixture
def waitress(monkeypatch: pytest.MonkeyPatch) -> Waitress:
    """Give what stands in for waitress."""
    fake = Waitress(effective_host="127.0.0.1", effective_port=8080)
    monkeypatch.setattr("pegboard_server.by_waitress.library", _only(fake))
    monkeypatch.setattr(signal, "signal", nothing)
    return fake


def _waitress(**options: Any) -> None:
    serve_by_waitress(_served(Stage()), options_of(options))


def test_waitress_gets_a_started_application(
    waitress: Waitress, capsys: pytest.CaptureFixture[str]
) -> None:
    """Waitress serves an application whose set-up is over, and says where."""
    _waitress(extra={"workers": 3})

    assert isinstance(waitress.app, Site)
    assert waitress.app.is_started
    assert waitress.options == {"host": "127.0.0.1", "port": 0, "threads": 3}
    assert capsys.readouterr().err == " * Serving site on http://127.0.0.1:8080 by waitress\n"


@pytest.mark.parametrize(
    ("members", "options", "printed"),
    [
        (
            {"effective_listen": [("127.0.0.1", 1), ("::1", 2)]},
            {"host": "localhost"},
            ["http://127.0.0.1:1", "http://[::1]:2"],
        ),
        ({}, {"host": "unix:///x.sock"}, ["unix:///x.sock"]),
    ],
    ids=["two addresses", "a file"],
)
def test_waitress_says_where_it_listens(
    waitress: Waitress,
    capsys: pytest.CaptureFixture[str],
    members: dict[str, Any],
    options: dict[str, Any],
    printed: list[str],
) -> None:
    """Every address is printed as it is."""
    waitress.members = members
    _waitress(**options)

    lines = capsys.readouterr().err.splitlines()
    assert lines == [f" * Serving site on {address} by waitress" for address in printed]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"use_debugger": True}, r"no interactive debugger\. Drop --debugger"),
        ({"use_reloader": True}, "Drop --reload"),
        ({"extra": {"ssl_context": "adhoc"}}, "speaks no HTTPS"),
        ({"extra": {"wrokers": 2}}, "Did you mean 'workers'"),
    ],
)
def test_waitress_refuses_what_it_cannot(
    waitress: Waitress, options: dict[str, Any], words: str
) -> None:
    """What waitress has no means for is an error with the cure."""
    with pytest.raises(CommandError, match=words):
        _waitress(**options)


@pytest.mark.parametrize(
    ("serve", "name"), [(serve_by_gunicorn, "gunicorn"), (serve_by_waitress, "waitress")]
)
def test_a_missing_server_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, serve: Any, name: str
) -> None:
    """A server that is not installed is an error with the line to run."""
    monkeypatch.setattr("pegboard_server.library.find_spec", nothing)

    with pytest.raises(CommandError, match=rf"pip install 'pegboard-server\[{name}\]'"):
        serve(_served(Stage()), options_of({}))


@pytest.mark.parametrize(
    ("serve", "name"), [(serve_by_gunicorn, "gunicorn"), (serve_by_waitress, "waitress")]
)
def test_a_server_that_is_installed_is_imported(
    monkeypatch: pytest.MonkeyPatch, serve: Any, name: str
) -> None:
    """A server that is there is used as it is."""
    asked: list[str] = []

    def import_it(module: str) -> Any:
        asked.append(module)
        raise CommandError("enough")

    monkeypatch.setattr("pegboard_server.library.find_spec", _only(name))
    monkeypatch.setattr("pegboard_server.library.import_module", import_it)

    with pytest.raises(CommandError, match="enough"):
        serve(_served(Stage()), options_of({}))
    assert asked[0].partition(".")[0] == name


def test_a_server_that_cannot_be_imported_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is installed and not made for this system is an error with the reason."""

    def import_it(module: str) -> Any:
        raise ImportError("no fcntl here")

    monkeypatch.setattr("pegboard_server.library.import_module", import_it)

    with pytest.raises(CommandError, match=r"gunicorn is installed but cannot be .*no fcntl here"):
        serve_by_gunicorn(_served(Stage()), options_of({}))
