"""Whatever the rules, the tree answers as Werkzeug does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from pegboard_routing_radix import RadixRouting
from tests.plugins.routing.drawing import Pair, Scenario, disagreement, hosted_scenarios, scenarios
from tests.plugins.routing.stage import make_request

pytestmark = pytest.mark.slow


@settings(max_examples=120, deadline=None)
@given(scenarios())
def test_agrees_with_werkzeug(scenario: Scenario) -> None:
    """For any rules, paths, methods and schemes the answer is the one of plain Werkzeug."""
    assert disagreement(scenario, RadixRouting) is None


@settings(max_examples=40, deadline=None)
@given(hosted_scenarios("host", (None, "example.com", "example.com", "<h>.example.com", "<h>")))
def test_agrees_about_hosts(scenario: Scenario) -> None:
    """Where hosts are matched the answer is the one of plain Werkzeug too."""
    pair = Pair.of(scenario.routes, RadixRouting, host_matching=True)
    for path, method, _, host in scenario.asked:
        request = make_request(path, method, host=host)

        assert pair.our_answer(request) == pair.plain_answer(request), (path, method, host)


@settings(max_examples=40, deadline=None)
@given(hosted_scenarios("subdomain", (None, "api", "<who>", "<who>.b")))
def test_agrees_about_subdomains(scenario: Scenario) -> None:
    """Where subdomains are matched the answer is the one of plain Werkzeug too.

    To a foreign host it is a 404 always; a variable as subdomain is no way around that.
    """
    options = {"subdomain_matching": True, "config": {"SERVER_NAME": "example.com"}}
    pair = Pair.of(scenario.routes, RadixRouting, **options)
    for path, method, _, host in scenario.asked:
        request = make_request(path, method, host=host)
        is_below = host.endswith("example.com")
        subdomain = host.removesuffix("example.com").rstrip(".")
        expected = pair.plain_answer(request, subdomain) if is_below else 404

        assert pair.our_answer(request) == expected, (path, host)
