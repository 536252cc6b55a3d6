"""What plugins are told beside the steps of a request: contexts, failures, flashed messages."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from pegboard import (
    Pegboard,
    Request,
    flash,
    has_app_context,
    hookimpl,
    stream_with_context,
)
from tests.core.site import make_app


class Diary:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @hookimpl
    def context_pushed(self, request: Request | None) -> None:
        self.lines.append(f"pushed {_path(request)} {has_app_context()}")

    @hookimpl
    def request_started(self) -> None:
        self.lines.append("started")

    @hookimpl
    def teardown(self) -> None:
        self.lines.append("teardown")

    @hookimpl
    def context_popped(self, request: Request | None) -> None:
        self.lines.append(f"popped {_path(request)} {has_app_context()}")

    @hookimpl
    def request_failed(self, request: Request | None, error: Exception) -> None:
        self.lines.append(f"failed {_path(request)} {error!r}")


def _path(request: Request | None) -> str | None:
    return None if request is None else request.path


@pytest.fixture
def app() -> Pegboard:
    """An application with a diary, whose errors become answers."""
    app = make_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def diary(app: Pegboard) -> Diary:
    """The application's diary."""
    diary = Diary()
    app.register_plugin(diary)
    return diary


@pytest.mark.needs("routing")
def test_the_context_of_a_request_surrounds_its_steps(app: Pegboard, diary: Diary) -> None:
    """Its beginning is told before step 1, and its end after step 10, when it is gone."""
    app.test_client().get("/x")

    assert diary.lines == ["pushed /x True", "started", "teardown", "popped /x False"]


def test_the_context_of_a_command(app: Pegboard, diary: Diary) -> None:
    """A context that is pushed by hand is told of too, once however often it is pushed."""
    context = app.app_context()
    with context, context:
        pass

    assert diary.lines == ["pushed None True", "teardown", "popped None False"]


@pytest.mark.needs("routing")
def test_the_context_of_a_stream_ends_with_it(app: Pegboard, diary: Diary) -> None:
    """Where a stream keeps its context, the end is told when the stream has ended."""

    @app.get("/")
    def view() -> Iterator[str]:
        def parts() -> Iterator[str]:
            yield "a"
            diary.lines.append("part")

        return stream_with_context(parts())

    assert app.test_client().get("/").text == "a"
    assert diary.lines == ["pushed / True", "started", "part", "teardown", "popped / False"]


@pytest.mark.needs("routing")
def test_a_plugin_that_fails_at_the_end_is_logged(
    app: Pegboard, caplog: pytest.LogCaptureFixture
) -> None:
    """What is raised when the context is gone changes no answer, and names the plugin."""

    class Bad:
        @hookimpl
        def context_popped(self) -> None:
            raise ValueError("too late")

    app.register_plugin(Bad)
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/x")

    assert answer.status_code == 404
    assert "too late" in caplog.text
    assert "Raised in plugin app:Bad" in caplog.text


def test_a_plugin_that_fails_at_the_beginning(app: Pegboard, diary: Diary) -> None:
    """What is raised when the context is pushed is answered like an error of step 1."""

    class Bad:
        @hookimpl
        def context_pushed(self, request: Request | None) -> None:
            raise ValueError("not today")

    app.register_plugin(Bad)

    assert app.test_client().get("/x").status_code == 500
    assert diary.lines[-2:] == ["teardown", "popped /x False"]


@pytest.mark.needs("routing")
@pytest.mark.parametrize("propagates", [False, True])
def test_a_failure_is_told_once(app: Pegboard, diary: Diary, propagates: bool) -> None:
    """Whether it is logged or let out, an exception that nobody handled is told itself."""
    app.config["PROPAGATE_EXCEPTIONS"] = propagates

    @app.get("/")
    def view() -> str:
        raise ValueError("mine")

    client = app.test_client()
    if propagates:
        with pytest.raises(ValueError, match="mine"):
            client.get("/")
    else:
        client.get("/")

    told = [line for line in diary.lines if line.startswith("failed")]
    assert told == ["failed / ValueError('mine')"]


@pytest.mark.needs("routing")
def test_what_is_handled_is_no_failure(app: Pegboard, diary: Diary) -> None:
    """HTTP errors, and exceptions that have a handler, are not told."""

    @app.get("/")
    def view() -> str:
        raise ValueError("mine")

    @app.errorhandler(ValueError)
    def handle(error: ValueError) -> str:
        return "handled"

    app.test_client().get("/")
    app.test_client().get("/nowhere")

    assert not any(line.startswith("failed") for line in diary.lines)


@pytest.mark.needs("routing")
def test_a_plugin_that_fails_when_it_is_told(
    app: Pegboard, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    """Its own error becomes a note on the one that it was told, and others are told as well."""

    class Bad:
        @hookimpl
        def request_failed(self) -> None:
            raise KeyError("worse")

    app.register_plugin(Bad)

    @app.get("/")
    def view() -> str:
        raise ValueError("mine")

    with caplog.at_level(logging.ERROR):
        app.test_client().get("/")

    assert "failed / ValueError('mine')" in diary.lines
    assert "ValueError: mine" in caplog.text
    assert "a plugin that was told of it raised KeyError('worse')" in caplog.text


@pytest.mark.needs("routing", "sessions")
@pytest.mark.item("A9.4")
def test_a_flashed_message_is_told(app: Pegboard) -> None:
    """A plugin sees each message, with its category, when it is kept."""
    told: list[tuple[str, str, str]] = []
    app.secret_key = "a key that is long enough for everybody"

    class Listens:
        @hookimpl
        def message_flashed(self, request: Request, message: str, category: str) -> None:
            told.append((request.path, message, category))

    app.register_plugin(Listens)

    @app.get("/")
    def view() -> str:
        flash("saved")
        flash("oh", "error")
        return ""

    app.test_client().get("/")

    assert told == [("/", "saved", "message"), ("/", "oh", "error")]
