"""What an application asked to be called around its views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.wrappers import Response as WerkzeugResponse

from pegboard import Blueprint, Pegboard, after_this_request, g, request
from pegboard_hookspecs import Response
from tests.core.site import make_app, make_blueprint
from tests.together.wire import ask

pytestmark = pytest.mark.needs("routing")


def _note(log: list[str], text: str) -> Callable[..., Any]:
    return lambda *args: log.append(text)


def _passing(log: list[str], text: str) -> Callable[[Response], Response]:
    def function(response: Response) -> Response:
        log.append(text)
        return response

    return function


def _view(log: list[str]) -> Callable[[], str]:
    def view() -> str:
        log.append("view")
        return "hello"

    return view


@pytest.fixture
def log() -> list[str]:
    """What was called, in order."""
    return []


@pytest.fixture
def app(log: list[str]) -> Pegboard:
    """An application with a blueprint in a blueprint, each with two functions of every kind."""
    app = make_app()
    outer, inner = make_blueprint("outer"), make_blueprint("inner")
    places: list[tuple[Pegboard | Blueprint, str]] = [(app, "app"), (outer, "outer")]
    for scaffold, name in [*places, (inner, "inner")]:
        for number in "12":
            scaffold.before_request(_note(log, f"before {name} {number}"))
            scaffold.after_request(_passing(log, f"after {name} {number}"))
            scaffold.teardown_request(_note(log, f"teardown {name} {number}"))
    inner.add_url_rule("/", "index", _view(log))
    outer.register_blueprint(inner)
    app.register_blueprint(outer)
    app.teardown_appcontext(_note(log, "context"))
    return app


def test_the_order_of_functions(app: Pegboard, log: list[str]) -> None:
    """Before the view outer before inner, after it inner before outer and last before first."""
    app.test_client().get("/")

    assert log == [
        *("before app 1", "before app 2", "before outer 1", "before outer 2"),
        *("before inner 1", "before inner 2", "view"),
        *("after inner 2", "after inner 1", "after outer 2", "after outer 1"),
        *("after app 2", "after app 1"),
        *("teardown inner 2", "teardown inner 1", "teardown outer 2", "teardown outer 1"),
        *("teardown app 2", "teardown app 1", "context"),
    ]


def test_functions_of_blueprints_are_for_their_own_views(app: Pegboard, log: list[str]) -> None:
    """A request that is for no blueprint gets the application's functions only."""
    app.test_client().get("/nowhere")

    assert [line for line in log if "app" not in line] == ["context"]


def test_the_first_value_answers() -> None:
    """A function that returns something answers in place of the view and the rest."""
    app, log = make_app(), list[str]()
    app.before_request(lambda: "answered")
    app.before_request(_note(log, "second"))
    app.add_url_rule("/", "index", _view(log))
    app.after_request(_passing(log, "after"))

    assert app.test_client().get("/").text == "answered"
    assert log == ["after"]


def test_values_of_the_url_may_be_changed() -> None:
    """A preprocessor may take values out of the URL before the other functions run."""
    app = make_app()

    @app.url_value_preprocessor
    def take(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.language = (values or {}).pop("language", endpoint)

    @app.before_request
    def shout() -> None:
        g.language = g.language.upper()

    @app.route("/<language>/<page>")
    def show(page: str) -> str:
        return f"{page} in {g.language}"

    assert app.test_client().get("/en/start").text == "start in EN"


def test_a_function_for_one_response() -> None:
    """``after_this_request`` holds for the response of one request, in order, before the others."""
    app, log = make_app(), list[str]()

    def view() -> str:
        if "log" in request.args:
            after_this_request(_passing(log, "first"))
            after_this_request(_passing(log, "second"))
        return "hello"

    app.add_url_rule("/", "index", view)
    app.after_request(_passing(log, "always"))
    app.test_client().get("/?log=1")
    app.test_client().get("/")

    assert log == ["first", "second", "always", "always"]


def test_a_function_may_replace_the_response() -> None:
    """What a function gives is what the next one gets."""
    app = make_app()
    app.add_url_rule("/", "index", lambda: "hello")

    @app.after_request
    def sign(response: Response) -> Response:
        response.headers["X-Signed"] = response.get_data(as_text=True)
        return response

    @app.after_request
    def replace(response: Response) -> Response:
        return Response("other")

    assert app.test_client().get("/").headers["X-Signed"] == "other"


@pytest.mark.parametrize("value", [None, "text", 5], ids=repr)
def test_a_function_must_give_a_response(value: Any) -> None:
    """A function that returns something else, or forgets to, is named with its place."""
    app = make_app()
    app.add_url_rule("/", "index", lambda: "hello")

    @app.after_request
    def forgetful(response: Response) -> Any:
        return value

    with pytest.raises(TypeError, match=rf"'forgetful' \({__file__}:\d+\) runs after the view"):
        app.test_client().get("/")


def test_a_function_may_give_a_foreign_response() -> None:
    """A response of Werkzeug's is made one of the application's own."""
    app = make_app()
    app.add_url_rule("/", "index", lambda: "hello")

    @app.after_request
    def replace(response: Response) -> WerkzeugResponse:
        return WerkzeugResponse("foreign", 202)

    answer = app.test_client().get("/")

    assert (answer.status_code, answer.text) == (202, "foreign")


def test_uploads_are_closed_at_the_end() -> None:
    """The temporary files of uploads are closed with the request."""
    app = make_app()
    files: list[Any] = []

    def view() -> str:
        files.append(request.files["f"])
        return str(files[0].closed)

    app.add_url_rule("/", "index", view, methods=["POST"])
    field = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n'
    body = field + b"x" * 600_000 + b"\r\n--b--\r\n"
    answer = ask(app, method="POST", body=body, CONTENT_TYPE="multipart/form-data; boundary=b")

    assert (answer.body, files[0].closed) == (b"False", True)
