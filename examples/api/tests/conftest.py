"""A library of its own for each test, and people who use it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard

sys.path.insert(0, str(Path(__file__).parents[1]))

from library import create_app, people
from library.catalogue import NewBook, take
from library.database import create_tables
from library.people import MemberDraft

BOOKS = (
    NewBook(isbn="9780131103627", title="The C Programming Language", author="K&R", year=1988),
    NewBook(isbn="9780141439518", title="Pride and Prejudice", author="Jane Austen", year=2002),
    NewBook(isbn="9780262510875", title="SICP", author="Abelson & Sussman", year=1996, copies=2),
    NewBook(isbn="9780345391803", title="The Hitchhiker's Guide", author="Adams", year=1995),
    NewBook(isbn="9780486280615", title="100% Huckleberry Finn", author="Mark Twain", year=1994),
)


@pytest.fixture(scope="session")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with five books and without members, which each test copies."""
    database = tmp_path_factory.mktemp("shelves") / "library.sqlite"
    create_tables(database)
    with create_app({"DATABASE": str(database)}).app_context():
        take(BOOKS)
    return database


@pytest.fixture
def app(tmp_path: Path, shelves: Path) -> Pegboard:
    """The library, with five books and without members."""
    database = shutil.copy(shelves, tmp_path)
    return create_app({"TESTING": True, "DATABASE": str(database), "PER_PAGE": 2, "MOST_LOANS": 2})


@pytest.fixture
def visitor(app: Pegboard) -> Any:
    """A client without a token."""
    return app.test_client()


@pytest.fixture
def join(app: Pegboard) -> Callable[..., Any]:
    """A function that gives the client of a new member."""

    def member(name: str, *, is_librarian: bool = False) -> Any:
        email = f"{name.lower()}@example.org"
        with app.app_context():
            added = people.add(MemberDraft(name=name, email=email, is_librarian=is_librarian))
            token = people.give_token(added, days=1)
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    return member


@pytest.fixture
def grace(join: Callable[..., Any]) -> Any:
    """The client of a member."""
    return join("Grace")


@pytest.fixture
def ada(join: Callable[..., Any]) -> Any:
    """The client of a librarian."""
    return join("Ada", is_librarian=True)
