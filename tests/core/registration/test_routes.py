"""From ``add_url_rule`` to a route."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from pegboard.registration.routes import make_route, refuse_overwriting
from pegboard_hookspecs import Route
from pegboard_hookspecs.errors import RegistrationError
from tests.core.site import say


def _route(view: Any = say, rule: Any = "/", endpoint: str | None = None, **given: Any) -> Route:
    return make_route(
        rule,
        endpoint,
        view,
        methods=given.pop("methods", None),
        answers_options=given.pop("answers_options", None),
        is_answering_by_default=given.pop("is_answering_by_default", True),
        place="site.py:3",
        options=given,
    )


def _view_with(**attributes: object) -> Any:
    def view() -> str:
        return "view"

    vars(view).update(attributes)
    return view


def test_a_view_gives_its_name() -> None:
    """Without an endpoint the view's name is taken, and the route remembers its place."""
    route = _route()

    assert (route.rule, route.endpoint, route.place) == ("/", "say", "site.py:3")


def test_an_endpoint_needs_no_view() -> None:
    """A route may be there for building only, or for a view that is tied to it elsewhere."""
    assert _route(None, endpoint="other").endpoint == "other"


@pytest.mark.parametrize(
    ("view", "methods", "allowed"),
    [
        (say, None, {"GET", "HEAD", "OPTIONS"}),
        (say, ["post"], {"POST", "OPTIONS"}),
        (say, ("GET", "OPTIONS"), {"GET", "HEAD", "OPTIONS"}),
        (_view_with(methods=["PUT"]), None, {"PUT", "OPTIONS"}),
        (_view_with(methods=["PUT"]), ["GET"], {"GET", "HEAD", "OPTIONS"}),
        (_view_with(required_methods=["PATCH"]), ["GET"], {"GET", "HEAD", "PATCH", "OPTIONS"}),
        (None, ["M-SEARCH"], {"M-SEARCH", "OPTIONS"}),
    ],
    ids=["default", "given", "own OPTIONS", "view's", "given over view's", "required", "unusual"],
)
def test_methods_come_from_the_call_or_the_view(
    view: Any, methods: list[str] | None, allowed: set[str]
) -> None:
    """Methods are those given, else the view's, else GET; HEAD goes with GET."""
    assert _route(view, endpoint="x", methods=methods).methods == frozenset(allowed)


@pytest.mark.parametrize(
    ("view", "given", "default", "expected"),
    [
        (say, None, True, True),
        (say, None, False, False),
        (say, False, True, False),
        (say, True, False, True),
        (_view_with(provide_automatic_options=False), None, True, False),
        (_view_with(provide_automatic_options=False), True, True, True),
        (_view_with(methods=["OPTIONS"]), None, True, False),
    ],
)
def test_options_are_answered_unless_somebody_does(
    view: Any, given: bool | None, default: bool, expected: bool
) -> None:
    """The call decides whether OPTIONS is answered, else the view, else the setting."""
    route = _route(view, answers_options=given, is_answering_by_default=default)

    assert route.answers_options is expected


def test_options_have_the_names_of_the_words() -> None:
    """Each option of the word becomes the route's; those that are None are left out."""
    route = _route(defaults={"page": 1}, build_only=True, subdomain=None, host="x", alias=True)

    assert route.defaults == {"page": 1}
    assert (route.is_build_only, route.is_alias, route.host) == (True, True, "x")
    assert route.subdomain is None


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        ({"rule": 3}, RegistrationError, r"rule at site\.py:3 is 3"),
        ({"view": "say"}, RegistrationError, r"'/' \(site\.py:3\) is 'say', which cannot be"),
        ({"view": None}, RegistrationError, r"'/' \(site\.py:3\) has no endpoint"),
        ({"view": partial(say)}, RegistrationError, "has no endpoint.* Pass endpoint="),
        ({"methods": "GET"}, TypeError, r"must be a list of strings, like \['GET'\]"),
        ({"methods": ["GET POST"]}, RegistrationError, "method 'GET POST'. Write one like 'POST'"),
        ({"methods": [1]}, RegistrationError, "method 1"),
        ({"default": {}}, RegistrationError, r"'default'\. Did you mean 'defaults'\? Options"),
    ],
)
def test_what_is_no_route_is_refused(
    given: dict[str, Any], kind: type[Exception], message: str
) -> None:
    """What cannot be a route is refused, with its value and its place."""
    with pytest.raises(kind, match=message):
        _route(**given)


def test_one_view_may_come_twice() -> None:
    """The same view may have an endpoint twice, as with two rules."""
    refuse_overwriting({"say": say}, "say", say)


@pytest.mark.parametrize(
    ("place", "middle"), [("site.py:3", "site.py:3 gives it"), ("", "it would go")]
)
def test_two_views_do_not_share_an_endpoint(place: str, middle: str) -> None:
    """Another view for an endpoint is refused, with both places."""
    other = _view_with()

    with pytest.raises(RegistrationError, match=f"'say'.*site.py:.*{middle}.*test_routes.py:"):
        refuse_overwriting({"say": say}, "say", other, place)
