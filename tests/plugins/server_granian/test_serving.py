"""What is refused, and how options become Granian's."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path
from typing import Any

import pytest

from pegboard_hookspecs import Program
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.parameters import parameters_of
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server_granian import GranianServer
from pegboard_server_granian.addresses import url_of
from pegboard_server_granian.run import run
from pegboard_server_granian.settings import settings_of, threads_of, workers_of
from pegboard_server_granian.watching import Watch


def _nothing(*arguments: object) -> None:
    """Stand in for what has no effect here."""


def _serve(**options: Any) -> None:
    site: Any = None
    complete: dict[str, Any] = {"port": 0, **options}
    GranianServer().serve(site, ServeOptions(**complete))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"extra": {"worker": 2}}, "Did you mean 'workers'"),
        ({"extra": {"workers": 0}}, "workers is 0; it must be 1 or more"),
        ({"extra": {"threads": "4"}}, "threads is '4'"),
        ({"extra": {"http": "3"}}, "no HTTP version '3' here"),
        ({"extra": {"ssl_context": object()}}, "wants files for HTTPS"),
        ({"extra": {"ssl_context": (__file__, __file__)}}, "no certificate and its key"),
        (
            {"is_debug": True, "use_debugger": True, "extra": {"workers": 2}},
            "in one process. Drop --workers",
        ),
        ({"use_debugger": True}, "only there in debug mode"),
        ({"host": "nowhere.invalid"}, "is no address of this machine"),
    ],
    ids=[
        "unknown", "workers", "threads", "http", "context", "no-pem", "debugger-of-many",
        "debugger", "host",
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_a_sentence(
    options: dict[str, Any], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Granian cannot do is refused before anything is loaded, with the cure."""
    monkeypatch.setattr("pegboard_server_granian.serving.greet", _nothing)
    monkeypatch.setattr("pegboard_server_granian.processes.end_when_told", lambda: None)
    with pytest.raises(CommandError, match=complaint):
        _serve(use_reloader=False, **options)


def test_a_system_without_copies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process can be copied the message says what serves there."""
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])

    with pytest.raises(CommandError, match="Take the default server"):
        _serve()


@pytest.mark.parametrize(
    ("extra", "numbers"),
    [
        ({}, (1, 4)),
        ({"workers": 2, "threads": 8}, (2, 8)),
        ({"processes": 3, "threaded": False}, (3, 1)),
        ({"workers": 2, "processes": 3}, (2, 4)),
    ],
)
def test_names_of_the_default_provider_are_known(
    extra: dict[str, object], numbers: tuple[int, int]
) -> None:
    """``processes`` and ``threaded``, as scripts have them for the default provider, count too."""
    options = ServeOptions(extra=extra)

    assert (workers_of(options), threads_of(options)) == numbers


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"address": "127.0.0.1", "port": 5000, "log_access": False}),
        ({"is_debug": True}, {"log_access": True}),
        ({"is_debug": True, "extra": {"access_log": False}}, {"log_access": False}),
        ({"host": "unix:///run/site.sock"}, {"uds": Path("/run/site.sock")}),
        ({"extra": {"http": "2", "graceful_timeout": 5}}, {"http": "2", "workers_kill_timeout": 5}),
        ({"extra": {"granian": {"backlog": 256}}}, {"backlog": 256}),
    ],
)
def test_options_become_settings(options: dict[str, Any], expected: dict[str, Any]) -> None:
    """Where and how to serve is said in Granian's own words; ``granian`` has the last one."""
    settings = settings_of(ServeOptions(**options), {}, is_reloading=False)

    assert expected.items() <= settings.items()


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({"host": "::1"}, "http://[::1]:5000"),
        ({"host": "unix:///run/site.sock"}, "unix:///run/site.sock"),
        ({"extra": {"ssl_context": "adhoc"}}, "https://127.0.0.1:5000"),
    ],
)
def test_the_address_is_one_for_a_browser(options: dict[str, Any], url: str) -> None:
    """The address that is printed can be opened."""
    assert url_of(ServeOptions(**options)) == url


def test_the_command_passes_options_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said on the command line reaches the server, and debug mode the program."""
    asked: list[ServeOptions] = []

    def take(program: Program, options: ServeOptions, *, is_debug: bool | None) -> None:
        assert is_debug is program.is_debug is True
        asked.append(options)

    monkeypatch.setattr("pegboard_server_granian.run.serve_program", take)
    (command,) = GranianServer().commands()
    program: Any = type("Asked", (), {"is_debug": None})()
    run(program, debug=True, port=0, workers=2, http="1", extra_files=[Path("a:b")])

    assert (command.name, command.needs_app) == (("run",), False)
    assert {"host", "port", "workers"} <= {each.name for each in parameters_of(command)}
    assert (asked[0].port, asked[0].is_debug, asked[0].use_reloader) == (0, True, None)
    wanted = {"workers": 2, "threads": 4, "http": "1", "extra_files": ["a", "b"]}
    assert wanted.items() <= asked[0].extra.items()


def test_files_are_watched(tmp_path: Path) -> None:
    """A file that changes, goes away, or lies in a folder that is watched, is noticed once."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).touch()
    (tmp_path / "noise.tmp").touch()
    watch = Watch(
        [str(tmp_path), str(tmp_path / "none")],
        ["*.tmp"],
        new_ones_count=False,
        since=time.time_ns(),
    )

    (tmp_path / "noise.tmp").write_text("x", encoding="utf-8")
    (tmp_path / "new.txt").touch()
    assert watch.changed() is None
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert watch.changed() == str(tmp_path / "a.txt")
    (tmp_path / "b.txt").unlink()
    assert watch.wait() == str(tmp_path / "b.txt")
    assert watch.changed() is None


def test_a_module_that_was_missing_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the application could not be loaded, a new module may be what it was missing."""
    monkeypatch.chdir(tmp_path)
    watch = Watch([], [], new_ones_count=True, since=time.time_ns())
    (tmp_path / "missing.py").touch()

    assert watch.changed() == str(tmp_path / "missing.py")


@pytest.mark.parametrize(
    ("age", "is_noticed"), [(-60, False), (-1, True), (3600, False)], ids=["old", "now", "future"]
)
def test_a_save_before_the_first_look_is_noticed(
    tmp_path: Path, age: int, is_noticed: bool
) -> None:
    """What was saved while the application was loaded is a change; a clock ahead is none."""
    saved = tmp_path / "app.toml"
    saved.touch()
    os.utime(saved, (time.time() + age, time.time() + age))
    started = time.time_ns() - 30 * 10**9
    watch = Watch([str(saved)], ["*.py"], new_ones_count=False, since=started)

    assert watch.changed() == (str(saved) if is_noticed else None)
    assert watch.changed() is None


def test_a_save_in_the_second_of_the_start_is_noticed(tmp_path: Path) -> None:
    """Where a file system knows whole seconds only, a save may look older than the start."""
    saved = tmp_path / "app.toml"
    saved.touch()
    second = int(time.time()) - 10
    os.utime(saved, (second, second))
    watch = Watch([str(saved)], ["*.py"], new_ones_count=False, since=second * 10**9 + 5 * 10**8)

    assert watch.has_missed_change
    assert watch.changed() == str(saved)
    assert not watch.has_missed_change
