"""When signals are sent, and what comes with them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from pegboard import (
    Response,
    abort,
    flash,
    has_app_context,
    hookimpl,
    request,
    session,
    stream_with_context,
)
from pegboard_signals import (
    appcontext_popped,
    appcontext_pushed,
    got_request_exception,
    request_finished,
    request_started,
)
from tests.plugins.signals.site import Diary, make_app


@pytest.mark.item("A15.2", "A15.3", "A15.5")
def test_the_signals_of_a_request() -> None:
    """Each signal has its time between the functions of the application."""
    app = make_app()
    diary = Diary(app)
    app.url_value_preprocessor(diary.note("value preprocessor"))
    app.before_request(diary.note("before"))
    app.teardown_request(diary.note("teardown of the request"))
    app.teardown_appcontext(diary.note("teardown of the context"))
    app.add_url_rule("/", view_func=diary.note("view", "seen"))

    @app.after_request
    def after(response: Response) -> Response:
        diary.note("after")()
        return response

    app.test_client().get("/")

    assert diary.lines == [
        "appcontext_pushed",
        "request_started",
        "value preprocessor",
        "before",
        "view",
        "after",
        "request_finished",
        "teardown of the request",
        "teardown of the context",
        "request_tearing_down",
        "appcontext_tearing_down",
        "appcontext_popped",
    ]


@pytest.mark.item("A15.1")
def test_the_signals_of_a_command() -> None:
    """A context without a request is told of too, and of no request."""
    app = make_app()
    diary = Diary(app)

    with app.app_context():
        diary.note("command")()

    assert diary.lines == [
        "appcontext_pushed",
        "command",
        "appcontext_tearing_down",
        "appcontext_popped",
    ]


@pytest.mark.item("A15.1")
def test_a_context_is_current_when_it_was_pushed_and_gone_when_it_was_popped() -> None:
    """The receiver of one signal may use the context, that of the other sees none."""
    seen: list[bool] = []
    app = make_app()

    def look(sender: object) -> None:
        seen.append(has_app_context())

    with (
        appcontext_pushed.connected_to(look, app),
        appcontext_popped.connected_to(look, app),
        app.app_context(),
    ):
        pass

    assert seen == [True, False]


@pytest.mark.item("A15.2")
def test_a_request_is_matched_when_it_starts() -> None:
    """Receivers of ``request_started`` see the endpoint and its values."""
    app = make_app()
    seen: list[object] = []

    @app.get("/<int:number>")
    def page(number: int) -> str:
        return str(number)

    def look(sender: object) -> None:
        seen.extend([request.endpoint, request.view_args])

    with request_started.connected_to(look, app):
        app.test_client().get("/7")

    assert seen == ["page", {"number": 7}]


@pytest.mark.item("A15.2")
def test_a_request_starts_before_any_plugin_answers() -> None:
    """A plugin that answers in place of the view comes after the signal."""

    class Closed:
        @hookimpl
        def preprocess(self) -> str:
            diary.note("answer")()
            return "closed"

    app = make_app(plugins={"app:closed": Closed})
    diary = Diary(app, "request_started")

    assert app.test_client().get("/").text == "closed"
    assert diary.lines == ["request_started", "answer"]


@pytest.mark.item("A15.2")
def test_a_miss_starts_as_well() -> None:
    """A request that nothing matches sends the signals of any other."""
    app = make_app()
    diary = Diary(app, "request_started", "request_finished", "got_request_exception")

    assert app.test_client().get("/nowhere").status_code == 404
    assert diary.lines == ["request_started", "request_finished"]


@pytest.mark.needs("sessions")
@pytest.mark.item("A15.3")
def test_the_response_is_complete_when_it_is_finished() -> None:
    """Receivers get the response with what was added last, its session's cookie included."""
    app = make_app()
    seen: list[Response] = []

    @app.get("/")
    def view() -> str:
        session["a"] = 1
        return "seen"

    @app.after_request
    def add(response: Response) -> Response:
        response.headers["X-Late"] = "yes"
        return response

    def look(sender: object, response: Response) -> None:
        seen.append(response)

    with request_finished.connected_to(look, app):
        app.test_client().get("/")

    (response,) = seen
    assert response.headers["X-Late"] == "yes"
    assert response.headers["Set-Cookie"].startswith("session=")


def _fail() -> str:
    raise ValueError("broken")


