"""What is easy to miss about responses, HEAD and OPTIONS."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from pegboard import Pegboard, Response, request
from pegboard.views import MethodView
from tests.core.site import make_app, say
from tests.together.wire import ask

pytestmark = pytest.mark.needs("routing", "json")


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a page."""
    app = make_app()
    app.add_url_rule("/", "index", say)
    return app


@pytest.mark.item("B10.1")
def test_head_is_answered_by_get(app: Pegboard) -> None:
    """The head is that of GET, and no body follows it."""
    got, head = ask(app), ask(app, method="HEAD")

    assert (head.status, head.headers) == (got.status, got.headers)
    assert (got.body, head.body) == (b"said", b"")


@pytest.mark.item("B10.1")
def test_a_view_for_head_goes_first(app: Pegboard) -> None:
    """Where a view is registered for HEAD, it is asked before the one for GET."""

    @app.route("/own", methods=["HEAD"])
    def head() -> Response:
        return Response(headers={"X-By": "head"})

    @app.get("/own")
    def get() -> Response:
        return Response("body", headers={"X-By": "get"})

    client = app.test_client()

    assert client.head("/own").headers["X-By"] == "head"
    assert client.get("/own").headers["X-By"] == "get"


@pytest.mark.item("B10.1")
def test_a_method_for_head_goes_first(app: Pegboard) -> None:
    """In a class-based view the method ``head`` answers HEAD, where there is one."""

    class Page(MethodView):
        """Knows its head without its body."""

        def get(self) -> str:
            return "body"

        def head(self) -> Response:
            return Response(headers={"X-By": "head"})

    app.add_url_rule("/page", view_func=Page.as_view("page"))
    client = app.test_client()

    assert client.head("/page").headers["X-By"] == "head"
    assert client.get("/page").text == "body"


@pytest.mark.item("B10.2")
def test_options_of_a_url_are_those_of_all_its_rules(app: Pegboard) -> None:
    """The answer names the methods of every rule, has no body, and is not the first to know."""
    app.add_url_rule("/", "change", say, methods=["PUT", "PATCH"])
    called: list[str] = []
    app.before_request(lambda: called.append(request.method))

    answer = app.test_client().options("/")

    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS", "PUT", "PATCH"}
    assert (answer.status_code, answer.data, called) == (200, b"", ["OPTIONS"])


@pytest.mark.item("B10.2")
def test_a_function_may_answer_options(app: Pegboard) -> None:
    """What stands before the view may answer OPTIONS in its place."""
    app.before_request(lambda: "mine" if request.method == "OPTIONS" else None)

    assert app.test_client().options("/").text == "mine"


@pytest.mark.item("B10.3")
def test_headers_replace_those_of_the_response(app: Pegboard) -> None:
    """A header beside a response takes the place of all that the response has of its name."""
    made = Response("x", headers=[("X-A", "1"), ("X-A", "2"), ("X-B", "3")])
    app.add_url_rule("/made", "made", lambda: (made, {"X-A": "4"}))

    headers = app.test_client().get("/made").headers

    assert (headers.getlist("X-A"), headers.getlist("X-B")) == (["4"], ["3"])


@pytest.mark.item("B10.4")
def test_markup_is_a_body(app: Pegboard) -> None:
    """A subclass of text is a page; a tuple beside it is headers, not a status."""
    app.add_url_rule("/markup", "markup", lambda: (Markup("<b>") + "<i>", (("X-A", "1"),)))

    answer = app.test_client().get("/markup")

    assert (answer.text, answer.status_code, answer.headers["X-A"]) == ("<b>&lt;i&gt;", 200, "1")
