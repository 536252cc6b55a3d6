"""A22 and B17: the development server and its debugger."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug import serving

from pegboard import Pegboard
from pegboard_hookspecs.errors import CommandError
from pegboard_server import development
from tests.checklist.terminal import Terminal, nothing
from tests.plugins.server.running import HELLO, Running, running

pytestmark = pytest.mark.needs("cli", "routing", "server")

FAILING = """
from pegboard import Pegboard, g, request

app = Pegboard(__name__, static_folder=None)

@app.get("/fail")
def fail():
    own = "a local value"
    g.word = "kept"
    raise ValueError("mine")
"""


class Served:
    """What stands in for Werkzeug's server, and keeps what it is given."""

    def __init__(self) -> None:
        self.given: tuple[Any, ...] = ()
        self.options: dict[str, Any] = {}

    def __call__(self, *given: Any, **options: Any) -> None:
        self.given, self.options = given, options


@pytest.fixture
def served(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Give what stands in for Werkzeug's server, in an empty folder."""
    served = Served()
    monkeypatch.setattr(serving, "run_simple", served)
    # Nothing is bound, so whoever has the port is no matter.
    monkeypatch.setattr(development, "check_free", nothing)
    monkeypatch.setattr(signal, "signal", nothing)
    return served


@pytest.mark.item("A22.1", "B17.1")
@pytest.mark.parametrize(
    ("options", "is_debug", "expected"),
    [
        ({}, False, {"use_reloader": False, "use_debugger": False, "threaded": True}),
        ({"debug": True}, True, {"use_reloader": True, "use_debugger": True, "threaded": True}),
        (
            {"debug": True, "use_reloader": False, "use_debugger": False, "threaded": False},
            True,
            {"use_reloader": False, "use_debugger": False, "threaded": False},
        ),
        ({"use_reloader": True}, False, {"use_reloader": True, "use_debugger": False}),
        ({"passthrough_errors": True}, False, {"passthrough_errors": True}),
    ],
)
def test_an_application_runs_with_options(
    served: Served, options: dict[str, Any], is_debug: bool, expected: dict[str, Any]
) -> None:
    """Reloader and debugger follow debug mode; other options reach ``run_simple``."""
    app = Pegboard("site", static_folder=None)
    app.run("127.0.0.1", 0, **options)

    assert app.debug is is_debug
    assert expected.items() <= served.options.items()


@pytest.mark.item("A22.1")
def test_an_option_that_there_is_not_is_refused(served: Served) -> None:
    """An option that the server does not have is an error with the nearest."""
    with pytest.raises(CommandError, match="Did you mean 'threaded'"):
        Pegboard("site", static_folder=None).run(port=0, thread=True)

    assert served.given == ()


@pytest.mark.item("A22.2")
@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        (None, {}, ("127.0.0.1", 5000)),
        ("localhost:5050", {}, ("localhost", 5050)),
        ("localhost", {}, ("localhost", 5000)),
        ("localhost:5050", {"port": 0}, ("localhost", 0)),
        ("localhost:5050", {"host": "127.0.0.1"}, ("127.0.0.1", 5050)),
    ],
)
def test_an_application_runs_somewhere(
    served: Served, name: str | None, given: dict[str, Any], expected: tuple[str, int]
) -> None:
    """Host and port are given, or those of the server's name, or the usual ones."""
    app = Pegboard("site", static_folder=None)
    app.config["SERVER_NAME"] = name
    app.run(**given)

    assert served.given[:2] == expected


@pytest.mark.item("A22.3")
def test_a_script_can_be_worked_on(terminal: Terminal) -> None:
    """Where the command line imports a script, the script does not serve, and its log says so."""
    terminal.write("script.py", f"{FAILING}\napp.run()")

    printed = terminal.run("--app", "script", "routes")

    assert printed.code == 0
    assert "fail" in printed.out


@pytest.mark.item("A22.3")
def test_what_is_left_out_is_said(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """That ``app.run()`` is left out is in the log."""
    monkeypatch.setenv("PEGBOARD_RUN_FROM_CLI", "1")
    Pegboard("site", static_folder=None).run()

    assert served.given == ()
    assert "app.run() is left out" in caplog.text


@pytest.mark.item("A22.4")
def test_the_banner_is_printed_once(terminal: Terminal) -> None:
    """Though two processes run, what is served is said once."""
    terminal.write("app.py", HELLO)
    with running(terminal.folder, "--debug") as served:
        served.get()

        assert served.printed.count(" * Serving app") == 1
        assert served.printed.count(" * Debug mode: on") == 1


def _evaluated(served: Running, body: str, expression: str) -> list[str]:
    """Evaluate a text in the innermost frame, as the debugger's page does."""
    (secret,) = re.findall(r'SECRET = "(\w+)"', body)
    frame = re.findall(r'id="frame-(\d+)"', body)[-1]
    query = f"__debugger__=yes&s={secret}&cmd={quote(expression)}&frm={frame}"
    return re.findall(r'class="string">(?:&#39;|&#x27;)([^&]+)&', served.get(f"/fail?{query}")[1])


@pytest.mark.item("A22.5")
def test_the_debugger_has_the_request(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the debugger's console the request and its values are current."""
    monkeypatch.setenv("WERKZEUG_DEBUG_PIN", "off")
    terminal.write("app.py", FAILING)
    with running(terminal.folder, "--debug", "--no-reload") as served:
        status, body = served.get("/fail")
        seen = [_evaluated(served, body, each) for each in ("own", "request.path", "g.word")]

    assert status == 500
    assert seen == [["a local value"], ["/fail"], ["kept"]]


@pytest.mark.item("A22.5")
@pytest.mark.parametrize("words", [["--no-debug"], ["--debug", "--host", "0.0.0.0"]])  # noqa: S104 - refused
def test_the_debugger_is_for_one_machine(terminal: Terminal, words: list[str]) -> None:
    """Without debug mode, and where others can reach the server, there is no debugger."""
    terminal.write("app.py", FAILING)
    with running(terminal.folder, "--no-reload", *words) as served:
        status, body = served.get("/fail")
        console, _ = served.get("/console")

    assert (status, console) == (500, 404)
    assert "mine" not in body


@pytest.mark.item("B17.2")
@pytest.mark.parametrize(
    ("own", "variable", "options", "expected"),
    [
        (True, None, {}, True),
        (False, "1", {}, True),
        (True, "0", {}, False),
        (True, "0", {"debug": True}, True),
        (False, "1", {"debug": False}, False),
        (False, "1", {"load_dotenv": False}, False),
    ],
)
def test_debug_mode_is_the_nearest_word(
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    own: bool,
    variable: str | None,
    options: dict[str, Any],
    expected: bool,
) -> None:
    """The argument counts, else the variable where it is minded, else what the application has."""
    app = Pegboard("site", static_folder=None)
    app.debug = own
    if variable is not None:
        monkeypatch.setenv("PEGBOARD_DEBUG", variable)

    app.run(port=0, use_reloader=False, **options)

    assert (app.debug, served.options["use_debugger"]) == (expected, expected)


@pytest.mark.item("B17.2")
def test_files_are_read_first(served: Served, terminal: Terminal) -> None:
    """What a file says about debug mode counts, and what else it sets is there."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    terminal.write(".env", "PEGBOARD_DEBUG=1\nPEG_ONE=1")
    app = Pegboard("site", static_folder=None)
    app.run(port=0, use_reloader=False)

    assert (app.debug, os.environ["PEG_ONE"]) == (True, "1")
    assert Path.cwd() == terminal.folder
