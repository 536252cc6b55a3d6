"""Routing as an application's users meet it."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from werkzeug.routing import BaseConverter

from pegboard import Pegboard, Request, request, url_for
from pegboard_hookspecs.errors import BuildError, RegistrationError


def view(**_: object) -> str:
    """Answer anything."""
    return ""


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a few routes."""
    app = Pegboard(__name__, static_folder=None)

    @app.get("/")
    def index() -> str:
        return url_for("item", number=7)

    @app.route("/items/<int:number>/", methods=["GET", "POST"])
    def item(number: int) -> str:
        return f"{request.method} {number} {url_for('index', _external=True)}"

    return app


@pytest.mark.parametrize(
    ("path", "text"), [("/", "/items/7/"), ("/items/7/", "GET 7 http://localhost/")]
)
def test_view_answers_and_builds(app: Pegboard, path: str, text: str) -> None:
    """A request reaches its view with converted values, and URLs lead back."""
    assert app.test_client().get(path).text == text


def test_redirect_keeps_method_and_query(app: Pegboard) -> None:
    """A missing slash is a 308, which keeps the method, to a URL that keeps the query."""
    response = app.test_client().post("/items/7?a=1")

    assert response.status_code == 308
    assert response.headers["Location"] == "http://localhost/items/7/?a=1"


@pytest.mark.parametrize(("method", "code"), [("PUT", 405), ("OPTIONS", 200)])
def test_allow_names_the_methods(app: Pegboard, method: str, code: int) -> None:
    """A 405 and the answer to OPTIONS name the methods of the URL."""
    response = app.test_client().open("/items/7/", method=method)

    assert response.status_code == code
    assert {*response.headers["Allow"].split(", ")} == {"GET", "HEAD", "OPTIONS", "POST"}


def test_head_is_answered_by_get(app: Pegboard) -> None:
    """HEAD reaches the route for GET."""
    response = app.test_client().head("/")

    assert (response.status_code, response.data) == (200, b"")


def test_clash_names_both_places(app: Pegboard) -> None:
    """A second view for the same URL and method is refused, naming both lines."""
    with pytest.raises(RegistrationError) as caught:
        app.add_url_rule("/", "start", view)

    assert str(caught.value).count("test_application.py:") == 2


def test_unknown_converter_is_explained(app: Pegboard) -> None:
    """A misspelt converter is refused with its place and the nearest name."""
    with pytest.raises(RegistrationError, match=r"test_application\.py:\d+.*mean 'int'\?"):
        app.add_url_rule("/<itn:number>", "x", view)


def test_own_converter_is_used(app: Pegboard) -> None:
    """A converter added to the map converts both ways."""

    class Words(BaseConverter):
        def to_python(self, value: str) -> list[str]:
            return value.split("+")

        def to_url(self, value: list[str]) -> str:
            return "+".join(value)

    app.slot("routing").native.converters["words"] = Words

    @app.get("/tags/<words:tags>")
    def tagged(tags: list[str]) -> str:
        return url_for("tagged", tags=[*tags, "c"])

    assert app.test_client().get("/tags/a+b").text == "/tags/a+b+c"


def test_misspelt_endpoint_is_explained(app: Pegboard) -> None:
    """An endpoint that does not exist is answered with the nearest one."""
    with (
        app.test_request_context("/"),
        pytest.raises(BuildError, match="Did you mean 'index'"),
    ):
        url_for("idnex")


@pytest.mark.parametrize(
    ("path", "method"),
    [("/", "GET"), ("/items/7", "GET"), ("/nothing", "GET"), ("/", "PUT"), ("/items//7", "GET")],
)
def test_request_dies_with_its_answer(app: Pegboard, path: str, method: str) -> None:
    """Whatever comes of matching, the request is gone after it without the cycle collector."""
    seen: list[ref[Request]] = []

    @app.before_request
    def see() -> None:
        seen.append(ref(app.current_request()))

    client = app.test_client()
    client.open(path, method=method).close()
    gc.collect()
    gc.disable()
    try:
        client.open(path, method=method).close()
        alive = seen[-1]()
    finally:
        gc.enable()

    assert alive is None


def test_a_foreign_host_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    """An error page that builds URLs does not say once more that no route matches the host."""
    app = Pegboard(__name__, static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.org"
    app.add_url_rule("/", "index", view)
    app.register_error_handler(404, lambda _error: (url_for("index"), 404))
    answer = app.test_client().get("/", base_url="http://other.example")

    assert (answer.status_code, answer.text) == (404, "http://example.org/")
    assert caplog.text.count("'other.example' is not below SERVER_NAME 'example.org'") == 1
