"""The plugin that checks an installation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsroom import create_app


def found(app: Any) -> list[str]:
    """Give the identifiers of what is found."""
    return [finding.id for finding in app.check() if finding.id.startswith("newsroom.")]


def test_a_newsroom_with_an_editor_is_in_order(app: Any, hire: Callable[..., int]) -> None:
    """Nobody but an editor can publish; with one there is nothing to find."""
    hire("Ben", "writer")
    assert found(app) == ["newsroom.no-editor"]
    hire("Ada", "editor")

    assert found(app) == []


def test_a_server_that_was_not_set_up_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In production nothing is made up: neither a key nor a host name, nor tables."""
    monkeypatch.setenv("NEWSROOM_INSTANCE", str(tmp_path))
    app = create_app("production")

    findings = {finding.place: finding for finding in app.check()}

    assert set(findings) == {"SECRET_KEY", "SERVER_NAME", "DATABASE"}
    assert "0001_accounts.sql, 0002" in findings["DATABASE"].message
    assert findings["DATABASE"].cure == "Run: python -m newsroom migrate"


def test_a_partner_needs_an_edition(settings: dict[str, Any]) -> None:
    """A host whose edition does not exist would be nothing but errors."""
    partners = {"partner-a.test": {"name": "A", "edition": "tokyo"}}
    app = create_app("testing", {**settings, "PARTNERS": partners})

    assert "newsroom.partner-without-edition" in found(app)
