"""What is known of Werkzeug's inside is checked, and without it Werkzeug does the work."""

from __future__ import annotations

import pytest
from werkzeug.routing import Map, Rule, rules

from pegboard_hookspecs import Match, Route
from pegboard_routing import WerkzeugRouting
from pegboard_routing.internals import are_known
from pegboard_routing.rule import RouteRule
from tests.plugins.routing.stage import make_app, make_request, make_router, outcome

pytestmark = pytest.mark.standard("routing")


def test_inside_of_this_werkzeug_is_known() -> None:
    """The Werkzeug of this environment is one that the own matcher was written for."""
    assert are_known()


@pytest.mark.parametrize(
    ("owner", "name"),
    [(rules, "RulePart"), (Rule, "_compile_builder"), (Rule, "_encode_query_vars")],
    ids=["part", "builder", "query"],
)
def test_unknown_inside_is_left_alone(
    owner: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a Werkzeug that is another one inside, its own map and matcher are used."""
    monkeypatch.delattr(owner, name)
    router = WerkzeugRouting()

    assert type(router.native) is Map


def test_werkzeug_alone_gives_the_same_answers() -> None:
    """Left to Werkzeug, matching and building come to the same."""
    routes = [Route("/", "root"), Route("/users/<int:id>", "user"), Route("/docs/", "docs")]
    own, alone = (make_router(*routes, has_own_matcher=is_own) for is_own in (True, False))
    paths = ["/", "/users/7", "/docs", "/users//7", "/nothing"]
    answers = [[outcome(router, make_request(path)) for path in paths] for router in (own, alone)]

    assert answers[0] == answers[1]
    assert alone.build_url(make_app(), None, "user", {"id": 7}, None, None, False) == "/users/7"
    assert alone.build_url(make_app(), make_request(), "root", {}, None, None, False) == "/"


def test_match_of_werkzeug_alone_carries_the_route() -> None:
    """The route of a match is the one that was registered, also where Werkzeug matches."""
    route = Route("/a", "a", place="views.py:1")
    router = make_router(route, has_own_matcher=False)

    assert router.match_request(make_app(), make_request("/a")) == Match(route, {})


def test_own_rule_builds_what_werkzeugs_does() -> None:
    """A rule whose builder is not compiled builds the URL that a compiled one builds."""
    text = "/<lang>/a b/<int:n>-<path:rest>/<x>"
    own, stock = RouteRule(text, endpoint="e"), Rule(text, endpoint="e")
    for rule in (own, stock):
        rule.map = None  # type: ignore[assignment]  # as it is before it is bound
        Map([rule])
    values = {"lang": "dé", "n": 7, "rest": "p/q r", "x": "y", "q": ["1", "2"], "z": None}
    built = [
        [rule.build(values, with_query) for with_query in (True, False)] for rule in (own, stock)
    ]

    assert built[0] == built[1]


def test_builder_is_not_compiled() -> None:
    """Werkzeug's two functions per rule, which take most of the time to make, are not made."""
    router = make_router(Route("/<x>", "x"))
    rule = next(router.native.iter_rules())

    with pytest.raises(NotImplementedError, match="builds the URL"):
        rule._build(x=1)  # pyright: ignore[reportPrivateUsage]  # what must not be there


def test_adapter_of_the_map_works() -> None:
    """Whoever binds the map gets Werkzeug's adapter with all its answers."""
    adapter = make_router(Route("/docs/", "docs"), Route("/n/<int:n>", "n")).native.bind(
        "localhost"
    )

    assert adapter.match("/n/7") == ("n", {"n": 7})
    assert adapter.build("n", {"n": 7}) == "/n/7"
    assert adapter.test("/docs/")
    assert not adapter.test("/nothing")
    assert sorted(adapter.allowed_methods("/docs/")) == ["GET", "HEAD"]
