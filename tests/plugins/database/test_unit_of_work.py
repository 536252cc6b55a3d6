"""One connection per context: what is kept, and what is said about it afterwards."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    Response,
    copy_current_request_context,
    current_app,
    hookimpl,
    stream_with_context,
)
from pegboard_database import Database
from pegboard_database_sqlite import SQLiteDatabase
from pegboard_hookspecs import Application
from pegboard_hookspecs.errors import ContextError, SlotEmptyError, UnknownNameError
from tests.together.wire import make_environ, quiet, start

pytestmark = pytest.mark.needs("routing")

database = Database(current_app)


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """Give an application with an empty table."""
    made = Pegboard(__name__, plugins={"database": SQLiteDatabase}, instance_path=str(tmp_path))
    with made.app_context():
        database.script("CREATE TABLE note (text TEXT)")
    return made


def add(text: str) -> int:
    """Add a note."""
    return database.execute("INSERT INTO note (text) VALUES (:text)", text=text)


def texts(app: Pegboard) -> list[str]:
    """Give the notes that are kept."""
    with app.app_context():
        return [row["text"] for row in database.rows("SELECT text FROM note")]


def test_a_stream_reads_and_changes(app: Pegboard) -> None:
    """A stream that keeps its request has the connection; what it changed is kept at its end."""

    def parts() -> Iterator[str]:
        yield str(database.value("SELECT COUNT(*) FROM note"))
        add("streamed")

    @app.get("/")
    def index() -> Response:
        add("before")
        return Response(stream_with_context(parts()))

    assert app.test_client().get("/").text == "1"
    assert texts(app) == ["before", "streamed"]


def test_a_stream_that_breaks_undoes_its_own_changes(app: Pegboard) -> None:
    """What the response had before its first byte is kept; what the stream changed is not."""

    def parts() -> Iterator[str]:
        yield "first"
        add("streamed")
        raise LookupError

    @app.get("/")
    def index() -> Response:
        add("before")
        return Response(stream_with_context(parts()))

    app.test_client().get("/")

    assert texts(app) == ["before"]


def test_a_request_that_has_ended_opens_nothing(app: Pegboard) -> None:
    """What outlives its request is told so, and what to do, in place of a lost connection."""
    later: list[Any] = []

    @app.get("/")
    def index() -> str:
        add("one")
        later.append(copy_current_request_context(add))
        return "done"

    app.test_client().get("/")

    with pytest.raises(ContextError, match=r"has ended.*app_context"):
        later[0]("two")


def test_a_function_behind_the_response_may_change_something(app: Pegboard) -> None:
    """Teardown functions of the application have the connection still."""

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        add("torn down")

    app.add_url_rule("/", view_func=lambda: str(add("one")), endpoint="index")
    app.test_client().get("/")

    assert texts(app) == ["one", "torn down"]


def test_a_failure_after_the_view_undoes_all(app: Pegboard) -> None:
    """What a later step raises undoes what the view changed."""
    app.add_url_rule("/", view_func=lambda: str(add("one")), endpoint="index")

    @app.after_request
    def fail(_response: Response) -> Response:
        raise LookupError

    assert app.test_client().get("/").status_code == 500
    assert texts(app) == []


def test_a_wrapper_sees_each_use(app: Pegboard) -> None:
    """A plugin may wrap the slot, as it may wrap those of the contract."""
    seen: list[Application] = []

    class Counts:
        @hookimpl(wrapper=True)
        def database_connection(self, app: Application) -> Generator[None, Any, Any]:
            seen.append(app)
            return (yield)

    app.register_plugin(Counts)
    with app.app_context():
        add("one")
        add("two")

    assert seen == [app, app]
    assert type(seen[0]) is Pegboard


def test_an_empty_slot_is_told() -> None:
    """Where nobody keeps data the word says what to install."""
    app = Pegboard(__name__)
    with app.app_context(), pytest.raises(SlotEmptyError) as caught:
        database.value("SELECT 1")

    assert str(caught.value) == (
        "No plugin keeps data in a database: the slot 'database' has no provider installed. "
        "Run: pip install pegboard-database-sqlite"
    )


def test_a_slot_that_nobody_brings_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the slot itself is switched off, the word says that there is none."""
    monkeypatch.setenv("PEGBOARD_NO_PLUGINS", "1")
    app = Pegboard(__name__)
    with app.app_context(), pytest.raises(UnknownNameError, match="no slot named 'database'"):
        database.value("SELECT 1")


def test_the_place_of_a_stray_use_is_the_user_s(app: Pegboard) -> None:
    """The message names the line that used the database, and no line of a plugin."""
    with pytest.raises(ContextError, match=Path(__file__).name):
        database.value("SELECT 1")


def test_a_request_whose_handler_raised_is_freed(app: Pegboard) -> None:
    """An exception that a handler raises again keeps no request, without the collector."""
    left: list[weakref.ref[object]] = []

    @app.get("/")
    def index() -> str:
        add("undone")
        left.append(weakref.ref(app.current_request()))
        raise KeyError

    @app.errorhandler(KeyError)
    def handle(error: KeyError) -> None:
        raise error

    quiet(app)
    gc.disable()
    try:
        answer, body = start(app, make_environ())
        list(body)
        if hasattr(body, "close"):
            body.close()

        assert answer.code == 500
        assert [reference() for reference in left] == [None]
    finally:
        gc.enable()
    assert texts(app) == []
