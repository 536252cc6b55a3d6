"""Which routes answer a URL."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard import Pegboard, redirect, request
from pegboard.commands.matching import Answers, find_answers
from pegboard_hookspecs.errors import SlotEmptyError
from tests.core.site import make_app

pytestmark = pytest.mark.needs("routing")


def _view(**values: object) -> str:
    return str(values)


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a few routes."""
    app = make_app()
    app.add_url_rule("/users/<int:id>", "show", _view)
    app.add_url_rule("/users/<int:id>", "change", _view, methods=["POST"])
    app.add_url_rule("/shop/", "shop", _view)
    return app


def _found(answers: Answers) -> list[tuple[str, dict[str, Any]]]:
    return [(each.route.endpoint, dict(each.values)) for each in answers.matches]


@pytest.mark.parametrize(
    ("url", "method", "found"),
    [
        ("/users/7", None, ["show", "change"]),
        ("/users/7", "GET", ["show"]),
        ("/users/7", "POST", ["change"]),
        ("/users/7", "PUT", []),
        ("/users/ada", None, []),
        ("https://example.org/users/7?page=2", "GET", ["show"]),
    ],
)
def test_routes_are_found(app: Pegboard, url: str, method: str | None, found: list[str]) -> None:
    """Each route that answers a URL is found, by any method or by the one that counts."""
    assert _found(find_answers(app, url, method)) == [(each, {"id": 7}) for each in found]


def test_other_methods_are_told(app: Pegboard) -> None:
    """Where the method is not answered, those that are are known."""
    answers = find_answers(app, "/users/7", "PUT")

    assert answers.allowed == ["GET", "HEAD", "OPTIONS", "POST"]


def test_a_redirect_is_told(app: Pegboard) -> None:
    """Where routing sends the visitor elsewhere, it is known where."""
    answers = find_answers(app, "/shop", None)

    assert (answers.redirect, answers.matches) == ("http://localhost/shop/", [])


def test_hosts_may_be_any() -> None:
    """A list of trusted hosts does not keep the command line from asking."""
    app = make_app(config={"TRUSTED_HOSTS": ["example.org"]})
    app.add_url_rule("/", "start", lambda: redirect(request.url))

    assert _found(find_answers(app, "/", None)) == [("start", {})]


def test_routing_is_needed() -> None:
    """Without a router the error names the slot."""
    with pytest.raises(SlotEmptyError, match="slot 'routing'"):
        find_answers(make_app(plugins={"routing": False}), "/", None)
