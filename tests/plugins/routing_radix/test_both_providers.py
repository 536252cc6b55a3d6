"""The tree and the default provider: the same routes and requests come to the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegboard_hookspecs import Application, Request, Route
from pegboard_hookspecs.errors import RegistrationError
from pegboard_hookspecs.slots import RoutingProvider
from pegboard_routing import WerkzeugRouting
from pegboard_routing_radix import RadixRouting
from tests.plugins.routing.drawing import CONVERTERS, HOSTS, Scenario, hosted_scenarios, scenarios
from tests.plugins.routing.stage import make_app, make_request

pytestmark = pytest.mark.slow

PROVIDERS: tuple[Callable[[], RoutingProvider], ...] = (RadixRouting, WerkzeugRouting)

VALUES = st.dictionaries(
    st.sampled_from(["v0", "v0", "v1", "v2", "page", "q", "h"]),
    st.sampled_from([1, 7, -3, 1.5, "a", "b", "a b", "a/b", "/x", "é?", "", None, [1, "b"], True]),
    max_size=4,
)
ASKED = st.tuples(
    st.sampled_from(["one", "one", "two", "three", "tow"]),
    VALUES,
    st.sampled_from([None, None, None, "GET", "POST", "PUT"]),
    st.sampled_from([None, None, "https", "", "wss"]),
    st.booleans(),
)


def filled(routes: list[Route], app: Application) -> list[RoutingProvider]:
    """Make both routers, and let both refuse the same routes."""
    routers = [make() for make in PROVIDERS]
    for router in routers:
        for name, converter in CONVERTERS.items():
            router.add_converter(app, name, converter)
    for route in routes:
        refusals = [refusal(router, app, route) for router in routers]

        assert refusals[0] == refusals[1]
    return routers


def refusal(router: RoutingProvider, app: Application, route: Route) -> str:
    """Give what is said of a route that is refused, up to what the library has to say."""
    try:
        router.add_route(app, route)
    except RegistrationError as error:
        return re.sub(r"(cannot be read): .*", r"\1", str(error), flags=re.DOTALL)
    return ""


def built(router: RoutingProvider, app: Application, request: Request | None, asked: Any) -> object:
    """Give a URL, or the error that came of it, as something to compare."""
    endpoint, values, method, scheme, is_external = asked
    try:
        return router.build_url(app, request, endpoint, values, method, scheme, is_external)
    except Exception as error:  # noqa: BLE001 - whatever a converter raises about its value
        return type(error).__name__, re.sub(r"float|int", "number", str(error))


@settings(max_examples=80, deadline=None)
@given(scenarios(), st.lists(ASKED, min_size=1, max_size=8), st.sampled_from([None, "", "/root"]))
def test_same_urls(scenario: Scenario, asked: list[Any], root: str | None) -> None:
    """For any routes and values both build the same URL, or give the same error."""
    app = make_app(config={"SERVER_NAME": "example.com"} if root is None else {})
    request = None if root is None else make_request(root_path=root)
    routers = filled(scenario.routes, app)
    for each in asked:
        ours, theirs = (built(router, app, request, each) for router in routers)

        assert ours == theirs, each


@settings(max_examples=30, deadline=None)
@given(
    hosted_scenarios("host", (None, "example.com", "<h>.example.com")),
    st.lists(ASKED, min_size=1, max_size=8),
    st.sampled_from(HOSTS),
)
def test_same_urls_where_hosts_are_matched(scenario: Scenario, asked: list[Any], host: str) -> None:
    """The same holds for routes with hosts."""
    app = make_app(host_matching=True)
    routers = filled(scenario.routes, app)
    for each in asked:
        ours, theirs = (built(router, app, make_request(host=host), each) for router in routers)

        assert ours == theirs, each


@settings(max_examples=30, deadline=None)
@given(
    hosted_scenarios("subdomain", (None, "api", "<h>")),
    st.lists(ASKED, min_size=1, max_size=8),
    st.sampled_from(HOSTS),
)
def test_same_urls_where_subdomains_are_matched(
    scenario: Scenario, asked: list[Any], host: str
) -> None:
    """The same holds for routes with subdomains."""
    app = make_app(subdomain_matching=True, config={"SERVER_NAME": "example.com"})
    routers = filled(scenario.routes, app)
    for each in asked:
        ours, theirs = (built(router, app, make_request(host=host), each) for router in routers)

        assert ours == theirs, each


@settings(max_examples=40, deadline=None)
@given(scenarios())
def test_same_methods_are_allowed(scenario: Scenario) -> None:
    """For any routes and paths both know the same methods."""
    app = make_app()
    routers = filled(scenario.routes, app)
    for path, _method, _scheme, host in scenario.asked:
        request = make_request(path, host=host)
        ours, theirs = (sorted(router.allowed_methods(app, request)) for router in routers)

        assert ours == theirs, path


ARGUMENTS = (
    *("", "()", "(length=2)", "( minlength = 2 , maxlength=3 )", "(2, 3)", "(minlength='2')"),
    *("(length=x)", "(a b)", "(least=1)", "(maxlength=None)", "(1, 2, 3, 4)", '("2")'),
)
RULES = (
    *(f"/<string{arguments}:x>" for arguments in ARGUMENTS),
    *("/<any(a, 'b c', \"d\", e.f):x>", "/<any(1):x>", "/<any(True):x>", "/<any():x>"),
    *("/<int(fixed_digits=3):x>", "/<int(min=1, max=3):x>", "/<int(signed=True):x>"),
    *("/<float(min=1.5):x>", "/<float(signed=True, max=2):x>", "/<float(fixed_digits=1):x>"),
    *("/<uuid:x>", "/<default:x>", "/<x", "/x>", "/<:x>", "/<1x>"),
    *("/<int:x>/<int:x>", "/<INT:x>", "/<_x>", "x", "//<x>", "/<int(min=1:x>", "/<int)min=1(:x>"),
)
TEXTS = (
    *("a", "ab", "abc", "abcd", "1", "12", "012", "-1", "2.5", "-2.5", "b c", "d", "e.f", "exf"),
    *("True", "a/b", "", "0b1f2a3c-0000-4000-8000-00000000000F", "٣", "x>", "1.", "9" * 5_000),
)


@pytest.mark.parametrize("rule", RULES)
def test_same_rules_are_read_in_the_same_way(rule: str) -> None:
    """Whatever stands between the angle brackets means the same, or is refused by both."""
    app = make_app()
    routers = [make() for make in PROVIDERS]
    refusals = [refusal(router, app, Route(rule, "x")) for router in routers]
    answers = [[matched(router, app, f"/{text}") for text in TEXTS] for router in routers]

    assert refusals[0] == refusals[1]
    assert answers[0] == answers[1]


def matched(router: RoutingProvider, app: Application, path: str) -> Mapping[str, Any] | str:
    """Give the values of a path, or the name of what is raised."""
    try:
        return router.match_request(app, make_request(path)).values
    except Exception as error:  # noqa: BLE001 - which of them it is is what is compared
        return type(error).__name__


@pytest.mark.parametrize(
    ("rule", "ours", "theirs"),
    [
        ("/<any(1,2):x>", "refused", "1,2"),
        ("/<any(a,'b'):x>", "a", "a"),
        ("/<string(1,2):x>", "ab", "refused"),
        ("/<any(inf, nan):x>", "nan", "refused"),
        ("/<path(1):x>", "refused", "a"),
    ],
)
def test_arguments_that_are_read_otherwise(rule: str, ours: str, theirs: str) -> None:
    """Numbers without a space between them are two, words are no numbers, nothing is ignored."""
    app = make_app()
    found: list[object] = []
    for make, text in zip(PROVIDERS, (ours, theirs), strict=True):
        router = make()
        refused = refusal(router, app, Route(rule, "x"))
        found.append("refused" if refused else matched(router, app, f"/{text}"))
    expected = [text if text == "refused" else {"x": text} for text in (ours, theirs)]

    assert [str(each) for each in found] == [str(each) for each in expected]
