"""The command ``run``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pegboard_hookspecs import Program
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.parameters import parameters_of
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server import WerkzeugServer
from pegboard_server.run import run
from tests.plugins.server.stage import Stage


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[ServeOptions]:
    """Give what servers are asked for, in place of serving."""
    options: list[ServeOptions] = []

    def take(program: Program, wanted: ServeOptions, *, is_debug: bool | None) -> None:
        assert program.load_app().name == "site"
        assert wanted.is_debug is bool(is_debug)
        options.append(wanted)

    monkeypatch.setattr("pegboard_server.run.serve_program", take)
    monkeypatch.delenv("PEGBOARD_DEBUG", raising=False)
    return options


def _run(stage: Stage, **options: Any) -> None:
    run(stage, **options)  # type: ignore[arg-type]  # a stage is as much program as is needed


def test_the_plugin_brings_the_command() -> None:
    """The command needs no application to be there, and can be presented."""
    (command,) = WerkzeugServer().commands()

    assert (command.name, command.needs_app) == (("run",), False)
    assert {"host", "port"} <= {parameter.name for parameter in parameters_of(command)}


def test_by_default_it_serves_for_development(asked: list[ServeOptions]) -> None:
    """Without options the server is Werkzeug's, on loopback, without debug mode."""
    _run(Stage())

    (options,) = asked
    assert (options.host, options.port, options.is_debug) == ("127.0.0.1", 5000, False)
    assert options.use_reloader is options.use_debugger is None
    assert options.extra == {
        "server": "werkzeug",
        "threaded": True,
        "extra_files": [],
        "exclude_patterns": [],
    }


def test_options_are_passed_on(asked: list[ServeOptions]) -> None:
    """What was said on the command line reaches the server."""
    _run(Stage(), server="gunicorn", workers=3, reload=True, with_threads=False)

    (options,) = asked
    assert options.use_reloader is True
    wanted = {"server": "gunicorn", "workers": 3, "threaded": False}
    assert wanted.items() <= options.extra.items()


@pytest.mark.parametrize(
    ("option", "program", "variable", "is_debug"),
    [
        (None, None, None, False),
        (True, None, None, True),
        (False, True, "1", False),
        (None, True, None, True),
        (None, False, "1", False),
        (None, None, "1", True),
        (None, None, "off", False),
    ],
)
def test_debug_mode_is_what_was_said_last(
    asked: list[ServeOptions],
    monkeypatch: pytest.MonkeyPatch,
    option: bool | None,
    program: bool | None,
    variable: str | None,
    is_debug: bool,
) -> None:
    """The command's option goes before the program's, and that before the environment."""
    if variable is not None:
        monkeypatch.setenv("PEGBOARD_DEBUG", variable)
    stage = Stage(is_debug=program)

    _run(stage, debug=option)

    assert asked[0].is_debug is is_debug
    assert stage.is_debug is (program if option is None else option)


def test_lists_of_files_may_be_joined(asked: list[ServeOptions]) -> None:
    """Several files may be given apart, or joined as in a search path."""
    _run(Stage(), extra_files=[Path(f"a{os.pathsep}b"), Path("c")], exclude_patterns=["*.tmp"])

    assert asked[0].extra["extra_files"] == ["a", "b", "c"]
    assert asked[0].extra["exclude_patterns"] == ["*.tmp"]


def test_a_bad_certificate_is_refused_first(asked: list[ServeOptions]) -> None:
    """Options that do not go together are refused before anything is served."""
    with pytest.raises(CommandError, match="has no certificate"):
        _run(Stage(), key=Path("key.pem"))

    assert asked == []
