"""What a server was asked for, and what it says of it; without a server."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit import (
    Served,
    debug_asked_for,
    end_when_told,
    greet,
    is_debugger_on,
    is_reloader_on,
    parts_of,
    refuse_unknown,
    run_app,
    watched_files,
)
from pegboard_hookspecs.slots import ServeOptions

EVERYWHERE = "0.0.0.0"  # noqa: S104 - where the debugger must not be


@pytest.mark.parametrize(
    ("is_debug", "said", "expected"),
    [(True, None, True), (False, None, False), (True, False, False), (False, True, True)],
)
def test_the_reloader_follows_debug_mode(is_debug: bool, said: bool | None, expected: bool) -> None:
    """The reloader is on in debug mode, unless it was said otherwise."""
    assert is_reloader_on(ServeOptions(is_debug=is_debug, use_reloader=said)) is expected


@pytest.mark.parametrize(
    ("host", "is_debug", "said", "expected"),
    [
        ("127.0.0.1", True, None, True),
        ("127.0.0.1", True, True, True),
        ("127.0.0.1", True, False, False),
        ("127.0.0.1", False, None, False),
        (EVERYWHERE, True, None, False),
    ],
)
def test_the_debugger_is_for_this_machine(
    host: str, is_debug: bool, said: bool | None, expected: bool
) -> None:
    """The debugger is on in debug mode and on loopback only, unless it was said otherwise."""
    options = ServeOptions(host, is_debug=is_debug, use_debugger=said)

    assert is_debugger_on(options) is expected


@pytest.mark.parametrize(
    ("host", "is_debug", "cure"),
    [("127.0.0.1", False, "Add --debug"), (EVERYWHERE, True, "Serve on --host 127.0.0.1")],
)
def test_an_unsafe_debugger_is_refused(host: str, is_debug: bool, cure: str) -> None:
    """Asked for where it is not safe, the debugger is an error that has the cure."""
    with pytest.raises(CommandError, match=cure):
        is_debugger_on(ServeOptions(host, is_debug=is_debug, use_debugger=True))


@pytest.mark.parametrize("host", ["127.0.0.1", EVERYWHERE])
def test_the_greeting_says_what_debug_mode_leaves_out(
    capsys: pytest.CaptureFixture[str], host: str
) -> None:
    """What is served is told, and that others who reach it keep the debugger away."""
    nothing: Any = None
    greet(Served(lambda: "site (in /somewhere)", nothing), ServeOptions(host, is_debug=True))

    told = capsys.readouterr().err
    assert told.startswith(" * Serving site (in /somewhere)\n * Debug mode: on\n")
    assert ("No interactive debugger" in told) is (host == EVERYWHERE)


def test_what_is_served_is_started_where_it_is_loaded() -> None:
    """An application is loaded and its set-up ended in one go."""
    started: list[str] = []
    site: Any = SimpleNamespace(start=lambda: started.append("once"))

    assert Served(str, lambda: site).started() is site
    assert started == ["once"]


@pytest.mark.parametrize(("name", "hint"), [("worker", "Did you mean 'workers'?"), ("zz", "It ")])
def test_an_unknown_option_is_refused(name: str, hint: str) -> None:
    """An option that a server does not have is an error that names the nearest, and all."""
    with pytest.raises(CommandError) as caught:
        refuse_unknown(ServeOptions(extra={name: 1}), "mine", {"threads", "workers"})

    assert str(caught.value).startswith(f"The server 'mine' has no option {name!r}. {hint}")
    assert str(caught.value).endswith("It takes threads, workers.")


def test_a_known_option_is_taken() -> None:
    """Options that a server has are not refused."""
    refuse_unknown(ServeOptions(extra={"workers": 1}), "mine", {"workers"})


@pytest.mark.parametrize(
    ("option", "program", "variable", "expected"),
    [
        (None, None, None, None),
        (True, None, "0", True),
        (None, False, "1", False),
        (None, None, "1", True),
        (None, None, " Off ", False),
    ],
)
def test_debug_mode_is_what_was_said_last(
    monkeypatch: pytest.MonkeyPatch,
    option: bool | None,
    program: bool | None,
    variable: str | None,
    expected: bool | None,
) -> None:
    """The command's option goes before the program's, and that before the environment."""
    monkeypatch.delenv("PEGBOARD_DEBUG", raising=False)
    if variable is not None:
        monkeypatch.setenv("PEGBOARD_DEBUG", variable)
    asked: Any = SimpleNamespace(is_debug=program)

    assert debug_asked_for(asked, option) is expected
    assert asked.is_debug is (program if option is None else option)


def test_files_may_be_joined() -> None:
    """Several files may be given apart, or joined as in a search path."""
    assert parts_of([Path(f"a{os.pathsep}b"), "", "c"]) == ["a", "b", "c"]


def test_an_application_is_served_by_its_own_run() -> None:
    """What a command was asked for reaches ``app.run``, by the names it has there."""
    asked: list[tuple[Any, ...]] = []

    def run(*values: object, **named: object) -> None:
        asked.append((values, named))

    site = SimpleNamespace(run=run)
    program: Any = SimpleNamespace(load_app=lambda: site)
    options = ServeOptions("::1", 80, use_reloader=True, extra={"threads": 2})
    run_app(program, options, is_debug=None)

    named = {"load_dotenv": False, "use_reloader": True, "use_debugger": None, "threads": 2}
    assert asked == [(("::1", 80, None), named)]


def test_files_beside_the_code_are_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reloader watches what the application names, how it is started, and what it was told to."""
    (tmp_path / ".env").touch()
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path / "below")
    site = SimpleNamespace(watched_files=[Path("settings.toml")])
    watched = watched_files(site, ServeOptions(extra={"extra_files": ["data"]}))

    assert watched[0] == "settings.toml"
    assert str(tmp_path / "below" / "pyproject.toml") in watched
    assert str(tmp_path / ".env") in watched
    assert watched[-1] == "data"


def test_a_signal_ends_the_process_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM ends the process in order, with 0; a second one does not disturb."""
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    end_when_told()

    with pytest.raises(SystemExit) as caught:
        handlers[signal.SIGTERM](signal.SIGTERM, None)
    assert caught.value.code == 0
    assert handlers[signal.SIGTERM] is signal.SIG_IGN


def test_another_thread_sets_no_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who serves from another thread ends it himself."""
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    thread = threading.Thread(target=end_when_told)
    thread.start()
    thread.join()

    assert handlers == {}
