"""How an application starts and ends."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pegboard import Pegboard, g, hookimpl
from pegboard_hookspecs.errors import ConfigurationError, SlotEmptyError
from pegboard_hookspecs.slots import ServeOptions
from tests.core.site import make_app, say


class Pool:
    """A plugin that notes its life."""

    def __init__(self) -> None:
        self.life: list[str] = []

    @hookimpl
    def configure(self) -> None:
        """Note that settings are there."""
        self.life.append("configure")

    @hookimpl
    def app_ready(self) -> None:
        """Note that set-up is over."""
        self.life.append("ready")

    @hookimpl
    def app_closing(self) -> None:
        """Note the end."""
        self.life.append("closing")


class BrokenAt:
    """A plugin that raises at each moment that is listed."""

    def __init__(self, *moments: str) -> None:
        self.moments = moments

    def _come_to(self, moment: str) -> None:
        if moment in self.moments:
            message = f"broken at {moment}"
            raise ValueError(message)

    @hookimpl
    def configure(self) -> None:
        """Raise if it is time."""
        self._come_to("configure")

    @hookimpl
    def app_ready(self) -> None:
        """Raise if it is time."""
        self._come_to("ready")

    @hookimpl
    def app_closing(self) -> None:
        """Raise if it is time."""
        self._come_to("closing")


class Serving:
    """A server that notes what it is asked to serve."""

    def __init__(self) -> None:
        self.asked: list[ServeOptions] = []

    @hookimpl
    def serve(self, options: ServeOptions) -> None:
        """Note the options."""
        self.asked.append(options)


@pytest.fixture
def pool() -> Pool:
    """Give a plugin that notes its life."""
    return Pool()


def _app(*plugins: object) -> Pegboard:
    app = make_app()
    for plugin in plugins:
        app.register_plugin(plugin)
    app.before_request(say)
    return app


# Starting


def test_the_first_request_starts_an_application(pool: Pool) -> None:
    """Settings, then readiness: once, before the first request."""
    client = _app(pool).test_client()
    assert pool.life == []

    client.get("/")
    client.get("/", headers={"Host": "other.example.org"})

    assert pool.life == ["configure", "ready"]


def test_an_application_starts_once(pool: Pool) -> None:
    """Starting again does nothing, also from a plugin that is just getting ready."""
    app = _app(pool)

    @app.hookimpl
    def app_ready(app: Pegboard) -> None:
        app.start()

    app.start()
    app.start()

    assert pool.life == ["configure", "ready"]


def test_threads_wait_for_the_start() -> None:
    """Of several threads one starts the application, and the others wait until it is ready."""
    app = make_app()
    order: list[str] = []

    @app.hookimpl
    def app_ready() -> None:
        others = [Thread(target=serve) for _ in range(3)]
        for thread in others:
            thread.start()
            thread.join(0.02)
        order.append("ready")
        waiting.extend(others)

    waiting: list[Thread] = []

    def serve() -> None:
        app.start()
        order.append("served")

    app.start()
    for thread in waiting:
        thread.join()

    assert order == ["ready", "served", "served", "served"]


def test_settings_are_checked_at_the_start() -> None:
    """A value that went around the checks is found at the start, before any plugin sees it."""
    app = _app(BrokenAt("configure"))
    plainly: Any = dict
    plainly.__setitem__(app.config, "DEBUG", "yes")

    with pytest.raises(ConfigurationError, match="DEBUG"):
        app.start()


@pytest.mark.parametrize(("moment", "hook"), [("configure", "configure"), ("ready", "app_ready")])
def test_a_plugin_may_keep_an_application_from_starting(moment: str, hook: str) -> None:
    """An exception at the start comes out with a note, and the next start tries again."""
    plugin = BrokenAt(moment)
    app = _app(plugin)

    for _ in range(2):
        with pytest.raises(ValueError, match=f"broken at {moment}") as info:
            app.start()
        assert info.value.__notes__ == [f"Raised in plugin app:BrokenAt, hook {hook}."]

    plugin.moments = ()
    assert app.test_client().get("/").text == "said"


def test_what_was_opened_is_closed_when_a_start_fails(pool: Pool) -> None:
    """Where one plugin cannot get ready, the others give back what they have taken."""
    app = _app(BrokenAt("ready"), pool)

    with pytest.raises(ValueError, match="broken at ready"):
        app.start()

    assert pool.life == ["configure", "ready", "closing"]


def test_the_first_failure_counts() -> None:
    """A failure to close after a failure to start is a note on the latter."""
    app = _app(BrokenAt("ready", "closing"))

    with pytest.raises(ValueError, match="broken at ready") as info:
        app.start()

    assert any("broken at closing" in note for note in info.value.__notes__)


# Ending


def test_an_application_ends_once(pool: Pool) -> None:
    """Closing tells the plugins, the second time it does nothing."""
    app = _app(pool)
    app.start()
    app.close()
    app.close()

    assert pool.life == ["configure", "ready", "closing"]


def test_what_never_started_does_not_end(pool: Pool) -> None:
    """Closing an application that did not start tells nobody."""
    _app(pool).close()

    assert pool.life == []


def test_a_request_after_the_end_starts_anew(pool: Pool) -> None:
    """A request that comes after the end finds the plugins ready; settings are read once."""
    app = _app(pool)
    client = app.test_client()
    client.get("/")
    app.close()

    assert client.get("/").text == "said"
    assert pool.life == ["configure", "ready", "closing", "ready"]


def test_every_plugin_hears_of_the_end(pool: Pool) -> None:
    """One plugin that raises at the end keeps nobody from hearing of it; it is named."""
    app = _app(BrokenAt("closing"), pool)
    app.start()

    with pytest.raises(ValueError, match="broken at closing") as info:
        app.close()

    assert pool.life[-1] == "closing"
    assert "Raised in plugin app:BrokenAt, hook app_closing." in info.value.__notes__


@pytest.fixture
def at_exit(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """Give the functions that would be called at exit."""
    registered: list[Callable[[], None]] = []
    monkeypatch.setattr(atexit, "register", registered.append)
    monkeypatch.setattr(atexit, "unregister", id)
    return registered


def test_the_end_of_the_process_closes(pool: Pool, at_exit: list[Callable[[], None]]) -> None:
    """At exit an application that nobody closed is closed, if it is still there."""
    app = _app(pool)
    app.start()
    (close,) = at_exit
    close()
    assert pool.life[-1] == "closing"

    pool.life.clear()
    del app
    close()
    assert pool.life == []


def test_nothing_waits_for_the_exit_without_need(at_exit: list[Callable[[], None]]) -> None:
    """Where no plugin wants to hear of the end, nothing is kept for it."""
    app = _app()
    app.start()
    app.close()

    assert at_exit == []


def test_a_real_process_closes_at_its_end() -> None:
    """A process that ends tells the plugins of the applications it started."""
    code = (
        "from pegboard import Pegboard\n"
        "app = Pegboard('site', static_folder=None)\n"
        "app.hookimpl('app_closing')(lambda app: print('closed', app.name))\n"
        "app.start()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "closed site\n"


def test_a_child_process_starts_for_itself(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a fork an application gets ready again, and the parent's pools are not closed."""
    app = _app(pool)
    app.start()
    parent = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)

    app.start()
    assert pool.life == ["configure", "ready", "ready"]

    monkeypatch.setattr(os, "getpid", lambda: parent + 2)
    app.close()
    assert pool.life == ["configure", "ready", "ready"]


