"""The order of one request, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.routing import BaseConverter

from pegboard import (
    Pegboard,
    Request,
    Response,
    after_this_request,
    g,
    has_app_context,
    hookimpl,
    request,
    session,
)
from pegboard_hookspecs.errors import SlotEmptyError
from tests.core.site import make_app, make_blueprint, say
from tests.together.wire import ask

pytestmark = pytest.mark.needs("routing", "errors")


class Diary:
    """Notes what happens to a request."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, line: str, value: Any = None) -> Callable[..., Any]:
        """Give a function that notes a line, and gives what it got, or a value."""

        def function(*args: Any, **_: Any) -> Any:
            self.lines.append(line)
            return args[0] if value is Response else value

        return function

    @hookimpl
    def context_pushed(self) -> None:
        self.lines.append("pushed")

    @hookimpl
    def request_started(self, request: Request) -> None:
        self.lines.append(f"started {request.endpoint}")

    @hookimpl
    def open_session(self) -> dict[str, object]:
        self.lines.append(f"open session of {request.path}")
        return {}

    @hookimpl
    def save_session(self, session: dict[str, object]) -> None:
        self.lines.append(f"save session {session}")

    @hookimpl
    def request_finished(self, response: Response) -> None:
        self.lines.append(f"finished {response.status_code}")

    @hookimpl
    def context_popped(self) -> None:
        self.lines.append(f"popped {has_app_context()}")


@pytest.fixture
def diary() -> Diary:
    """Give a diary."""
    return Diary()


@pytest.fixture
def lines(diary: Diary) -> list[str]:
    """Give the lines of the diary."""
    return diary.lines


@pytest.fixture
def app(diary: Diary) -> Pegboard:
    """Give an application whose sessions the diary keeps, with functions around its views.

    It has a blueprint in a blueprint, with functions of their own.
    """
    app = make_app(plugins={"sessions": diary}, config={"PROPAGATE_EXCEPTIONS": False})
    outer, inner = make_blueprint("outer"), make_blueprint("inner")
    owners: list[tuple[Any, str]] = [(app, "app"), (outer, "outer"), (inner, "inner")]
    for owner, name in owners:
        owner.url_value_preprocessor(diary.note(f"values {name}"))
        for number in "12":
            owner.before_request(diary.note(f"before {name} {number}"))
            owner.after_request(diary.note(f"after {name} {number}", Response))
            owner.teardown_request(diary.note(f"end {name} {number}"))
    inner.add_url_rule("/in", "page", diary.note("view", "said"))
    outer.register_blueprint(inner)
    app.register_blueprint(outer)
    app.add_url_rule("/", "index", diary.note("view", "said"))
    for number in "12":
        app.teardown_appcontext(diary.note(f"end context {number}"))
    return app


def _only(lines: list[str], *words: str) -> list[str]:
    return [line for line in lines if line.startswith(words)]


@pytest.mark.item("B1.1")
def test_first_the_request_is_made(app: Pegboard, lines: list[str]) -> None:
    """A request is made before anything is told of it; a bad host is answered at once."""

    class Own(app.request_class):  # type: ignore[misc, name-defined]  # a class that was found
        """Notes that it is made."""

        def __init__(self, environ: dict[str, Any]) -> None:
            lines.append("made")
            super().__init__(environ)

    app.request_class = Own
    answer = ask(app, HTTP_HOST="a b")
    assert (answer.code, lines) == (400, ["made"])

    ask(app)
    assert lines[1:3] == ["made", "pushed"]


@pytest.mark.item("B1.2")
def test_then_a_context_is_pushed(app: Pegboard, lines: list[str]) -> None:
    """Before anything else works with the request, it is current, with a ``g`` of its own."""
    app.before_request_funcs[None].insert(0, lambda: lines.append(f"{'name' in g}"))

    with app.app_context():
        g.name = "outer"
        app.test_client().get("/")
        assert g.name == "outer"

    assert lines[1:5] == ["pushed", "started None", "values app", "False"]


@pytest.mark.item("B1.3")
def test_a_session_is_opened_when_it_is_read(app: Pegboard, lines: list[str]) -> None:
    """Opening it, the provider can use the request; a page that reads none has none opened."""
    app.add_url_rule("/read", "read", lambda: str(dict(session)))
    app.test_client().get("/")
    assert _only(lines, "open", "save") == []

    app.test_client().get("/read")
    assert _only(lines, "open", "save") == ["open session of /read", "save session {}"]


@pytest.mark.item("B1.3")
def test_without_a_provider_there_is_no_session() -> None:
    """Nothing stands in for a session that nobody opens: reading it names the empty slot."""
    app = make_app(plugins={"sessions": False})
    app.add_url_rule("/", "index", lambda: str(dict(session)))

    with pytest.raises(SlotEmptyError, match="slot 'sessions'"):
        app.test_client().get("/")


@pytest.mark.item("B1.4")
def test_then_the_url_is_matched(app: Pegboard, lines: list[str]) -> None:
    """It is matched once, after ``request_started``, where converters can read the session."""

    class Noted(BaseConverter):
        """Reads the session."""

        def to_python(self, value: str) -> str:
            lines.append(f"matched {dict(session)}")
            return value

    app.add_converter("noted", Noted)
    app.add_url_rule("/noted/<noted:value>", "noted", say)
    app.test_client().get("/noted/x")

    assert lines[:5] == [
        *("pushed", "started None", "open session of /noted/x", "matched {}", "values app")
    ]


