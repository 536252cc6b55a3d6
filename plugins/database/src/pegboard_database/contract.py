"""The suite of the slot ``database``, which whatever fills it must pass.

It stands on ``pegboard-contracts``: ``pip install pegboard-database[contract]``.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import pytest

from pegboard_contracts.contract import Contract, ask
from pegboard_database.errors import (
    DatabaseError,
    DatabaseUnavailableError,
    IntegrityError,
    StatementError,
)
from pegboard_database.words import Database
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import ContextError

__all__ = ["DatabaseContract"]

_TABLES = """
DROP TABLE IF EXISTS note;
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    text VARCHAR(200) UNIQUE,
    number INTEGER NOT NULL DEFAULT 0
);
"""
_ADD = "INSERT INTO note (id, text) VALUES (:id, :text)"
_WORKERS = 4
_TURNS = 10


class _Answers:
    """Answers exceptions by their names, as an error handler does."""

    def __init__(self, also: Callable[[], object]) -> None:
        self.also = also

    @hookimpl
    def handle_exception(self, error: Exception) -> str:
        """Answer it, and do something more."""
        self.also()
        return type(error).__name__


class DatabaseContract(Contract):
    """What every provider of the slot ``database`` promises."""

    slot = "database"
    carrier = "pegboard-database:database"

    def url(self, folder: Path) -> str:
        """Give ``DATABASE_URL``: of a database that the suite may empty.

        :param folder: an empty folder of the test.
        """
        return f"sqlite:///{folder / 'suite.sqlite'}"

    def site(self, folder: Path, view: Callable[[], object] | None = None, **options: Any) -> Any:
        """Make an application with an empty table ``note``."""
        app = self.make_app(
            config={"DATABASE_URL": self.url(folder), "DATABASE_TIMEOUT": 20},
            view=None if view is None else lambda _: view(),
            **options,
        )
        with app.app_context():
            Database(app).script(_TABLES)
        return app

    def texts(self, app: Any) -> list[str]:
        """Give what is kept, as somebody else sees it."""
        with app.app_context():
            return [row["text"] for row in Database(app).rows("SELECT text FROM note ORDER BY id")]

    # Statements

    def test_rows_are_dicts(self, tmp_path: Path) -> None:
        """A row is a dict, by the names of the columns in their order, and may be changed."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            database.execute(_ADD, id=1, text="one")
            (row,) = database.rows("SELECT text AS word, id FROM note")

            assert type(row) is dict
            assert list(row.items()) == [("word", "one"), ("id", 1)]

    @pytest.mark.parametrize(
        "value", [None, 0, -(2**62), 1.5, "", "ü — 語 \U0001f40d", b"", b"\x00\xff"], ids=repr
    )
    def test_values_come_back(self, tmp_path: Path, value: object) -> None:
        """None, numbers, texts and bytes come back as they were given."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            kind = "BLOB" if isinstance(value, bytes) else type(value).__name__
            names = {"NoneType": "INTEGER", "int": "BIGINT", "float": "FLOAT", "str": "TEXT"}
            database.execute("DROP TABLE IF EXISTS held")
            database.execute(f"CREATE TABLE held (value {names.get(kind, kind)})")
            database.execute("INSERT INTO held (value) VALUES (:value)", value=value)
            found = database.value("SELECT value FROM held")

        assert found == value
        assert type(found) is type(value)

    @pytest.mark.parametrize("text", ["'; DROP TABLE note; --", "%s", ":id", "?", "\\", '"'])
    def test_parameters_are_bound(self, tmp_path: Path, text: str) -> None:
        """Whatever a value has in it, it is a value."""
        app = self.site(tmp_path)
        with app.app_context():
            Database(app).execute(_ADD, id=1, text=text)

        assert self.texts(app) == [text]

    @pytest.mark.parametrize(
        ("sql", "value"),
        [
            ("SELECT 'at :noon'", "at :noon"),
            ("SELECT 'it''s :noon'", "it's :noon"),
            ("SELECT :value -- of :nobody\n", 7),
            ("SELECT /* :nobody */ :value", 7),
            ("SELECT '50 %'", "50 %"),
            ("SELECT 'C:\\temp'", "C:\\temp"),
            ("SELECT '?'", "?"),
        ],
        ids=["quoted", "quote in quotes", "line", "comment", "per cent", "backslash", "mark"],
    )
    def test_what_is_quoted_is_no_parameter(self, tmp_path: Path, sql: str, value: object) -> None:
        """A colon, a per cent sign or a question mark in quotes or a comment is text."""
        app = self.site(tmp_path)
        with app.app_context():
            assert Database(app).value(sql, value=7) == value

    def test_changed_rows_are_counted(self, tmp_path: Path) -> None:
        """A statement that changes rows says how many; one that makes a table says 0."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            added = [database.execute(_ADD, id=number, text=str(number)) for number in (1, 2, 3)]
            changed = database.execute("UPDATE note SET number = 1 WHERE id > :id", id=1)
            none = database.execute("DELETE FROM note WHERE id = 9")
            database.execute("DROP TABLE IF EXISTS other")
            made = database.execute("CREATE TABLE other (id INTEGER)")

        assert (added, changed, none, made) == ([1, 1, 1], 2, 0, 0)

    def test_a_statement_without_rows_gives_none(self, tmp_path: Path) -> None:
        """Who asks a change for rows gets none, and the change is made by the call."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            rows = database.rows(_ADD, id=1, text="one")

            assert database.value("SELECT COUNT(*) FROM note") == 1
            assert list(rows) == []

    def test_nothing_found(self, tmp_path: Path) -> None:
        """Where nothing is found there are no rows, and neither a first one nor a value."""
        app = self.site(tmp_path)
        with app.app_context():
            database, sql = Database(app), "SELECT text FROM note"

            assert (list(database.rows(sql)), database.first(sql), database.value(sql)) == (
                [],
                None,
                None,
            )

    def test_rows_that_are_not_read_are_in_nobody_s_way(self, tmp_path: Path) -> None:
        """After the first of many rows the table may be changed, and the change be kept."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            for number in range(5):
                database.execute(_ADD, id=number, text=str(number))
        with app.app_context():
            first = database.first("SELECT text FROM note ORDER BY id")
            held = database.rows("SELECT text FROM note ORDER BY id")
            next(held)
            database.execute("DELETE FROM note WHERE id > 0")
            database.connection.commit()
            held.close()

        assert first == {"text": "0"}
        assert self.texts(app) == ["0"]

    def test_a_script_is_all_or_nothing(self, tmp_path: Path) -> None:
        """Several statements are run in their order; a wrong one undoes those before it."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            database.script("INSERT INTO note (text) VALUES ('a;b'); -- one; two\n;")
            with pytest.raises(StatementError):
                database.script("INSERT INTO note (text) VALUES ('c'); INSERT INTO nowhere;")

        assert self.texts(app) == ["a;b"]

    # What is kept, and what is undone

    def test_a_request_s_changes_are_kept(self, tmp_path: Path) -> None:
        """What a view changed is there for the next request."""
        app = self.site(tmp_path, lambda: str(Database(app).execute(_ADD, id=1, text="one")))

        assert ask(app).text == "1"
        assert self.texts(app) == ["one"]

    def test_changes_are_not_seen_before_they_are_kept(self, tmp_path: Path) -> None:
        """Another context sees nothing of a request that is under way."""
        seen: list[list[str]] = []

        def view() -> str:
            Database(app).execute(_ADD, id=1, text="one")
            seen.append(self.texts(app))
            return "done"

        app = self.site(tmp_path, view)
        ask(app)

        assert seen == [[]]

    def test_an_exception_undoes_all(self, tmp_path: Path) -> None:
        """What a request changed before it failed is not there, and the next request works."""
        is_bad = True

        def view() -> str:
            Database(app).execute(_ADD, id=1, text="one")
            if is_bad:
                raise LookupError
            return "done"

        app = self.site(tmp_path, view)
        first, kept = ask(app).status_code, self.texts(app)
        is_bad = False
        second = ask(app).status_code

        assert (first, kept, second, self.texts(app)) == (500, [], 200, ["one"])

    def test_an_answered_exception_undoes_all_too(self, tmp_path: Path) -> None:
        """An error handler answers after the changes are undone; its own are kept."""

        def view() -> str:
            _fail(Database(app), number=1)

        def note() -> None:
            Database(app).execute(_ADD, id=2, text="failed")

        app = self.site(tmp_path, view, plugins={"app:answers": _Answers(note)})

        assert ask(app).text == "LookupError"
        assert self.texts(app) == ["failed"]

    def test_a_command_s_changes_are_kept(self, tmp_path: Path) -> None:
        """What is changed in an application's context is kept when the context ends."""
        app = self.site(tmp_path)
        with app.app_context():
            Database(app).execute(_ADD, id=1, text="one")

        assert self.texts(app) == ["one"]

    def test_a_command_that_fails_changes_nothing(self, tmp_path: Path) -> None:
        """An exception that leaves the context undoes what was changed in it."""
        app = self.site(tmp_path)
        with pytest.raises(LookupError), app.app_context():
            _fail(Database(app), number=1)

        assert self.texts(app) == []

    def test_a_block_is_undone_alone(self, tmp_path: Path) -> None:
        """What is raised in a block undoes the block; what was changed before it is kept."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            database.execute(_ADD, id=1, text="one")
            with pytest.raises(LookupError), database.transaction():
                _fail(database, number=2)
            with database.transaction():
                database.execute(_ADD, id=3, text="three")

        assert self.texts(app) == ["one", "three"]

    def test_blocks_stand_in_blocks(self, tmp_path: Path) -> None:
        """An inner block is undone alone, or with the one around it."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            with database.transaction():
                database.execute(_ADD, id=1, text="one")
                with pytest.raises(LookupError), database.transaction():
                    _fail(database, number=2)
            with pytest.raises(LookupError), database.transaction():
                _fail_after_block(database, number=3)

        assert self.texts(app) == ["one"]

    def test_a_block_is_kept_with_the_rest(self, tmp_path: Path) -> None:
        """A block that ended well is undone by what its request raises later."""
        app = self.site(tmp_path)
        with pytest.raises(LookupError), app.app_context():
            _fail_after_block(Database(app), number=1)

        assert self.texts(app) == []

    def test_who_writes_waits(self, tmp_path: Path) -> None:
        """Requests that read and then change one row at the same time lose nothing."""

        def count() -> str:
            database = Database(app)
            database.value("SELECT number FROM note WHERE id = 1")
            database.execute("UPDATE note SET number = number + 1 WHERE id = 1")
            return "done"

        app = self.site(tmp_path, count)
        with app.app_context():
            Database(app).execute(_ADD, id=1, text="one")
        with ThreadPoolExecutor(_WORKERS) as pool:
            answers = pool.map(ask, [app] * (_WORKERS * _TURNS))
            codes = {answer.status_code for answer in answers}
        with app.app_context():
            number = Database(app).value("SELECT number FROM note WHERE id = 1")

        assert (codes, number) == ({200}, _WORKERS * _TURNS)

    # Connections

    def test_a_context_has_one_connection(self, tmp_path: Path) -> None:
        """A request has the same connection all the time; another context has its own."""
        seen: list[object] = []

        def view() -> str:
            seen.extend([Database(app).connection, Database(app).connection])
            with app.app_context():
                seen.append(Database(app).connection)
            seen.append(Database(app).connection)
            return "done"

        app = self.site(tmp_path, view)
        ask(app)

        assert seen[0] is seen[1] is seen[3]
        assert seen[2] is not seen[0]

    def test_the_connection_ends_with_the_context(self, tmp_path: Path) -> None:
        """A connection that somebody keeps is of no use afterwards."""
        app = self.site(tmp_path)
        with app.app_context():
            kept = Database(app).connection

        with pytest.raises(DatabaseError):
            kept.execute("SELECT 1", {})

    def test_there_is_no_connection_outside(self, tmp_path: Path) -> None:
        """Outside of a context nothing could close it, and the message has the cure."""
        app = self.site(tmp_path)

        with pytest.raises(ContextError, match="app_context"):
            Database(app).value("SELECT 1")

    # Errors

    def test_a_broken_rule_is_told(self, tmp_path: Path) -> None:
        """A value that may be there once is refused the second time; a block goes on after it."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            database.execute(_ADD, id=1, text="one")
            with pytest.raises(IntegrityError, match="Send other values"), database.transaction():
                database.execute(_ADD, id=2, text="one")
            database.execute(_ADD, id=3, text="three")

        assert self.texts(app) == ["one", "three"]

    @pytest.mark.parametrize(
        "sql",
        ["SELEC 1", "SELECT * FROM nowhere", "SELECT :nobody", "INSERT INTO nowhere VALUES (1)"],
    )
    def test_a_wrong_statement_is_told(self, tmp_path: Path, sql: str) -> None:
        """Bad grammar, an unknown table or a parameter without a value is named with its text."""
        app = self.site(tmp_path)
        with app.app_context(), pytest.raises(StatementError, match="Correct it") as caught:
            Database(app).first(sql)

        assert sql in str(caught.value)

    @pytest.mark.parametrize(
        "sql",
        ["INSERT INTO note (id, text) VALUES (1, :text)", "INSERT INTO nowhere VALUES (:text)"],
    )
    def test_messages_have_no_values(self, tmp_path: Path, sql: str) -> None:
        """No value that was bound is in the message, nor in that of an error behind it."""
        app = self.site(tmp_path)
        with app.app_context():
            database = Database(app)
            database.execute(_ADD, id=1, text="hunter2")
            with pytest.raises(DatabaseError) as caught, database.transaction():
                database.execute(sql, text="hunter2")
        error: BaseException | None = caught.value
        while error is not None:
            assert "hunter2" not in str(error)
            error = error.__cause__ or error.__context__

    def test_a_database_that_is_down_is_a_503(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A visitor is told to come back and no more; the log says what to do."""
        url, message = self.down(tmp_path)
        app = self.make_app(
            config={"DATABASE_URL": url, "DATABASE_TIMEOUT": 0},
            view=lambda _: str(Database(app).value("SELECT 1")),
        )
        with app.app_context(), pytest.raises(DatabaseUnavailableError, match=message):
            Database(app).value("SELECT 1")
        caplog.clear()
        answer = ask(app)

        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert str(tmp_path) not in answer.text
        assert message in caplog.text

    def down(self, folder: Path) -> tuple[str, str]:
        """Give a URL of a database that cannot be used, and words of the message about it."""
        file = folder / "broken.sqlite"
        file.write_bytes(b"This is no database. " * 100)
        return f"sqlite:///{file}", "cannot be used"


def _fail(database: Database, number: int) -> NoReturn:
    database.execute(_ADD, id=number, text=str(number))
    raise LookupError


def _fail_after_block(database: Database, number: int) -> NoReturn:
    with database.transaction():
        database.execute(_ADD, id=number, text=str(number))
    raise LookupError
