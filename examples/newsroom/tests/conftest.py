"""A newsroom of its own for each test, in a folder of its own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import FileSystemBytecodeCache

from pegboard import Pegboard

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsroom import accounts, articles, create_app
from newsroom.accounts import Role
from newsroom.drafts import Draft
from newsroom.migrations import migrate


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which nothing is written; each test gets a copy."""
    database = tmp_path_factory.mktemp("empty") / "newsroom.sqlite"
    migrate(database)
    return database


@pytest.fixture
def settings(tmp_path: Path, empty: Path) -> dict[str, Any]:
    """What a newsroom needs in order to touch nothing but the test's folder."""
    database = shutil.copy(empty, tmp_path)
    return {"DATABASE": str(database), "PAPERS": str(tmp_path / "papers")}


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compiled templates: each is compiled once, and not once for each test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: dict[str, Any], compiled: FileSystemBytecodeCache) -> Pegboard:
    """The newsroom, in which nothing is written and nobody works."""
    app = create_app("testing", settings)
    app.slot("templating").provider.jinja_options["bytecode_cache"] = compiled
    return app


@pytest.fixture
def client(app: Pegboard) -> Any:
    """A reader."""
    return app.test_client()


@pytest.fixture
def hire(app: Pegboard) -> Callable[..., int]:
    """A function that makes an account, and gives its number."""

    def account(name: str = "Ada", role: Role = "editor", password: str = "lovelace") -> int:
        with app.app_context():
            return accounts.add(name, password, role).number

    return account


@pytest.fixture
def write(app: Pegboard, hire: Callable[..., int]) -> Callable[..., int]:
    """A function that writes an article, publishes it if it has a day, and gives its number."""
    authors: dict[str, int] = {}

    def article(day: date | None = None, *, author: str = "Ben", **changes: str) -> int:
        if author not in authors:
            authors[author] = hire(author, "writer")
        fields = {"edition": "berlin", "section": "city", "title": "A bridge", "teaser": "Look."}
        with app.app_context():
            number = articles.add(Draft(**{**fields, "body": "It is.", **changes}), authors[author])
            if day is not None:
                articles.publish(number, day)
        return number

    return article


@pytest.fixture
def at_desk(app: Pegboard, hire: Callable[..., int]) -> Callable[..., Any]:
    """A function that gives somebody who has logged in at the desk."""

    def visitor(name: str = "Ada", role: Role = "editor") -> Any:
        number = hire(name, role)
        client = app.test_client()
        with client.session_transaction(subdomain="desk") as session:
            session["account"] = number
        return client

    return visitor