@pytest.mark.item("B1.5")
def test_then_come_functions_before_the_view(app: Pegboard, lines: list[str]) -> None:
    """Preprocessors go before the others; application before blueprints, outer before inner."""
    app.test_client().get("/in")

    assert lines[: lines.index("view")] == [
        *("pushed", "started None", "values app", "values outer", "values inner"),
        *("before app 1", "before app 2", "before outer 1", "before outer 2"),
        *("before inner 1", "before inner 2"),
    ]


@pytest.mark.item("B1.5")
@pytest.mark.parametrize(("path", "method"), [("/nowhere", "GET"), ("/in", "PUT")])
def test_for_a_miss_the_applications_run(
    app: Pegboard, lines: list[str], path: str, method: str
) -> None:
    """A 404 or 405 belongs to no blueprint, so that the application's functions run alone."""
    app.test_client().open(path, method=method)

    assert _only(lines, "values", "before") == ["values app", "before app 1", "before app 2"]


@pytest.mark.item("B1.6")
def test_the_first_value_is_the_answer(app: Pegboard, diary: Diary, lines: list[str]) -> None:
    """A function that answers ends the chain; what comes after a view comes all the same."""
    app.before_request_funcs["outer"].insert(1, diary.note("answer", "answered"))

    assert app.test_client().get("/in").text == "answered"
    assert _only(lines, "before", "answer", "view") == [
        *("before app 1", "before app 2", "before outer 1", "answer")
    ]
    assert _only(lines, "after", "end inner") == [
        *("after inner 2", "after inner 1", "after outer 2", "after outer 1"),
        *("after app 2", "after app 1", "end inner 2", "end inner 1"),
    ]


@pytest.mark.item("B1.7")
def test_a_miss_is_raised_last(app: Pegboard, lines: list[str]) -> None:
    """A function before the view answers for an unknown URL; else its handler is asked."""
    app.register_error_handler(404, lines.append)
    app.register_error_handler(404, lambda _: ("missing", 404))

    @app.before_request
    def rescue() -> str | None:
        assert request.routing_exception is not None
        return "rescued" if request.path == "/old" else None

    client = app.test_client()

    assert [client.get(path).text for path in ("/old", "/older")] == ["rescued", "missing"]


def _values(**values: object) -> str:
    return str(sorted(values.items()))


@pytest.mark.item("B1.8")
def test_then_the_view_is_called(app: Pegboard, lines: list[str]) -> None:
    """It gets the values of the URL by name; OPTIONS does not reach it."""
    app.add_url_rule("/<a>/<int:b>", "values", _values)
    client = app.test_client()

    assert client.get("/x/1").text == "[('a', 'x'), ('b', 1)]"
    lines.clear()
    assert client.options("/").status_code == 200
    assert "before app 2" in lines
    assert "view" not in lines


@pytest.mark.item("B1.9")
def test_an_exception_has_its_handler(app: Pegboard, lines: list[str]) -> None:
    """What a handler returns becomes the response, as the value of a view does."""
    app.add_url_rule("/fail", "fail", lambda: 1 / 0)
    app.register_error_handler(ZeroDivisionError, lambda error: ({"error": str(error)}, 409))
    answer = app.test_client().get("/fail")

    assert (answer.status_code, answer.json) == (409, {"error": "division by zero"})
    assert "finished 409" in lines


@pytest.mark.item("B1.10")
def test_then_come_functions_after_the_view(app: Pegboard, diary: Diary, lines: list[str]) -> None:
    """Those for this response come first, in order; then the inner ones, the last first."""

    @app.before_request
    def ask_for_more() -> None:
        after_this_request(diary.note("this 1", Response))
        after_this_request(diary.note("this 2", Response))

    app.test_client().get("/in")

    assert _only(lines, "this", "after") == [
        *("this 1", "this 2", "after inner 2", "after inner 1"),
        *("after outer 2", "after outer 1", "after app 2", "after app 1"),
    ]


@pytest.mark.item("B1.11")
def test_then_the_session_is_saved(app: Pegboard, lines: list[str]) -> None:
    """What a function after the view puts into the session is kept."""

    @app.after_request
    def late(response: Response) -> Response:
        session["late"] = True
        return response

    app.test_client().get("/")

    assert lines.index("save session {'late': True}") == lines.index("after app 1") + 1


@pytest.mark.item("B1.12")
def test_then_the_response_is_complete(app: Pegboard, lines: list[str]) -> None:
    """``request_finished`` comes after the session was saved and before teardown."""
    app.add_url_rule("/read", "read", lambda: str(dict(session)))
    app.test_client().get("/read")

    assert lines[lines.index("save session {}") :][:3] == [
        *("save session {}", "finished 200", "end app 2")
    ]


@pytest.mark.item("B1.13")
def test_then_all_is_given_back(app: Pegboard, lines: list[str]) -> None:
    """Teardown runs from the inside out, the last first; then the context is gone."""
    app.test_client().get("/in")

    assert lines[lines.index("finished 200") + 1 :] == [
        *("end inner 2", "end inner 1", "end outer 2", "end outer 1", "end app 2", "end app 1"),
        *("end context 2", "end context 1", "popped False"),
    ]


@pytest.mark.item("B1.13")
def test_the_end_comes_before_the_body_is_read(app: Pegboard, lines: list[str]) -> None:
    """Head and body leave when all is given back, also the body of a stream that keeps nothing."""

    def parts() -> Any:
        lines.append("body")
        yield "x"

    app.add_url_rule("/parts", "parts", parts)

    def start_response(*_: object) -> None:
        lines.append("head")

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/parts", "HTTP_HOST": "a.example"}
    body = app(environ, start_response)

    assert list(body) == [b"x"]
    assert lines[-3:] == ["popped False", "head", "body"]
