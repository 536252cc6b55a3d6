"""Routes and converters that cannot work are refused where they are registered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from werkzeug.routing import BaseConverter

from pegboard_hookspecs import Route
from pegboard_hookspecs.errors import RegistrationError
from tests.plugins.routing.stage import make_app, make_request, make_router, new_router, outcome

POST = frozenset({"POST"})


class Broken(BaseConverter):
    """A converter whose expression cannot be compiled."""

    regex = "(["


@pytest.mark.parametrize(
    ("route", "message"),
    [
        (Route("users", "u"), r"does not start with a slash\. Write '/users'\."),
        (Route("", "u"), r"does not start with a slash\. Write '/'\."),
        (Route("/<itn:id>", "u"), r"converter 'itn', which does not exist\. Did you mean 'int'\?"),
        (Route("/<zzz:id>", "u"), r"'zzz', which does not exist\. There are: any, broken, float"),
        (Route("/<int:id", "u"), r"angle brackets is not closed .*<converter:name>"),
        (Route("/<int:1d>", "u"), r"angle brackets is not closed or has no proper name"),
        (Route("/<a>/<int:a>", "u"), r"uses the name of a variable twice"),
        (Route("/<int(least=2):id>", "u"), r"unexpected keyword argument 'least'"),
        (Route("/<string(length=x):id>", "u"), r"Correct the variable, its converter or"),
        (Route("/<int(a b):id>", "u"), r"argument"),
        (Route("/<broken:id>", "u"), r"unterminated character set"),
        (Route("/a", "u", POST, is_websocket=True), r"WebSocket rules can only use"),
        (Route("/<id>", "u", redirect_to="/new/<name>"), r"redirect_to uses 'name', which is no"),
        (Route("/<any(a):x>", "u", defaults={"x": "b"}), r"'b' is not one of 'a'"),
    ],
    ids=lambda value: value.rule if isinstance(value, Route) else "",
)
def test_route_that_cannot_be_read_is_refused(route: Route, message: str) -> None:
    """The error for a rule that cannot be read names the rule, the place, what and the cure."""
    router = new_router()
    router.add_converter(make_app(), "broken", Broken)
    placed = replace(route, place="views.py:12")
    with pytest.raises(RegistrationError, match=message) as caught:
        router.add_route(make_app(), placed)

    assert str(caught.value).startswith(f"The rule {route.rule!r} at views.py:12 cannot be read")


@pytest.mark.standard("routing")
@pytest.mark.parametrize("rule", ["users", "/<itn:id>", "/<int:id"])
def test_refusal_without_the_own_matcher(rule: str) -> None:
    """What Werkzeug refuses is explained just as well where it matches alone."""
    with pytest.raises(RegistrationError, match="cannot be read"):
        make_router(Route(rule, "u"), has_own_matcher=False)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Route("/a", "one"), Route("/a", "two")),
        (Route("/<int:a>", "one"), Route("/<int:b>", "two")),
        (Route("/a", "one", methods=None), Route("/a", "two")),
        (Route("/a", "one", methods=None), Route("/a", "two", methods=None)),
        (Route("/a", "one", frozenset({"GET", "POST"})), Route("/a", "two", POST)),
        (Route("/a", "one", frozenset({"HEAD"})), Route("/a", "two", frozenset({"HEAD"}))),
        (Route("/a//b", "one"), Route("/a/b", "two")),
    ],
)
def test_route_that_never_answers_is_refused(first: Route, second: Route) -> None:
    """A route hidden by another endpoint's for the same URLs is refused, naming both places."""
    first, second = replace(first, place="views.py:12"), replace(second, place="views.py:40")
    router = make_router(first)
    with pytest.raises(RegistrationError, match=r"'two' would never answer") as caught:
        router.add_route(make_app(), second)

    assert all(place in str(caught.value) for place in ("views.py:12", "views.py:40", "'one'"))


def test_refused_route_leaves_no_trace() -> None:
    """After a refusal the map has the rules it had before."""
    router = make_router(Route("/a", "one"))
    for bad in (Route("/a", "two"), Route("/<itn:x>", "three")):
        with pytest.raises(RegistrationError):
            router.add_route(make_app(), bad)

    assert [rule.endpoint for rule in router.native.iter_rules()] == ["one"]
    assert outcome(router, make_request("/a")) == ("one", {})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Route("/a", "one"), Route("/a", "one")),
        (Route("/a", "one", frozenset({"GET", "OPTIONS"})), Route("/a", "two", POST | {"OPTIONS"})),
        (Route("/a", "one"), Route("/a", "two", methods=None)),
        (Route("/a", "one"), Route("/a/", "two")),
        (Route("/a", "one"), Route("/a", "two", subdomain="api")),
        (Route("/a", "one"), Route("/a", "two", is_build_only=True)),
        (Route("/a", "one"), Route("/a", "two", methods=None, is_websocket=True)),
        (Route("/<a>", "one"), Route("/<int:a>", "two")),
        (Route("/a", "one", frozenset({"GET", "HEAD"})), Route("/a", "two", frozenset({"HEAD"}))),
    ],
)
def test_routes_that_differ_live_together(first: Route, second: Route) -> None:
    """Routes that differ in endpoint and in method, URL, host or kind are all taken."""
    router = make_router(first, second)

    assert len(list(router.native.iter_rules())) == 2


@pytest.mark.parametrize(
    ("name", "converter", "message"),
    [
        ("a-b", BaseConverter, "name 'a-b' cannot be written in a rule"),
        ("", BaseConverter, "name '' cannot be written in a rule"),
        ("digits", int, "lacks regex, part_isolating, weight, to_python, to_url"),
        ("digits", r"\d+", "lacks regex"),
        ("digits", BaseConverter(None), "is not a class"),  # type: ignore[arg-type]  # no map is due
    ],
)
def test_converter_that_no_rule_can_use_is_refused(name: str, converter: Any, message: str) -> None:
    """A converter needs a name that can be written and the words of a converter."""
    with pytest.raises(RegistrationError, match=message):
        new_router().add_converter(make_app(), name, converter)
