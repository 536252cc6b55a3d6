"""Numbered migrations."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from newsroom import migrations
from newsroom.migrations import migrate, pending

NAMES = ["0001_accounts.sql", "0002_articles.sql", "0003_readers.sql"]


def test_each_is_run_once(tmp_path: Path) -> None:
    """A new database gets all of them, in order; one that is up to date gets none."""
    database = tmp_path / "folder" / "newsroom.sqlite"

    assert pending(database) == NAMES
    assert migrate(database) == NAMES
    assert migrate(database) == []
    assert pending(database) == []


def test_a_database_of_last_year_gets_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written before stays."""
    database = tmp_path / "newsroom.sqlite"
    files = migrations.FILES
    monkeypatch.setattr(migrations, "FILES", files[:2])
    migrate(database)
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("INSERT INTO account (name, password, role) VALUES ('ada', '', 'editor')")
        opened.execute(
            "INSERT INTO article (edition, section, slug, title, teaser, body, account_id) "
            "VALUES ('berlin', 'city', 'a', 'A', 'B', 'C', 1)"
        )
    monkeypatch.setattr(migrations, "FILES", files)

    assert migrate(database) == NAMES[2:]
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("SELECT title, readers FROM article").fetchall() == [("A", 0)]


def test_one_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that are due are one transaction."""
    database, broken = tmp_path / "newsroom.sqlite", tmp_path / "0002_broken.sql"
    broken.write_text("CREATE TABLE fine (id);\nCREATE TABLE nonsense;\n")
    monkeypatch.setattr(migrations, "FILES", [migrations.FILES[0], broken])

    with pytest.raises(sqlite3.OperationalError):
        migrate(database)
    assert pending(database) == [NAMES[0], "0002_broken.sql"]
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_workers_may_do_it_at_the_same_time(tmp_path: Path) -> None:
    """The first one does it, and the others find nothing left to do."""
    database = tmp_path / "newsroom.sqlite"
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(migrate, [database] * 4))

    assert sorted(done) == [[], [], [], NAMES]
