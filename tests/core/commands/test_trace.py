"""``pegboard trace``."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard, request
from pegboard.commands.trace import trace
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import CommandError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing")


class Timing:
    @hookimpl(wrapper=True)
    def dispatch(self) -> Generator[None, object, object]:
        return (yield)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Pegboard:
    """Give an application with a plugin of its own, and a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    app = make_app(config={"TESTING": False})
    app.register_plugin(Timing())

    @app.route("/", methods=["GET", "POST"])
    def index() -> str:
        return f"{request.headers.get('X-Name', 'nobody')}: {request.get_data(as_text=True)}"

    @app.route("/broken")
    def broken() -> str:
        raise ValueError("out of paper")

    app.start()
    return app


def _data(app: Pegboard, capsys: pytest.CaptureFixture[str], *words: str, **given: Any) -> Any:
    trace(app, *words, **given, json=True)
    return json.loads(capsys.readouterr().out)


def test_every_call_is_shown(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """Each call has its hook, indented as it nests, who was called, how long, and what came."""
    assert trace(app, "get", "/") == 0
    head, calls, bars = capsys.readouterr().out.rstrip("\n").split("\n\n")
    rows = [line.split(maxsplit=3) for line in calls.splitlines()[2:]]

    assert head.startswith("GET /: 200 OK, 8 bytes. 6 calls of hooks in ")
    assert [row[0] for row in rows] == [
        *("match_request", "preprocess", "dispatch", "dispatch", "make_response", "teardown")
    ]
    assert [row[1] for row in rows[2:4]] == ["(app:Timing)", "pegboard-core:views"]
    assert "\n  dispatch  " in calls
    assert all(len(line) <= 80 for line in (*calls.splitlines(), *bars.splitlines()))
    assert len(bars.splitlines()) == len(rows)


def test_the_request_can_have_headers_and_a_body(
    app: Pegboard, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Headers and the body, as text or from a file, reach the view."""
    (tmp_path / "body").write_bytes(b"from a file")
    text = _data(app, capsys, "post", "/", header=("X-Name: Ann",), data="some text")
    file = _data(app, capsys, "post", "/", data=f"@{tmp_path}/body")

    assert text["bytes"] == len("Ann: some text")
    assert file["bytes"] == len("nobody: from a file")
    assert any("Ann: some text" in call["result"] for call in text["calls"])


def test_json_has_everything(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the response and each call."""
    data = _data(app, capsys, "GET", "/nothing")

    assert (data["request"], data["status"], data["error"]) == ("GET /nothing", "404 NOT FOUND", "")
    assert "Content-Type" in dict(data["headers"])
    assert data["calls"][0]["hook"] == "match_request"
    assert data["calls"][0]["error"].startswith("NotFound: 404")
    assert 0 < data["calls"][0]["took_ms"] < data["took_ms"]


def test_an_error_of_the_server_ends_with_1(
    app: Pegboard, capsys: pytest.CaptureFixture[str]
) -> None:
    """A view that raises is a 500, and the calls say who raised."""
    assert trace(app, "GET", "/broken", bars=False) == 1
    out = capsys.readouterr().out

    assert out.startswith("GET /broken: 500 INTERNAL SERVER ERROR")
    assert "  raised Val" in out
    assert "ms ▏" not in out


def test_what_the_application_lets_out_is_shown(
    app: Pegboard, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where exceptions propagate, the one that came out stands in the place of the status."""
    app.config["PROPAGATE_EXCEPTIONS"] = True

    assert trace(app, "GET", "/broken") == 1
    assert capsys.readouterr().out.startswith("GET /broken: raised ValueError: out of paper. ")


def test_afterwards_hooks_are_compiled_again(app: Pegboard) -> None:
    """Tracing leaves nothing behind."""
    before = app.plugins.manager.compiled_source("dispatch")
    trace(app, "GET", "/")

    assert app.plugins.manager.compiled_source("dispatch") == before


def test_without_a_terminal_nothing_is_cut(
    app: Pegboard, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a file or pipe what came back is as long as it is."""
    monkeypatch.delenv("COLUMNS")
    trace(app, "GET", "/", header=("X-Name: a very long name that goes on and on and on",))

    assert "'a very long name that goes on and on and on: '\n" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_plain_terminal_gets_plain_bars(
    app: Pegboard, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Where block characters cannot be printed, bars are of ASCII."""
    stream = TextIOWrapper(BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    trace(app, "GET", "/")
    stream.flush()
    written = stream.buffer.getvalue()

    assert (b"#" in written) is (encoding == "ascii")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"header": ["Accept"]}, "'Accept' is no header. Write it as NAME:VALUE"),
        ({"header": [":x"]}, "':x' is no header"),
        ({"data": "@nowhere.txt"}, "The body cannot be read from nowhere.txt"),
    ],
)
def test_bad_options_are_a_sentence(app: Pegboard, options: dict[str, Any], complaint: str) -> None:
    """What cannot be sent is refused before anything is."""
    with pytest.raises(CommandError, match=complaint):
        trace(app, "GET", "/", **options)