# What servers and command lines ask


def test_an_application_gives_names_to_a_shell() -> None:
    """The shell has the application, its ``g``, and what was added, of which the last counts."""
    app = make_app()
    app.shell_context_processor(lambda: {"one": 1, "two": 1})
    app.shell_context_processor(lambda: {"two": 2})

    assert app.make_shell_context() == {"app": app, "g": g, "one": 1, "two": 2}


def test_read_files_are_watched(tmp_path: Path) -> None:
    """A reloader watches the files that settings were read from."""
    (tmp_path / "site.py").write_text("NAME = 1")
    app = make_app(root_path=str(tmp_path))
    app.config.from_pyfile("site.py")

    assert app.watched_files == (tmp_path / "site.py",)


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        (None, {}, ("127.0.0.1", 5000)),
        ("example.org", {}, ("example.org", 5000)),
        ("example.org:8080", {}, ("example.org", 8080)),
        ("[::1]:8080", {}, ("::1", 8080)),
        ("example.org:8080", {"host": "0.0.0.0", "port": 0}, ("0.0.0.0", 0)),  # noqa: S104
    ],
)
def test_an_application_runs_where_it_is_told(
    name: str | None, given: dict[str, Any], expected: tuple[str, int]
) -> None:
    """Host and port are those given, else those of ``SERVER_NAME``, else loopback and 5000."""
    server = Serving()
    app = make_app(plugins={"server": server}, config={"SERVER_NAME": name})
    app.run(**given)

    assert [(options.host, options.port) for options in server.asked] == [expected]


