"""What hooks do while an application serves."""

from __future__ import annotations

import logging

import pytest

from pegboard import Pegboard
from tests.core.site import make_app, say

pytestmark = pytest.mark.needs("routing")


def _app(**config: object) -> Pegboard:
    app = make_app(config=config)
    app.add_url_rule("/", "index", say)
    return app


def test_browsers_are_told_how_long_hooks_took() -> None:
    """With SERVER_TIMING each hook is a metric, with the plugin that answered."""
    response = _app(SERVER_TIMING=True).test_client().get("/")
    metrics = response.headers["Server-Timing"].split(", ")

    assert [each.partition(";")[0] for each in metrics] == [
        *("match_request", "preprocess", "dispatch", "make_response")
    ]
    assert metrics[2].startswith('dispatch;desc="pegboard-core:views";dur=')
    assert float(metrics[2].rpartition("=")[2]) >= 0


def test_nobody_is_told_unless_it_is_asked_for() -> None:
    """Without the setting there is no header, and hooks stay compiled."""
    app = _app()

    assert "Server-Timing" not in app.test_client().get("/").headers
    assert app.plugins.manager.compiled_source("dispatch").startswith("dispatch = ")


def test_the_log_has_every_call(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With PEGBOARD_TRACE_HOOKS=1 each request is logged with the calls of its hooks."""
    monkeypatch.setenv("PEGBOARD_TRACE_HOOKS", "1")
    app = _app()
    with caplog.at_level(logging.INFO, "pegboard.hooks"):
        response = app.test_client().get("/")

    (message,) = [each.getMessage() for each in caplog.records if each.name == "pegboard.hooks"]
    lines = message.splitlines()
    assert lines[0] == "tests.core.site: GET /"
    assert lines[1].startswith("  match_request pegboard-routing")
    assert any(line.startswith("  dispatch pegboard-core:views ") for line in lines)
    assert lines[3].endswith(" ms 'said'")
    assert "Server-Timing" not in response.headers


def test_without_logging_set_up_the_log_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who sets the variable sees something, though no logging is set up."""
    monkeypatch.setenv("PEGBOARD_TRACE_HOOKS", "1")
    log = logging.getLogger("pegboard.hooks")
    monkeypatch.setattr(log, "propagate", False)
    monkeypatch.setattr(log, "handlers", [])
    _app().test_client().get("/")

    assert "GET /\n  match_request" in capsys.readouterr().err


def test_a_context_without_a_request_is_not_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A context of the application inside of a request is part of that request's record."""
    monkeypatch.setenv("PEGBOARD_TRACE_HOOKS", "1")
    app = make_app()

    @app.route("/")
    def index() -> str:
        with app.app_context():
            return "said"

    app.test_client().get("/")

    assert [each.name for each in caplog.records].count("pegboard.hooks") == 1
