"""The log."""

from __future__ import annotations

import io
from typing import Any

import pytest


def test_a_line_says_which_request_it_is_about(client: Any) -> None:
    """Lines go to the error stream of the server that runs the request."""
    log = io.StringIO()
    form = {"name": "mallory", "password": "x"}
    client.post("/log-in", data=form, subdomain="desk", errors_stream=log)

    assert "WARNING newsroom [POST desk.newsroom.test '/log-in']" in log.getvalue()
    assert log.getvalue().endswith("A log-in as 'mallory' failed.\n")


def test_a_line_of_a_command_has_a_dash(app: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Outside of requests lines go to standard error."""
    app.logger.error("Something.")

    assert "ERROR newsroom [-] Something." in capsys.readouterr().err
