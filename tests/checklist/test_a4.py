"""Building URLs."""

from __future__ import annotations

import inspect

import pytest

from pegboard import Pegboard, render_template_string, url_for
from tests.core.site import make_app, say

pytestmark = pytest.mark.needs("routing")


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a page and one for each user."""
    app = make_app(config={"SERVER_NAME": "example.org"})
    app.add_url_rule("/", "index", say)
    app.add_url_rule("/users/<name>", "user", say, methods=["GET", "POST"])
    return app


@pytest.mark.item("A4.1")
def test_the_word_takes_an_endpoint_options_and_values(app: Pegboard) -> None:
    """Options begin with an underscore; every other keyword is a value."""
    kinds = {name: each.kind for name, each in inspect.signature(url_for).parameters.items()}

    assert list(kinds) == ["endpoint", "_anchor", "_method", "_scheme", "_external", "values"]
    assert set(kinds.values()) == {
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        inspect.Parameter.KEYWORD_ONLY,
        inspect.Parameter.VAR_KEYWORD,
    }
    with app.test_request_context():
        url = url_for("user", name="ada", _anchor="top", _method="POST", _scheme="https")
    assert url == "https://example.org/users/ada#top"


@pytest.mark.item("A4.2")
def test_the_method_needs_no_context(app: Pegboard) -> None:
    """An application that is at hand builds URLs wherever it is."""
    assert app.url_for("user", name="ada") == "http://example.org/users/ada"
    assert app.url_for("index", _external=False) == "/"


@pytest.mark.item("A4.3")
@pytest.mark.needs("templating")
def test_templates_build_urls(app: Pegboard) -> None:
    """In a template the word is a global."""
    with app.test_request_context():
        assert render_template_string("{{ url_for('user', name='a b') }}") == "/users/a%20b"


@pytest.mark.item("A4.4")
def test_other_values_are_the_query(app: Pegboard) -> None:
    """What the rule does not know stands behind the question mark."""
    with app.test_request_context():
        url = url_for("user", name="ada", page=2, tag=["a", "b&c"], sort=None)

    assert url == "/users/ada?page=2&tag=a&tag=b%26c"
