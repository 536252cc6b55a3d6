"""An application of its own for each test, in a folder of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard

sys.path.insert(0, str(Path(__file__).parents[1]))

from guestbook import create_app


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """The guestbook, with an empty database."""
    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "a key for tests, of 32 bytes or more",
            "DATABASE": str(tmp_path / "guestbook.sqlite"),
            "UPLOADS": str(tmp_path / "uploads"),
            "ENTRIES_PER_PAGE": 2,
        }
    )


@pytest.fixture
def client(app: Pegboard) -> Any:
    """A visitor who has not logged in."""
    return app.test_client()


@pytest.fixture
def log_in(app: Pegboard) -> Callable[..., Any]:
    """A function that gives a visitor who has an account and has logged in."""

    def visitor(name: str = "Ada", password: str = "lovelace") -> Any:
        client = app.test_client()
        client.post("/account/sign-up", data={"name": name, "password": password})
        client.post("/account/log-in", data={"name": name, "password": password})
        return client

    return visitor