@pytest.mark.parametrize(
    ("own", "variable", "debug", "load_dotenv", "expected"),
    [
        (False, None, None, True, False),
        (True, None, None, True, True),
        (False, "1", None, True, True),
        (True, "off", None, True, False),
        (False, "1", None, False, False),
        (False, "1", False, True, False),
        (False, "0", True, True, True),
    ],
)
def test_running_decides_about_debug_mode(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    own: bool,
    variable: str | None,
    debug: bool | None,
    load_dotenv: bool,
    expected: bool,
) -> None:
    """The argument goes before ``PEGBOARD_DEBUG``, where that is minded, and it before the rest."""
    monkeypatch.chdir(tmp_path)
    server = Serving()
    app = make_app(plugins={"server": server}, config={"DEBUG": own})
    monkeypatch.setenv("PEGBOARD_DEBUG", variable or "")
    if variable is None:
        monkeypatch.delenv("PEGBOARD_DEBUG")

    app.run(None, None, debug, load_dotenv)

    assert (app.debug, server.asked[0].is_debug) == (expected, expected)


@pytest.mark.parametrize("load_dotenv", [True, False])
def test_running_reads_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, load_dotenv: bool
) -> None:
    """A script that serves itself has the variables of ``.env``, unless it says otherwise."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    monkeypatch.chdir(tmp_path)
    for name in ("PEG_ONE", "PEGBOARD_FROM_ENV_FILES"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    (tmp_path / ".env").write_text("PEG_ONE=1", encoding="utf-8")

    make_app(plugins={"server": Serving()}).run(load_dotenv=load_dotenv)

    assert ("PEG_ONE" in os.environ) is load_dotenv


@pytest.mark.parametrize(("debug", "expected"), [(None, False), (True, True), (False, False)])
def test_options_reach_the_server(debug: bool | None, expected: bool) -> None:
    """Debug mode is set, and other options are passed to the server."""
    server = Serving()
    app = make_app(plugins={"server": server})
    app.run(debug=debug, load_dotenv=False, use_reloader=False, use_debugger=True, threads=4)

    (options,) = server.asked
    assert (app.debug, options.is_debug) == (expected, expected)
    assert (options.use_reloader, options.use_debugger) == (False, True)
    assert options.extra == {"threads": 4}


def test_the_command_line_decides_what_runs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While a command imports the application, ``app.run()`` is left out with a warning."""
    monkeypatch.setenv("PEGBOARD_RUN_FROM_CLI", "1")
    server = Serving()
    make_app(plugins={"server": server}).run()

    assert server.asked == []
    assert "app.run() is left out" in caplog.text


def test_running_needs_a_server() -> None:
    """Without a plugin that serves HTTP the error names the empty slot."""
    with pytest.raises(SlotEmptyError, match="No plugin serves HTTP"):
        make_app(plugins={"server": False}).run()
