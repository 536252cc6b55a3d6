"""The words that applications use inside of views."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import Forbidden, HTTPException, NotFound

from pegboard import (
    Pegboard,
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    send_file,
    send_from_directory,
    url_for,
)
from pegboard_hookspecs.errors import ContextError, SlotEmptyError
from tests.core.site import make_app, say

needs_static = pytest.mark.needs("routing", "static")


class Special(Response):
    """A response class of an application's own."""


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a response class of its own."""
    app = make_app()
    app.response_class = Special
    return app


# redirect


def test_a_redirect_has_a_location(app: Pegboard) -> None:
    """A redirect is a 302 of the application's response class; the location stays as given."""
    with app.app_context():
        response = redirect("/elsewhere?a=b")

    assert type(response) is Special
    assert (response.status_code, response.headers["Location"]) == (302, "/elsewhere?a=b")


def test_a_redirect_needs_no_application() -> None:
    """Outside of a context a redirect is a plain response; its code may be chosen."""
    response = redirect("/", 308)

    assert type(response) is Response
    assert response.status_code == 308


def test_an_application_may_redirect_in_its_own_way() -> None:
    """The word asks the application, whose class may override how it redirects."""

    class Own(Pegboard):
        def redirect(self, location: str, code: int = 302) -> Response:
            return super().redirect(f"/en{location}", code)

    with Own(__name__).app_context():
        assert redirect("/", 303).headers["Location"] == "/en/"


# abort


def test_abort_raises_the_error_of_a_code() -> None:
    """Each code has its exception, with a description that may be given; no context is needed."""
    with pytest.raises(NotFound, match="no such page"):
        abort(404, "no such page")


def test_abort_takes_a_finished_response(app: Pegboard) -> None:
    """A response is raised as it is."""
    response = Response("stop")

    with app.app_context(), pytest.raises(HTTPException) as info:
        abort(response)

    assert info.value.response is response


def test_abort_does_not_know_every_code(app: Pegboard) -> None:
    """A code without an exception is a LookupError."""
    with app.app_context(), pytest.raises(LookupError, match="999"):
        abort(999)


def test_an_application_may_abort_in_its_own_way(app: Pegboard) -> None:
    """The application's aborter is asked; one that returns is an error of its own."""
    app.aborter.mapping[404] = Forbidden
    with app.app_context(), pytest.raises(Forbidden):
        abort(404)

    lax: Any = say
    app.aborter = lambda *_: lax()  # type: ignore[assignment]  # what should not be
    with app.app_context(), pytest.raises(RuntimeError, match="returned instead of raising"):
        abort(404)


# jsonify, make_response


@pytest.mark.needs("json")
def test_jsonify_makes_a_response(app: Pegboard) -> None:
    """Values become JSON of the application's response class."""
    with app.app_context():
        response = jsonify(a=1)

    assert type(response) is Special
    assert response.get_json() == {"a": 1}


@pytest.mark.item("A7.1")
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), ("", 200)),
        (("body",), ("body", 200)),
        (("body", 201), ("body", 201)),
        (("body", 201, {"X-A": "1"}), ("body", 201)),
        ((("body", 201),), ("body", 201)),
    ],
)
def test_a_response_is_made_to_be_changed(
    app: Pegboard, parts: tuple[Any, ...], expected: tuple[str, int]
) -> None:
    """``make_response`` takes what a view may return, as one value or as several."""
    with app.test_request_context():
        response = make_response(*parts)

    assert type(response) is Special
    assert (response.get_data(as_text=True), response.status_code) == expected


# Outside of a context


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        (lambda: url_for("index"), "application"),
        (lambda: jsonify(1), "application"),
        (lambda: make_response("x"), "application"),
        (lambda: send_file("x"), "request"),
        (lambda: send_from_directory(".", "x"), "request"),
    ],
    ids=["url_for", "jsonify", "make_response", "send_file", "send_from_directory"],
)
def test_a_word_needs_its_context(word: Any, kind: str) -> None:
    """A word that is used outside of its context says which one it misses."""
    with pytest.raises(ContextError, match=f"outside of {kind} context"):
        word()


@pytest.mark.item("A7.1")
def test_a_response_needs_a_request(app: Pegboard) -> None:
    """What a view may return becomes a response for a request only."""
    with app.app_context(), pytest.raises(ContextError, match="outside of request context"):
        make_response("x")


# Files


@needs_static
def test_a_file_is_sent(app: Pegboard, tmp_path: Path) -> None:
    """A file is sent by its path, with the options of the word."""
    (tmp_path / "note.txt").write_text("noted")
    path = tmp_path / "note.txt"
    app.add_url_rule("/", "note", lambda: send_file(path, as_attachment=True, max_age=5))

    answer = app.test_client().get("/")

    assert (answer.text, answer.cache_control.max_age) == ("noted", 5)
    assert answer.headers["Content-Disposition"] == "attachment; filename=note.txt"


@needs_static
def test_an_open_file_is_sent(app: Pegboard) -> None:
    """What is read from a file object is sent under the type that is given."""
    app.add_url_rule("/", "note", lambda: send_file(io.BytesIO(b"noted"), "text/plain"))

    assert app.test_client().get("/").text == "noted"


@needs_static
def test_a_file_is_sent_by_a_name_from_outside(app: Pegboard, tmp_path: Path) -> None:
    """A file of a directory is sent by its name, with the same options."""
    (tmp_path / "note.txt").write_text("noted")

    @app.route("/<path:name>")
    def send(name: str) -> Response:
        return send_from_directory(tmp_path, name, download_name="n.csv", etag="x")

    answer = app.test_client().get("/note.txt")

    assert (answer.text, answer.mimetype, answer.get_etag()) == ("noted", "text/csv", ("x", False))
    assert app.test_client().get("/other.txt").status_code == 404


def test_a_file_has_no_other_options(app: Pegboard) -> None:
    """An option that files do not have is refused, with those they have."""
    with (
        app.test_request_context(),
        pytest.raises(TypeError, match=r"no option 'attachment'. Options are: mimetype, as_atta"),
    ):
        send_from_directory(".", "x", attachment=True)


@pytest.mark.parametrize(
    "word",
    [lambda: send_file("x"), lambda: send_from_directory(".", "x")],
    ids=["send_file", "send_from_directory"],
)
def test_files_need_their_slot(word: Any) -> None:
    """Without a plugin that sends files the error names the empty slot."""
    app = make_app(plugins={"static": False})

    with app.test_request_context(), pytest.raises(SlotEmptyError, match="No plugin sends files"):
        word()
