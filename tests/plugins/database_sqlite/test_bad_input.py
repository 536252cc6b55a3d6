"""Bad input: what is said about it, and what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pegboard import Pegboard
from pegboard_database import Database, DatabaseUnavailableError, IntegrityError, StatementError
from pegboard_database_sqlite import SQLiteDatabase
from pegboard_hookspecs.errors import ConfigurationError


def make_app(tmp_path: Path, **settings: object) -> Pegboard:
    """Make an application whose instance folder is not there yet."""
    folder = str(tmp_path / "instance")
    app = Pegboard(__name__, plugins={"database": SQLiteDatabase}, instance_path=folder)
    app.config.update(settings)
    return app


@pytest.mark.parametrize(
    ("url", "cure"),
    [
        ("postgresql://me:hunter2@host/name", "pip install pegboard-database-sqlalchemy"),
        ("sqlite:///", "name a file"),
        ("sqlite:///:memory:", "empty for each request"),
        ("sqlite:///a.sqlite?mode=ro", "remove what is behind it"),
        ("a.sqlite", "write sqlite:///file.sqlite"),
    ],
)
def test_a_url_that_means_nothing(tmp_path: Path, url: str, cure: str) -> None:
    """The line that sets it is refused, with what may be written; a password is not shown."""
    with pytest.raises(ConfigurationError, match=cure) as caught:
        make_app(tmp_path, DATABASE_URL=url)

    assert "hunter2" not in str(caught.value)


def test_seconds_are_not_negative(tmp_path: Path) -> None:
    """No time is less than none."""
    with pytest.raises(ConfigurationError, match="write a number of seconds"):
        make_app(tmp_path, DATABASE_TIMEOUT=-1)


def test_the_instance_folder_is_made(tmp_path: Path) -> None:
    """By default the file lies in the instance folder, which is made for it."""
    app = make_app(tmp_path)
    with app.app_context():
        Database(app).script("CREATE TABLE a (b)")
    app.close()

    assert (tmp_path / "instance" / "database.sqlite").is_file()
    assert app.check() == []


def test_another_folder_is_not_made(tmp_path: Path) -> None:
    """A folder that is missing elsewhere is a mistake, which is found before it is used."""
    app = make_app(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/missing/a.sqlite")
    (finding,) = [each for each in app.check() if each.id == "database.no-folder"]

    with app.app_context(), pytest.raises(ConfigurationError, match="Make the folder"):
        Database(app).value("SELECT 1")
    assert "'DATABASE_URL'" not in finding.message
    assert finding.cure == "Make the folder, or correct DATABASE_URL."


def test_a_locked_database_is_told(tmp_path: Path) -> None:
    """Who writes while somebody else does not end is told how long he waited; readers read."""
    app = make_app(tmp_path, DATABASE_TIMEOUT=0.05)
    with app.app_context():
        Database(app).script("CREATE TABLE a (b)")
    other = sqlite3.connect(tmp_path / "instance" / "database.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with app.app_context():
        count = Database(app).value("SELECT COUNT(*) FROM a")
        with pytest.raises(DatabaseUnavailableError, match=r"locked: .* for 0\.05 seconds"):
            Database(app).execute("INSERT INTO a VALUES (1)")
    other.close()
    app.close()

    assert count == 0


def test_a_new_file_that_somebody_else_prepares(tmp_path: Path) -> None:
    """Write-ahead logging is switched on as soon as nobody is in the way; else it is told."""
    file = tmp_path / "new.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    app = make_app(tmp_path, DATABASE_URL=f"sqlite:///{file}", DATABASE_TIMEOUT=0.05)
    with app.app_context():
        with pytest.raises(DatabaseUnavailableError, match="locked"):
            Database(app).value("SELECT 1")
        other.close()
        mode = Database(app).value("PRAGMA journal_mode")
    app.close()

    assert mode == "wal"


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """What cannot be opened is told with what to look at."""
    app = make_app(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}")
    with app.app_context(), pytest.raises(DatabaseUnavailableError, match="which this process may"):
        Database(app).value("SELECT 1")


def test_references_are_checked(tmp_path: Path) -> None:
    """A row that refers to none is refused, which SQLite does for who asks only."""
    app = make_app(tmp_path)
    with app.app_context():
        Database(app).script(
            "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a (id));"
        )
        with pytest.raises(IntegrityError):
            Database(app).execute("INSERT INTO b VALUES (7)")
    app.close()


def test_a_number_that_is_too_large(tmp_path: Path) -> None:
    """A number of more than 64 bits is an error of the statement, as any other value."""
    app = make_app(tmp_path)
    with app.app_context(), pytest.raises(StatementError):
        Database(app).value("SELECT :number", number=2**63)
    app.close()


def test_a_block_whose_transaction_is_gone(tmp_path: Path) -> None:
    """Where all was undone in a block, its exception passes as it is."""
    app = make_app(tmp_path)
    with app.app_context(), pytest.raises(LookupError):
        _undo_and_fail(Database(app))


def _undo_and_fail(database: Database) -> None:
    with database.transaction() as connection:
        connection.rollback()
        raise LookupError
