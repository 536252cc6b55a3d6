"""Routes for hosts and subdomains."""

from __future__ import annotations

import logging

import pytest

from pegboard_hookspecs import Route
from tests.plugins.routing.stage import (
    MATCHERS,
    NOTHING,
    make_app,
    make_request,
    make_router,
    outcome,
)

NAMED = {"SERVER_NAME": "example.com"}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("one.example", ("one", NOTHING)),
        ("ONE.example", ("one", NOTHING)),
        ("ann.two.example", ("two", {"user": "ann"})),
        ("three.example", 404),
        ("one.example:8000", 404),
        (None, 404),
        ("a..b", 400),
    ],
)
def test_host_decides_where_hosts_are_matched(host: str | None, expected: object) -> None:
    """With host matching a route answers for its host only, and reads variables from it."""
    app = make_app(host_matching=True)
    router = make_router(
        Route("/", "one", host="one.example"), Route("/", "two", host="<user>.two.example"), app=app
    )

    assert outcome(router, make_request(host=host), app) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.com", ("main", NOTHING)),
        ("api.example.com", ("api", NOTHING)),
        ("ann.example.com", ("user", {"user": "ann"})),
        ("a.b.example.com", ("user", {"user": "a.b"})),
        ("API.Example.com", ("api", NOTHING)),
        ("api.example.com:443", ("api", NOTHING)),
    ],
)
def test_subdomain_decides_where_subdomains_are_matched(host: str, expected: object) -> None:
    """With subdomain matching the part of the host before SERVER_NAME chooses the route."""
    app = make_app(subdomain_matching=True, config={"SERVER_NAME": "example.com:443"})
    router = make_router(
        Route("/", "main"),
        Route("/", "api", subdomain="api"),
        Route("/", "user", subdomain="<user>"),
        app=app,
    )

    assert outcome(router, make_request(host=host, scheme="https"), app) == expected


@pytest.mark.parametrize("subdomain", [None, "<user>", "<path:rest>", "<user>.api"])
@pytest.mark.parametrize("has_own_matcher", MATCHERS)
def test_foreign_host_matches_nothing(
    caplog: pytest.LogCaptureFixture, subdomain: str | None, *, has_own_matcher: bool
) -> None:
    """With subdomain matching a host that is not below SERVER_NAME is a 404 and a warning.

    A subdomain that is a variable does not match it either.
    """
    app = make_app(subdomain_matching=True, config=NAMED)
    route = Route("/", "main", subdomain=subdomain)
    router = make_router(route, app=app, has_own_matcher=has_own_matcher)
    with caplog.at_level(logging.WARNING):
        answer = outcome(router, make_request(host="other.org"), app)

    assert answer == 404
    assert not router.allowed_methods(app, make_request(host="other.org"))
    assert "'other.org' is not below SERVER_NAME 'example.com'" in caplog.text


def test_subdomains_without_server_name_are_not_told_apart() -> None:
    """Without SERVER_NAME nobody knows where a subdomain ends, so there is none."""
    app = make_app(subdomain_matching=True)
    router = make_router(Route("/", "main"), Route("/", "api", subdomain="api"), app=app)

    assert outcome(router, make_request(host="api.example.com"), app) == ("main", NOTHING)


def test_subdomain_of_a_rule_counts_only_where_subdomains_are_matched() -> None:
    """Without subdomain matching a route with a subdomain answers nothing."""
    router = make_router(Route("/", "main"), Route("/api", "api", subdomain="api"))
    requests = [make_request(path, host="api.localhost") for path in ("/", "/api")]

    assert [outcome(router, request) for request in requests] == [("main", NOTHING), 404]


def test_redirect_goes_to_server_name() -> None:
    """A redirect goes to SERVER_NAME where it is set: no Host header leads it elsewhere."""
    app = make_app(config={"SERVER_NAME": "Example.com:80"})
    router = make_router(Route("/docs/", "docs"), app=app)
    request = make_request("/docs", host="evil.example")

    assert outcome(router, request, app) == ("redirect", "http://example.com/docs/")


def test_redirect_keeps_a_subdomain() -> None:
    """A redirect stays on the subdomain that was asked."""
    app = make_app(subdomain_matching=True, config=NAMED)
    router = make_router(Route("/docs/", "docs", subdomain="api"), app=app)
    request = make_request("/docs", host="api.example.com")

    assert outcome(router, request, app) == ("redirect", "http://api.example.com/docs/")
