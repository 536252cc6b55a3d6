"""The engine: who may use it, and what else works in its transactions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, Pool, QueuePool, StaticPool, exc
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from pegboard import Pegboard
from pegboard_database import (
    Database,
    DatabaseError,
    DatabaseUnavailableError,
    IntegrityError,
    StatementError,
)
from pegboard_database_sqlalchemy import SQLAlchemyDatabase
from pegboard_database_sqlalchemy.errors import told


class Base(DeclarativeBase):
    pass


class Note(Base):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """Give an application with an empty table."""
    app = Pegboard(__name__, plugins={"database": SQLAlchemyDatabase}, instance_path=str(tmp_path))
    with app.app_context():
        Base.metadata.create_all(Database(app).connection.native)
    return app


def test_the_engine_is_native(app: Pegboard) -> None:
    """Who needs the engine itself reaches it; closing the application gives its pool back."""
    engine = app.slot("database").native
    app.start()

    assert isinstance(engine, Engine)
    assert app.slot("database").native is engine
    app.close()
    assert app.slot("database").native is not engine


def _add_both(database: Database) -> None:
    native = database.connection.native
    with Session(native, join_transaction_mode="create_savepoint") as session, session.begin():
        session.add(Note(text="one"))
    database.execute("INSERT INTO note (text) VALUES ('two')")


def _fail(database: Database) -> None:
    _add_both(database)
    raise LookupError


def _texts(app: Pegboard) -> list[str]:
    with app.app_context():
        return [row["text"] for row in Database(app).rows("SELECT text FROM note ORDER BY id")]


def test_objects_are_kept_with_all_other_changes(app: Pegboard) -> None:
    """What a session of the ORM commits is kept when the request or command is."""
    with app.app_context():
        _add_both(Database(app))
    kept = _texts(app)
    app.close()

    assert kept == ["one", "two"]


def test_objects_are_undone_with_all_other_changes(app: Pegboard) -> None:
    """What a session of the ORM commits is undone by what is raised later."""
    with pytest.raises(LookupError), app.app_context():
        _fail(Database(app))
    kept = _texts(app)
    app.close()

    assert kept == []


def test_an_engine_belongs_to_its_process(app: Pegboard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a fork another engine is made, and the connections of the first are left alone."""
    before = app.slot("database").native
    monkeypatch.setattr(os, "getpid", lambda: 0)
    after = app.slot("database").native

    assert after is not before
    monkeypatch.undo()
    before.dispose()
    app.close()


def test_another_url_is_another_engine(app: Pegboard, tmp_path: Path) -> None:
    """Settings are read live."""
    app.config["DATABASE_URL"] = f"sqlite:///{tmp_path}/other.sqlite"
    with app.app_context():
        Database(app).script("CREATE TABLE b (a)")
    app.close()

    assert (tmp_path / "other.sqlite").is_file()


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({}, NullPool),
        ({"pool_size": 1}, QueuePool),
        ({"poolclass": StaticPool}, StaticPool),
        ({"connect_args": {"cached_statements": 8}}, NullPool),
    ],
    ids=["a file has none", "its size", "its class", "something else"],
)
def test_the_pool_may_be_chosen(
    tmp_path: Path, options: dict[str, object], kind: type[Pool]
) -> None:
    """A file of SQLite has no pool unless an option asks for one."""
    app = Pegboard(__name__, plugins={"database": SQLAlchemyDatabase}, instance_path=str(tmp_path))
    app.config["DATABASE_ENGINE_OPTIONS"] = options
    app.start()
    with app.app_context():
        value = Database(app).value("SELECT 1")
    pool = app.slot("database").native.pool
    app.close()

    assert value == 1
    assert type(pool) is kind


def test_an_application_that_used_no_database_closes(tmp_path: Path) -> None:
    """Where no engine was made there is none to give back."""
    app = Pegboard(__name__, plugins={"database": SQLAlchemyDatabase}, instance_path=str(tmp_path))
    app.start()
    app.close()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("raised", "told_as", "words"),
    [
        (exc.IntegrityError, IntegrityError, "A rule of the tables does not allow it: no such"),
        (exc.OperationalError, DatabaseUnavailableError, "cannot be reached.*: no such"),
        (exc.ProgrammingError, StatementError, "refuses the statement 'SELECT 1': no such"),
    ],
)
def test_errors_of_other_databases(
    raised: type[exc.DBAPIError], told_as: type[DatabaseError], words: str
) -> None:
    """What another driver raises has the same names, and no values in its message."""
    error = raised("SELECT 1", {"name": "hunter2"}, LookupError("no such guest"))

    with pytest.raises(told_as, match=words) as caught, told("SELECT 1", 10):
        raise error
    assert "hunter2" not in str(caught.value)
