"""Messages for the next page."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from pegboard import Pegboard, flash, get_flashed_messages, render_template_string, session
from pegboard_hookspecs.errors import ContextError, SlotEmptyError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing", "sessions", "json")

KEY = "a key of no less than 32 bytes is needed"


@pytest.fixture
def app() -> Pegboard:
    """Give an application that flashes two messages, and shows them twice."""
    app = make_app(config={"SECRET_KEY": KEY})

    @app.route("/flash")
    def keep() -> str:
        flash("Saved.")
        flash("Full.", "error")
        return "kept"

    @app.route("/show")
    def show() -> dict[str, Any]:
        return {"first": get_flashed_messages(), "again": get_flashed_messages()}

    @app.route("/errors")
    def errors() -> dict[str, Any]:
        only = get_flashed_messages(with_categories=True, category_filter=["error"])
        return {"errors": only, "all": get_flashed_messages(with_categories=True)}

    return app


@pytest.mark.item("A9.1", "B5.9")
def test_a_message_waits_for_the_next_page(app: Pegboard) -> None:
    """Messages come in their order, stay the same within one request, and are gone then."""
    client = app.test_client()
    client.get("/flash")

    assert client.get("/show").json == {"first": ["Saved.", "Full."], "again": ["Saved.", "Full."]}
    assert client.get("/show").json == {"first": [], "again": []}


@pytest.mark.item("A9.2", "B5.9")
def test_messages_have_categories(app: Pegboard) -> None:
    """Messages can be asked for by category; those left out are not lost for the same page."""
    client = app.test_client()
    client.get("/flash")

    assert client.get("/errors").json == {
        "errors": [["error", "Full."]],
        "all": [["message", "Saved."], ["error", "Full."]],
    }


@pytest.mark.item("B5.9")
def test_messages_gather(app: Pegboard) -> None:
    """Messages of several requests wait together, so each of them was a change of the session."""
    client = app.test_client()
    client.get("/flash")
    client.get("/flash")

    assert client.get("/show").json["first"] == ["Saved.", "Full.", "Saved.", "Full."]


@pytest.mark.needs("templating")
@pytest.mark.item("A9.2")
def test_templates_take_messages(app: Pegboard) -> None:
    """Templates have the word as well, and markup stays markup from one request to the next."""

    @app.route("/page")
    def page() -> str:
        return render_template_string("{{ get_flashed_messages(true, ['error'])[0][1] }}")

    @app.route("/markup")
    def markup() -> str:
        flash(Markup("<b>No</b>"), "error")
        return "kept"

    client = app.test_client()
    client.get("/markup")

    assert client.get("/page").text == "<b>No</b>"


def test_looking_for_messages_does_not_change_the_session(app: Pegboard) -> None:
    """Where there are none, asking for messages sends no cookie."""
    assert "Set-Cookie" not in app.test_client().get("/show").headers


def test_a_message_after_a_look_waits(app: Pegboard) -> None:
    """A message that is kept after the page took the others waits for the next one."""

    @app.route("/late")
    def late() -> dict[str, Any]:
        get_flashed_messages()
        flash("Late.")
        return {"now": get_flashed_messages()}

    client = app.test_client()

    assert client.get("/late").json == {"now": []}
    assert client.get("/show").json == {"first": ["Late."], "again": ["Late."]}


@pytest.mark.item("A9.3")
def test_messages_are_in_the_session(app: Pegboard) -> None:
    """Messages are kept under the name that Flask uses."""
    with app.test_client() as client:
        client.get("/flash")

        assert session["_flashes"] == [("message", "Saved."), ("error", "Full.")]


@pytest.mark.parametrize("word", [lambda: flash("x"), get_flashed_messages], ids=["flash", "get"])
def test_messages_need_a_request(word: Any) -> None:
    """Outside of a request there is nobody to keep messages for."""
    with pytest.raises(ContextError, match="outside of request context"):
        word()


def test_messages_need_sessions() -> None:
    """Without sessions the error names the empty slot."""
    app = make_app(plugins={"sessions": False})

    with app.test_request_context(), pytest.raises(SlotEmptyError, match="No plugin keeps session"):
        flash("x")
