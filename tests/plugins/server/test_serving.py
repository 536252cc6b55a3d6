"""How the command ``run`` serves: through the slot's hook where it has loaded the application."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from werkzeug import serving

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit import Served
from pegboard_hookspecs.serving_kit.excuse import Excuse
from pegboard_hookspecs.slots import ServeOptions
from pegboard_server.serving import serve_program
from tests.plugins.server.stage import Stage, nothing, options_of


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """Give the applications that servers get, in place of serving."""
    apps: list[Any] = []

    def run_simple(host: str, port: int, app: Any, **options: Any) -> None:
        apps.append(app)

    monkeypatch.setattr(serving, "run_simple", run_simple)
    monkeypatch.setattr(signal, "signal", nothing)
    monkeypatch.delenv("PEGBOARD_LIFELINE", raising=False)
    monkeypatch.chdir(tmp_path)
    return apps


def _serve(stage: Stage, *, is_debug: bool | None = None, **options: Any) -> None:
    options["extra"] = {"server": "werkzeug", **options.get("extra", {})}
    program: Any = stage
    wanted = options_of({"is_debug": bool(is_debug), **options})
    serve_program(program, wanted, is_debug=is_debug)


def test_an_application_that_is_loaded_runs_itself(served: list[Any]) -> None:
    """What is loaded here serves by its own ``run``, which calls the hook; all options go along."""
    stage = Stage()
    _serve(stage, host="localhost", use_reloader=False, extra={"threaded": False})

    (asked,) = stage.site.asked
    assert (asked.host, asked.port, asked.is_debug, asked.use_reloader) == (
        "localhost",
        0,
        False,
        False,
    )
    assert asked.extra == {"server": "werkzeug", "threaded": False}
    assert served == [stage.site]


def test_a_watching_process_loads_nothing(served: list[Any]) -> None:
    """Where another process will load the application, it is not loaded here."""
    stage = Stage(trouble=AssertionError())
    _serve(stage, use_reloader=True)

    assert served == [None]


def test_a_started_process_runs_its_application(
    served: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that the reloader starts calls the hook as any other."""
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    stage = Stage()
    _serve(stage, is_debug=True)

    assert len(stage.site.asked) == 1
    assert served == [stage.site]


def test_what_cannot_be_loaded_is_excused(
    served: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the reloader an application that cannot be loaded has no hook to call."""
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    _serve(Stage(trouble=ValueError("mine")), is_debug=True)

    assert isinstance(served[0], Excuse)


def test_without_the_reloader_a_failure_is_raised(served: list[Any]) -> None:
    """What cannot be loaded is raised where no save will mend it."""
    with pytest.raises(ValueError, match="mine"):
        _serve(Stage(trouble=ValueError("mine")))


@pytest.mark.parametrize(
    ("server", "options"),
    [("werkzeug", {"use_debugger": True}), ("waitress", {"use_reloader": True})],
)
def test_what_is_impossible_is_refused_first(
    served: list[Any], server: str, options: dict[str, Any]
) -> None:
    """What a server cannot do is refused before the application is loaded."""
    with pytest.raises(CommandError):
        _serve(Stage(trouble=AssertionError()), extra={"server": server}, **options)


def test_workers_load_for_themselves(served: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """With gunicorn the application is loaded by workers, and not here."""
    seen: list[str] = []

    def take(given: Served, options: ServeOptions) -> None:
        seen.append(options.extra["server"])

    monkeypatch.setattr("pegboard_server.serving._SERVERS", {"gunicorn": take})
    _serve(Stage(trouble=AssertionError()), extra={"server": "gunicorn"})

    assert seen == ["gunicorn"]
