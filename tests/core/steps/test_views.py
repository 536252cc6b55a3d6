"""The view that a request is for (step 5)."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard import request
from pegboard_hookspecs import Request, hookimpl
from pegboard_hookspecs.errors import SetupError
from tests.core.site import make_app, say

pytestmark = pytest.mark.needs("routing")


def test_a_view_gets_the_values_of_the_url() -> None:
    """Values are passed by name, converted."""
    app = make_app()

    @app.route("/of/<name>/<int:age>")
    def person(age: int, name: str) -> str:
        return f"{name} {age + 1}"

    assert app.test_client().get("/of/ada/36").text == "ada 37"


def test_options_are_answered_without_the_view() -> None:
    """OPTIONS names the methods of all routes of the URL."""
    app = make_app()
    app.add_url_rule("/", "read", say)
    app.add_url_rule("/", "write", say, methods=["POST"])
    answer = app.test_client().options("/")

    assert (answer.status_code, answer.data) == (200, b"")
    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    "options",
    [{"methods": ["GET", "OPTIONS"]}, {"methods": ["OPTIONS"], "provide_automatic_options": False}],
    ids=str,
)
def test_a_view_may_answer_options_itself(options: dict[str, Any]) -> None:
    """A view that names OPTIONS among its methods is called for it."""
    app = make_app()
    app.add_url_rule("/", "index", lambda: request.method, **options)

    assert app.test_client().options("/").text == "OPTIONS"


def test_an_endpoint_without_a_view_is_an_error() -> None:
    """A route whose view was never given says where it was registered, and the cure."""
    app = make_app()
    app.add_url_rule("/", "index")

    with pytest.raises(SetupError, match=rf"'index' has a route \({__file__}:\d+\) and no view"):
        app.test_client().get("/")


def test_a_plugin_may_call_the_view() -> None:
    """A plugin's ``dispatch`` comes first; None leaves the request to the view."""

    class Own:
        @hookimpl
        def dispatch(self, request: Request) -> str | None:
            return "from the plugin" if request.path == "/plugin" else None

    app = make_app()
    app.register_plugin(Own)
    app.add_url_rule("/plugin", "plugin", say)
    app.add_url_rule("/view", "view", say)
    client = app.test_client()

    assert [client.get(path).text for path in ("/plugin", "/view")] == ["from the plugin", "said"]


def test_a_request_that_nobody_matched_is_not_found() -> None:
    """Where a plugin took the match away, there is no view to call: 404."""
    app = make_app()
    app.add_url_rule("/", "index", say)

    @app.before_request
    def forget() -> None:
        request.match = None

    assert app.test_client().get("/").status_code == 404
