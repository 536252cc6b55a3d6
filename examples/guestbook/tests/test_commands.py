"""The guestbook's command, and its first start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guestbook import create_app


def test_init_db_empties_the_book(app: Any, log_in: Callable[..., Any], client: Any) -> None:
    """After the command nobody has written anything, and it says what it did."""
    log_in().post("/write", data={"title": "Hello", "body": "I was here."})

    result = app.test_cli_runner().invoke(["init-db"])

    assert result.exit_code == 0
    assert "Made the tables" in result.stdout
    assert "Nobody has written yet" in client.get("/").text


def test_the_first_start_makes_a_key_that_later_starts_keep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is long enough to sign with, and only its owner may read the file."""
    monkeypatch.setenv("GUESTBOOK_INSTANCE", str(tmp_path))

    first, second = create_app(), create_app()

    assert first.secret_key == second.secret_key
    assert len(str(first.secret_key)) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
