"""Whatever the rules, this router answers as Werkzeug does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings

from pegboard_hookspecs import Match, Route
from pegboard_routing import WerkzeugRouting
from pegboard_routing.leaf import Leaf
from pegboard_routing.matcher import RouteMatcher
from pegboard_routing.search import Search
from pegboard_routing.trie import State
from tests.plugins.routing.drawing import Pair, Scenario, disagreement, hosted_scenarios, scenarios
from tests.plugins.routing.stage import make_request

pytestmark = pytest.mark.slow


def asking(path: str, *routes: Route) -> Scenario:
    """Make the scenario of one GET for a path."""
    return Scenario(list(routes), [(path, "GET", "http", "localhost")])


@settings(max_examples=150, deadline=None)
@given(scenarios())
@example(asking("/7", Route("/<text>", "text"), Route("/<int:number>", "number")))
@example(asking("/9", Route("/<int(max=5):number>", "number"), Route("/<text>", "text")))
@example(asking("/|x", Route("/|<text>", "text"), Route("/<text>", "other", strict_slashes=False)))
@example(asking("/a/b/", Route("/<path:path>/", "path"), Route("/a/<text>", "text")))
def test_agrees_with_werkzeug(scenario: Scenario) -> None:
    """For any rules, paths, methods and schemes the answer is the one of plain Werkzeug."""
    assert disagreement(scenario, WerkzeugRouting) is None


@settings(max_examples=60, deadline=None)
@given(hosted_scenarios("host", (None, "example.com", "example.com", "<h>.example.com", "<h>")))
def test_agrees_about_hosts(scenario: Scenario) -> None:
    """Where hosts are matched the answer is the one of plain Werkzeug too."""
    pair = Pair.of(scenario.routes, WerkzeugRouting, host_matching=True)
    for path, method, _, host in scenario.asked:
        request = make_request(path, method, host=host)

        assert pair.our_answer(request) == pair.plain_answer(request), (path, method, host)


@settings(max_examples=60, deadline=None)
@given(hosted_scenarios("subdomain", (None, "api", "<who>", "<who>.b")))
def test_agrees_about_subdomains(scenario: Scenario) -> None:
    """Where subdomains are matched the answer is the one of plain Werkzeug too.

    To a foreign host it is a 404 always; a variable as subdomain is no way around that.
    """
    pair = Pair.of(
        scenario.routes,
        WerkzeugRouting,
        subdomain_matching=True,
        config={"SERVER_NAME": "example.com"},
    )
    for path, method, _, host in scenario.asked:
        request = make_request(path, method, host=host)
        is_below = host.endswith("example.com")
        subdomain = host.removesuffix("example.com").rstrip(".")
        expected = pair.plain_answer(request, subdomain) if is_below else 404

        assert pair.our_answer(request) == expected, (path, host)


def out_of_order(state: State, depth: int) -> None:
    """Leave the patterns of a state in the order of registration."""
    state.depth = depth
    state.edges = tuple(state.__getattribute__("_dynamic").values())


def hasty(matcher: RouteMatcher, path: str, method: str) -> Match | None:
    """Give the first rule for a method, whatever the path."""
    leaves = [leaf for leaf in matcher.__getattribute__("_leaves") if leaf.answers(method)]
    return leaves[0].match if leaves and path != "/" else None


def nothing(*_: object) -> None:
    """Find nothing."""


def never(*_: object) -> bool:
    """Deny everything."""
    return False


def always(*_: object) -> bool:
    """Affirm everything."""
    return True


def unread(_: Leaf, raw: list[str]) -> dict[str, str]:
    """Take any text for the value of a number."""
    return {"number": raw[0]}


PAGES = Route("/p/<int:page>", "pages")
FIRST = Route("/p", "pages", defaults={"page": 1})
SLASH = Route("/a", "a", strict_slashes=False)
POST = Route("/a", "a", frozenset({"POST"}))
NUMBER, TEXT = Route("/<int:number>", "number"), Route("/<text>", "text")
SMALL = Route("/<int(max=5):number>", "number")

MISTAKES: dict[str, tuple[type, str, Callable[..., Any], Scenario]] = {
    "patterns are not in order": (State, "arrange", out_of_order, asking("/7", TEXT, NUMBER)),
    "the path is not looked at": (RouteMatcher, "quick", hasty, asking("/b", SLASH)),
    "no other URL is canonical": (
        RouteMatcher,
        "_find_rivals",
        nothing,
        asking("/p/1", PAGES, FIRST),
    ),
    "nothing redirects": (Leaf, "redirects", never, asking("/p/1", PAGES, FIRST)),
    "a slash too many is a miss": (Search, "_ignore_slash", nothing, asking("/a/", SLASH)),
    "any method is answered": (Leaf, "answers", always, asking("/a", POST)),
    "a value is not converted": (Leaf, "read", unread, asking("/9", SMALL)),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_comparison_finds_mistakes(
    mistake: tuple[type, str, Callable[..., Any], Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison with Werkzeug tells a mistake, and tells none where there is none."""
    owner, name, replacement, scenario = mistake
    before = disagreement(scenario, WerkzeugRouting)
    monkeypatch.setattr(owner, name, replacement)

    assert (before, disagreement(scenario, WerkzeugRouting) is None) == (None, False)
