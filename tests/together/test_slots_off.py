"""Each slot can be switched off: the rest works, and what needs the slot says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    abort,
    flash,
    jsonify,
    render_template_string,
    request,
    send_file,
    session,
    url_for,
)
from pegboard_hookspecs import SLOTS
from pegboard_hookspecs.errors import SlotEmptyError

pytestmark = pytest.mark.needs(
    "cli", "errors", "json", "routing", "server", "sessions", "static", "templating"
)

NAMES = [slot.name for slot in SLOTS]
REASON = r"No plugin .+: the slot '{0}' is switched off in Pegboard\(plugins=\.\.\.\)"

#: What needs which slot, as a view would use it.
NEEDS: list[tuple[str, Callable[[], Any]]] = [
    ("routing", lambda: url_for("hello")),
    ("sessions", lambda: session.get("a")),
    ("sessions", lambda: flash("Hello")),
    ("templating", lambda: render_template_string("{{ 1 }}")),
    ("json", lambda: jsonify(a=1)),
    ("json", lambda: request.get_json(force=True)),
    ("static", lambda: send_file("a.txt")),
    ("static", lambda: url_for("static", filename="a.txt")),
]


def make(off: str) -> Pegboard:
    """Make an application with one slot switched off, and what can be registered without it."""
    app = Pegboard(__name__, plugins={off: False})
    app.secret_key = "a key for tests, of 32 bytes or more"
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/", "hello", lambda: "Hello")
    return app


@pytest.mark.parametrize("off", NAMES)
def test_an_application_starts_without(off: str) -> None:
    """Switching any slot off is no error by itself."""
    app = make(off)

    app.start()

    assert not app.has_slot(off)


@pytest.mark.parametrize("off", [name for name in NAMES if name != "routing"])
def test_a_plain_page_works_without(off: str) -> None:
    """A view that returns text needs nothing but routing."""
    client = make(off).test_client()

    assert client.get("/").text == "Hello"
    assert client.get("/nowhere").status_code == 404
    assert client.post("/").status_code == 405


@pytest.mark.parametrize(("off", "use"), NEEDS)
def test_what_needs_a_slot_says_why_it_is_empty(off: str, use: Callable[[], Any]) -> None:
    """The error names the slot, the reason and the cure."""
    app = make(off)

    with (
        app.test_request_context("/", method="POST", data=b"{}"),
        pytest.raises(SlotEmptyError, match=REASON.format(off)) as caught,
    ):
        use()

    assert caught.value.slot == off
    assert f'Remove "{off}": False' in str(caught.value)


@pytest.mark.parametrize(
    ("off", "view"),
    [
        pytest.param("sessions", lambda: str(session.get("a")), id="sessions"),
        pytest.param("templating", lambda: render_template_string("{{ 1 }}"), id="templating"),
        pytest.param("json", lambda: {"a": 1}, id="json"),
        pytest.param("static", lambda: send_file("a.txt"), id="static"),
    ],
)
def test_a_view_that_needs_it_is_a_500_with_the_reason_in_the_log(
    off: str, view: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Only that view fails; the next request is answered."""
    app = make(off)
    app.add_url_rule("/needs", "needs", view)
    client = app.test_client()

    assert client.get("/needs").status_code == 500
    assert f"the slot '{off}' is switched off" in caplog.text
    assert client.get("/").text == "Hello"


def test_without_routing_every_request_is_a_500_unless_a_function_answers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A request that nothing can match fails with the reason; before_request may answer it."""
    app = make("routing")
    app.before_request(lambda: "answered" if request.path == "/health" else None)
    client = app.test_client()

    assert client.get("/health").text == "answered"
    assert client.get("/").status_code == 500
    assert "the slot 'routing' is switched off" in caplog.text


def test_without_errors_an_error_is_plain_text() -> None:
    """The kernel answers errors by itself, with the headers that they bring."""
    answer = make("errors").test_client().post("/")

    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("405 Method Not Allowed")
    assert "GET" in answer.headers["Allow"]


def test_without_a_server_run_says_what_is_missing() -> None:
    """``app.run()`` needs the slot."""
    app = make("server")

    with pytest.raises(SlotEmptyError, match=REASON.format("server")):
        app.run()


def test_without_a_command_line_the_runner_says_what_is_missing() -> None:
    """A command that is invoked needs the slot."""
    app = make("cli")

    result = app.test_cli_runner().invoke(["routes"])

    assert result.exit_code != 0
    assert "'cli' is switched off" in result.stderr + str(result.exception)


# Everything else


def _remember() -> str:
    session["count"] = session.get("count", 0) + 1
    flash("seen")
    return str(session["count"])


def _json() -> Any:
    return {"given": request.get_json()}


#: What an application does, the slots that it needs, and what it answers.
USES: dict[str, tuple[Callable[[], Any], set[str], str]] = {
    "text": (lambda: "hello", set(), "hello"),
    "url": (lambda: url_for("text"), set(), "/text"),
    "session": (_remember, {"sessions"}, "1"),
    "page": (lambda: render_template_string("{{ 1 + 1 }}"), {"templating"}, "2"),
    "both": (
        lambda: render_template_string("{{ get_flashed_messages() }}"),
        {"templating", "sessions"},
        "[]",
    ),
    "json": (_json, {"json"}, '{"given":[1]}\n'),
    "file": (lambda: send_file(__file__, "text/x-python"), {"static"}, Path(__file__).read_text()),
    "fault": (lambda: abort(418), set(), ""),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("off", [name for name in NAMES if name != "routing"])
def test_only_what_needs_a_slot_fails_without_it(off: str, use: str) -> None:
    """One application uses all parts; with one switched off, only what needs it is a 500."""
    app = make(off)
    for name, (view, _, _) in USES.items():
        app.add_url_rule(f"/{name}", name, view, methods=["POST"])
    _, needed, text = USES[use]
    answer = app.test_client().post(f"/{use}", data=b"[1]", content_type="application/json")

    if off in needed:
        assert answer.status_code == 500
    else:
        assert answer.status_code == (418 if use == "fault" else 200)
        assert text in answer.text
