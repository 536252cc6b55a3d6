"""Nothing that would break the HTTP message reaches the server, on any path (R17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pegboard import Pegboard, make_response, redirect, session
from pegboard_hookspecs import Request, Response, hookimpl
from tests.together.wire import ask

pytestmark = pytest.mark.needs("routing")

EVIL = ["\r\nX-Evil: 1", "\n", "\r", "\0", "\x0b", "\x0c", "\x1b", "\x7f", "€"]


class Raw:
    """Puts a header past every check of libraries into a response."""

    def __init__(self, name: Any, value: Any) -> None:
        self.pair = (name, value)

    def __call__(self, response: Response) -> Response:
        pairs: list[tuple[str, str]] = vars(response.headers)["_list"]
        pairs.append(self.pair)
        return response


def _response(change: Callable[[Response], object]) -> Callable[[], Response]:
    def view() -> Response:
        response = make_response("hello")
        change(response)
        return response

    return view


def _doors(text: str) -> dict[str, Callable[[], Any]]:
    """Give views that bring a text into the head, each by another door."""
    return {
        "name": _response(Raw(f"X{text}", "1")),
        "value": _response(Raw("X", f"1{text}")),
        "set": _response(lambda response: response.headers.set("X", f"1{text}")),
        "tuple": lambda: ("hello", {"X": f"1{text}"}),
        "tuple name": lambda: ("hello", {f"X{text}": "1"}),
        "status": lambda: ("hello", f"200 OK{text}"),
        "cookie name": _response(lambda response: response.set_cookie(f"a{text}", "1")),
        "cookie path": _response(lambda response: response.set_cookie("a", path=f"/{text}")),
        "cookie domain": _response(lambda response: response.set_cookie("a", domain=f"a{text}")),
        "type": _response(lambda response: setattr(response, "mimetype", f"text/{text}")),
        "disposition": _response(Raw("Content-Disposition", f'a; filename="{text}"')),
        "redirect": lambda: redirect(f"/next{text}"),
        "cookie value": _response(lambda response: response.set_cookie("a", f"1{text}")),
        "location": _response(lambda response: setattr(response, "location", f"/{text}")),
    }


#: Doors behind which the text is quoted or stripped, so that it may come in.
TAMED = {"redirect", "cookie value", "location", "status"}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("text", EVIL, ids=ascii)
@pytest.mark.parametrize("door", _doors(""))
def test_a_head_goes_out_clean_or_not_at_all(door: str, text: str, method: str) -> None:
    """A head with a bad name, value, cookie, location or status is a 500, or was quoted."""
    app = Pegboard(__name__)
    app.add_url_rule("/", "index", _doors(text)[door])
    answer = ask(app, method=method)
    head = "".join(f"{name}: {value}\n" for name, value in answer.headers)

    assert "X-Evil" not in answer.status + "".join(name for name, _ in answer.headers)
    assert answer.code in ({200, 302, 500} if door in TAMED or text == "€" else {500})
    assert all(character == "\n" or character.isprintable() for character in head)


@pytest.mark.parametrize(
    "status",
    ["0 abc", "99 UNKNOWN", "600 X", "1000 X", "abc", 0, 99, 600, -1, 1000, True],
    ids=repr,
)
def test_a_bad_status_is_a_500(status: Any, caplog: pytest.LogCaptureFixture) -> None:
    """A status that is none is a 500, and the log says what was wrong with it."""
    app = Pegboard(__name__)
    app.add_url_rule("/", "index", lambda: ("hello", status))

    assert ask(app).status == "500 INTERNAL SERVER ERROR"
    assert "UnsafeHeaderError: The status" in caplog.text


@pytest.mark.parametrize(
    "status", ["", "  ", 1.5, object()], ids=["empty", "blank", "float", "object"]
)
def test_what_is_no_status_is_a_500(status: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Something that cannot be a status is a 500, and the log names the view."""
    app = Pegboard(__name__)
    app.add_url_rule("/", "index", lambda: ("hello", status))

    assert ask(app).code == 500
    assert "The view for the endpoint 'index'" in caplog.text


# Wherever it comes from


def _by_view(app: Pegboard) -> None:
    app.add_url_rule("/", "index", lambda: Raw("X", "\n")(make_response("hello")))


def _by_after_request(app: Pegboard) -> None:
    app.after_request(Raw("X", "\n"))


def _by_plugin(app: Pegboard) -> None:
    class Plugin:
        @hookimpl
        def process_response(self, response: Response) -> None:
            Raw("X", "\n")(response)

    app.register_plugin(Plugin())


class Sessions:
    """A provider that sends a bad cookie."""

    @hookimpl
    def open_session(self, request: Request) -> dict[str, str]:
        return {}

    @hookimpl
    def save_session(self, response: Response) -> None:
        Raw("Set-Cookie", "id=\n")(response)


def _by_session(app: Pegboard) -> None:
    app.before_request(lambda: session.get("who"))


def _by_error_handler(app: Pegboard) -> None:
    @app.errorhandler(404)
    def handle(error: Exception) -> Response:
        return Raw("X", "\n")(make_response("gone"))


DOORS = [_by_view, _by_after_request, _by_plugin, _by_session, _by_error_handler]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__[4:])
def test_every_response_is_checked(
    door: Callable[[Pegboard], None], caplog: pytest.LogCaptureFixture
) -> None:
    """There is one place for the check, and every response passes it."""
    app = Pegboard(__name__, plugins={"sessions": Sessions})
    door(app)
    answer = ask(app)

    assert (answer.code, answer.header("X"), answer.header("Set-Cookie")) == (500, None, None)
    assert "UnsafeHeaderError" in caplog.text


def test_the_next_request_is_not_affected() -> None:
    """A head that could not be sent leaves nothing behind."""
    app = Pegboard(__name__)
    heads = iter(["\n", "fine"])
    app.add_url_rule("/", "index", lambda: Raw("X", next(heads))(make_response("hello")))

    assert [ask(app).code, ask(app).code] == [500, 200]
