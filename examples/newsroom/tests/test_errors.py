"""Error pages, each where it belongs."""

from __future__ import annotations

from typing import Any

import pytest

from newsroom import create_app

AS_BROWSERS_DO = {"Accept": "text/html,*/*;q=0.8"}


def test_what_belongs_to_no_blueprint_has_a_page(client: Any) -> None:
    """Browsers get the application's page; programs a problem of RFC 9457."""
    page = client.get("/nowhere", headers=AS_BROWSERS_DO)
    problem = client.get("/nowhere", headers={"Accept": "application/json"})

    assert (page.status_code, problem.status_code) == (404, 404)
    assert 'href="/"' in page.text
    assert problem.json["title"] == "Not Found"


def test_a_wrong_method_says_which_are_right(client: Any) -> None:
    """The header Allow of the error stays."""
    answer = client.post("/", headers={"Accept": "application/json"})

    assert answer.status_code == 405
    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS"}


def test_a_fault_is_logged_and_says_nothing(
    settings: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """The page of a 500 is the application's too; where it happened is in the log."""

    async def weather(_edition: object) -> str:
        raise ValueError("a secret")

    chosen = {"SOURCES": (weather,), "PROPAGATE_EXCEPTIONS": False}
    client = create_app("testing", {**settings, **chosen}).test_client()
    page = client.get("/briefing", subdomain="berlin", headers=AS_BROWSERS_DO)

    assert page.status_code == 500
    assert "a secret" not in page.text
    assert "Exception on /briefing [GET]" in caplog.text
    assert "a secret" in caplog.text