@pytest.mark.item("A15.3", "A15.4", "A15.5")
def test_what_nobody_handled_is_told() -> None:
    """An exception that becomes a 500 is sent itself, and the 500 is a response like any other."""
    app = make_app()
    diary = Diary(app, "got_request_exception", "request_finished", "request_tearing_down")
    app.add_url_rule("/", view_func=_fail)

    app.test_client().get("/")

    assert diary.lines == ["got_request_exception", "request_finished", "request_tearing_down"]
    error = diary.values["got_request_exception"]["exception"]
    assert repr(error) == "ValueError('broken')"
    assert diary.values["request_tearing_down"] == {"exc": error}
    assert diary.values["request_finished"]["response"].status_code == 500


@pytest.mark.item("A15.4")
def test_what_is_let_out_is_told_first() -> None:
    """In test mode, where the exception leaves the application, it is sent as well."""
    app = make_app(TESTING=True)
    diary = Diary(app, "got_request_exception", "appcontext_tearing_down")
    app.add_url_rule("/", view_func=_fail)

    with pytest.raises(ValueError, match="broken") as raised:
        app.test_client().get("/")

    assert diary.values == {
        "got_request_exception": {"exception": raised.value},
        "appcontext_tearing_down": {"exc": raised.value},
    }


@pytest.mark.item("A15.4", "A15.5")
def test_what_is_handled_is_not_told() -> None:
    """An exception with a handler, and an HTTP error, are answers and nothing else."""
    app = make_app()
    diary = Diary(app, "got_request_exception", "request_tearing_down")
    app.add_url_rule("/", "fail", _fail)
    app.add_url_rule("/forbidden", "forbidden", lambda: abort(403))
    app.register_error_handler(ValueError, lambda error: "handled")
    client = app.test_client()

    assert client.get("/").text == "handled"
    assert client.get("/forbidden").status_code == 403
    assert diary.lines == ["request_tearing_down"] * 2
    assert diary.values["request_tearing_down"] == {"exc": None}


@pytest.mark.item("A15.4")
def test_what_a_handler_raises_is_told() -> None:
    """An error handler that fails is an exception that nobody handled."""
    app = make_app()
    diary = Diary(app, "got_request_exception")

    @app.errorhandler(404)
    def fail(error: Exception) -> str:
        raise LookupError("in the handler")

    app.test_client().get("/nowhere")

    assert repr(diary.values["got_request_exception"]["exception"]) == (
        "LookupError('in the handler')"
    )


@pytest.mark.needs("sessions")
@pytest.mark.item("A15.7", "A9.4")
def test_a_message_is_told() -> None:
    """``flash`` sends the message and its category, when it is in the session."""
    app = make_app()
    diary = Diary(app, "message_flashed")

    with app.test_request_context():
        flash("Saved.", "success")

        assert session["_flashes"] == [("success", "Saved.")]
    assert diary.values == {"message_flashed": {"message": "Saved.", "category": "success"}}


@pytest.mark.item("A15.1", "A15.5")
def test_the_end_of_a_stream() -> None:
    """Where a stream keeps its request, the signals of the end wait for its last part."""
    app = make_app()
    diary = Diary(app, "request_finished", "request_tearing_down", "appcontext_popped")

    @app.get("/")
    def view() -> Iterator[str]:
        def parts() -> Iterator[str]:
            yield "a"
            diary.note("last part")()
            yield "b"

        return stream_with_context(parts())

    assert app.test_client().get("/").text == "ab"
    assert diary.lines == [
        "request_finished",
        "last part",
        "request_tearing_down",
        "appcontext_popped",
    ]


def _refuse(sender: object, **values: object) -> None:
    raise RuntimeError("not me")


def test_a_receiver_that_fails_is_a_plugin_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    """What a receiver raises becomes a 500, and the log names the plugin that called it."""
    app = make_app()

    with request_started.connected_to(_refuse, app), caplog.at_level(logging.ERROR):
        status = app.test_client().get("/").status_code

    assert status == 500
    assert "not me" in caplog.text
    assert "Raised in plugin app:signals" in caplog.text


def test_a_receiver_does_not_hide_the_exception() -> None:
    """What the receiver of an exception raises is a note on that exception."""
    app = make_app(TESTING=True)
    app.add_url_rule("/", view_func=_fail)

    with (
        got_request_exception.connected_to(_refuse, app),
        pytest.raises(ValueError, match="broken") as raised,
    ):
        app.test_client().get("/")

    assert any("RuntimeError('not me')" in note for note in raised.value.__notes__)
