"""From an endpoint and values to a URL."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter, ValidationError

from pegboard_hookspecs import Application, Request, Route
from pegboard_hookspecs.errors import BuildError, ConfigurationError, HostUnknownError
from tests.plugins.routing.stage import (
    MATCHERS,
    Router,
    make_app,
    make_request,
    make_router,
    new_router,
)

POST = frozenset({"POST"})


def build(
    router: Router,
    endpoint: str,
    values: dict[str, Any] | None = None,
    *,
    app: Application | None = None,
    request: Request | None = None,
    **options: Any,
) -> str:
    """Build a URL; ``method``, ``scheme`` and ``is_external`` are options."""
    arguments: dict[str, Any] = {"method": None, "scheme": None, "is_external": False, **options}
    return router.build_url(app or make_app(), request, endpoint, values or {}, **arguments)


@pytest.fixture
def router() -> Router:
    """Give a router with routes of every kind."""
    return make_router(
        Route("/", "root"),
        Route("/about", "about"),
        Route("/users/<int:id>", "user"),
        Route("/tags/<name>", "tag"),
        Route("/files/<path:path>", "file"),
        Route("/pages", "pages", defaults={"page": 1}),
        Route("/pages/<int:page>", "pages"),
        Route("/kind/<any(cat, dog):kind>", "kind"),
        Route("/docs/é ü", "quoted"),
        Route("/form", "form"),
        Route("/form/save", "form", POST),
        Route("/live", "live", is_websocket=True),
        Route("/lang/<lang>/x", "lang", defaults={"lang": "de"}),
        Route("/both", "both", defaults={"a": 1, "b": 2}),
    )


@pytest.mark.parametrize(
    ("endpoint", "values", "expected"),
    [
        ("root", {}, "/"),
        ("about", {}, "/about"),
        ("about", {"q": "a b", "n": [1, 2], "x": None}, "/about?q=a+b&n=1&n=2"),
        ("user", {"id": 7}, "/users/7"),
        ("user", {"id": 7, "tab": "posts"}, "/users/7?tab=posts"),
        ("tag", {"name": "c++/é"}, "/tags/c++/%C3%A9"),
        ("tag", {"name": "plain"}, "/tags/plain"),
        ("file", {"path": "a/b c.txt"}, "/files/a/b%20c.txt"),
        ("file", {"path": "/etc/x"}, "/files//etc/x"),
        ("pages", {}, "/pages"),
        ("pages", {"page": 1}, "/pages"),
        ("pages", {"page": 2}, "/pages/2"),
        ("kind", {"kind": "cat"}, "/kind/cat"),
        ("quoted", {}, "/docs/%C3%A9%20%C3%BC"),
        ("form", {}, "/form"),
        ("lang", {}, "/lang/de/x"),
        ("about", MultiDict([("q", "1"), ("q", "2"), ("r", "3")]), "/about?q=1&q=2&r=3"),
    ],
)
@pytest.mark.parametrize("is_inside", [True, False], ids=["in a request", "outside"])
def test_path_is_built_of_values(
    router: Router, endpoint: str, values: Any, expected: str, *, is_inside: bool
) -> None:
    """Values of the rule fill its path, others become the query; None is left out."""
    request = make_request() if is_inside else None

    assert build(router, endpoint, values, request=request) == expected


@pytest.mark.parametrize("endpoint", ["about", "user"], ids=["fixed", "with a value"])
def test_path_begins_with_the_root_path(router: Router, endpoint: str) -> None:
    """A URL starts at the path below which the application is mounted, quoted."""
    request = make_request(root_path="/my app")
    values = {"id": 7} if endpoint == "user" else {}
    path = build(router, endpoint, values, request=request)

    assert path == ("/my%20app/about" if endpoint == "about" else "/my%20app/users/7")


@pytest.mark.parametrize("host", ["localhost", None], ids=["host", "no host"])
def test_fixed_path_is_kept(router: Router, host: str | None) -> None:
    """A path without variables is built once, and is right for every later request."""
    urls = [
        build(router, "about", request=make_request(host=host, root_path=r)) for r in ("", "/r")
    ]

    assert urls == ["/about", "/r/about"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "http://localhost:8000/r/users/7"),
        ({"scheme": "https"}, "https://localhost:8000/r/users/7"),
        ({"scheme": ""}, "//localhost:8000/r/users/7"),
    ],
)
def test_absolute_url_is_of_the_request(
    router: Router, options: dict[str, Any], expected: str
) -> None:
    """An absolute URL takes scheme, host and root path from the request."""
    request = make_request(host="LOCALHOST:8000", root_path="/r")

    assert (
        build(router, "user", {"id": 7}, request=request, is_external=True, **options) == expected
    )


def test_absolute_url_outside_of_a_request_is_of_the_settings(router: Router) -> None:
    """Without a request scheme, host and root path come from the settings."""
    config = {
        "SERVER_NAME": "müller.example",
        "APPLICATION_ROOT": "/app/",
        "PREFERRED_URL_SCHEME": "https",
    }
    url = build(router, "about", app=make_app(config=config), is_external=True)

    assert url == "https://xn--mller-kva.example/app/about"


def test_server_name_beats_the_host_of_a_request(router: Router) -> None:
    """An absolute URL has SERVER_NAME where that is set: no Host header gets into a link."""
    app = make_app(config={"SERVER_NAME": "example.com"})
    url = build(
        router, "about", app=app, request=make_request(host="evil.example"), is_external=True
    )

    assert url == "http://example.com/about"


@pytest.mark.parametrize("is_inside", [True, False], ids=["in a request", "outside"])
def test_absolute_url_without_a_host_is_refused(router: Router, *, is_inside: bool) -> None:
    """A URL whose host nobody knows is never built; the error says how to name one."""
    request = make_request(host=None) if is_inside else None
    with pytest.raises(HostUnknownError, match=r"'about' needs a host.*Set SERVER_NAME"):
        build(router, "about", request=request, is_external=True)


def test_server_name_that_is_no_host_is_named(router: Router) -> None:
    """A SERVER_NAME that cannot be the host of a URL is an error that names the setting."""
    app = make_app(config={"SERVER_NAME": "a..b"})
    with pytest.raises(
        ConfigurationError, match=r"SERVER_NAME is 'a\.\.b', which is no domain name"
    ):
        build(router, "about", app=app, is_external=True)


@pytest.mark.parametrize(("scheme", "expected"), [("http", "ws:"), ("https", "wss:")])
def test_websocket_url_is_absolute(router: Router, scheme: str, expected: str) -> None:
    """The URL of a WebSocket route has scheme and host, and is as secure as the request."""
    url = build(router, "live", request=make_request(scheme=scheme))

    assert url == f"{expected}//localhost/live"


@pytest.mark.parametrize(
    ("asked", "method", "expected"),
    [("GET", None, "/form"), ("POST", None, "/form/save"), ("GET", "POST", "/form/save")],
)
def test_method_chooses_the_rule(
    router: Router, asked: str, method: str | None, expected: str
) -> None:
    """Of several rules that for the method asked for comes first, else that of the request."""
    assert build(router, "form", request=make_request(method=asked), method=method) == expected


def test_rule_for_another_method_is_better_than_none() -> None:
    """Where no rule is for the method of the request, one for another method is built."""
    router = make_router(Route("/save", "save", POST))

    assert build(router, "save", request=make_request()) == "/save"


@pytest.mark.parametrize("at", ["example.com", "api.example.com"])
@pytest.mark.parametrize("endpoint", ["main", "api"])
def test_url_of_another_subdomain_is_absolute(at: str, endpoint: str) -> None:
    """From one subdomain to the other a URL has a host, and has none within the same."""
    app = make_app(subdomain_matching=True, config={"SERVER_NAME": "example.com"})
    router = make_router(Route("/m", "main"), Route("/a", "api", subdomain="api"), app=app)
    host = {"main": "example.com", "api": "api.example.com"}[endpoint]
    url = build(router, endpoint, app=app, request=make_request(host=at))

    assert url == ("" if at == host else f"http://{host}") + f"/{endpoint[0]}"


def test_url_of_a_subdomain_that_is_not_matched() -> None:
    """A rule's subdomain is put in front of the host though subdomains are not matched."""
    router = make_router(Route("/a", "api", subdomain="api"))

    assert build(router, "api", request=make_request()) == "http://api.localhost/a"


@pytest.mark.parametrize(
    ("endpoint", "values", "expected"),
    [
        ("both", {}, "/two"),
        ("one", {}, "http://one.example/one"),
        ("any", {"user": "ann"}, "http://ann.example/any"),
        ("hostless", {}, "/hostless"),
    ],
)
def test_urls_where_hosts_are_matched(endpoint: str, values: dict[str, Any], expected: str) -> None:
    """With host matching the rule for the current host comes first; others have their host."""
    app = make_app(host_matching=True)
    router = make_router(
        Route("/one", "one", host="one.example"),
        Route("/one", "both", POST, host="one.example"),
        Route("/two", "both", host="two.example"),
        Route("/any", "any", host="<user>.example"),
        Route("/hostless", "hostless"),
        app=app,
    )

    assert (
        build(router, endpoint, values, app=app, request=make_request(host="two.example"))
        == expected
    )


@pytest.mark.parametrize(
    ("endpoint", "values", "method", "message", "suggested"),
    [
        ("usr", {}, None, "no route has that endpoint. Did you mean 'user'?", "user"),
        ("zzz", {}, None, "no route has that endpoint. 'pegboard routes' lists them all.", None),
        ("user", {}, None, r"its rule '/users/<int:id>' needs more values. Write .*id=…", None),
        ("user", {"id": None}, None, "needs more values", None),
        ("user", {"id": 1}, "PUT", "it does not answer 'PUT', only GET, HEAD.", None),
        ("both", {"a": 1, "b": 3}, None, "is for b=2 only, not 3", None),
        ("lang", {"lang": "en"}, None, "is for lang='de' only, not 'en'", None),
    ],
)
def test_url_that_cannot_be_built(
    router: Router,
    endpoint: str,
    values: dict[str, Any],
    method: str | None,
    message: str,
    suggested: str | None,
) -> None:
    """The error names the nearest endpoint, the missing values, the methods or the fixed value."""
    with pytest.raises(BuildError, match=message) as caught:
        build(router, endpoint, values, request=make_request(), method=method)

    assert (caught.value.endpoint, caught.value.suggested) == (endpoint, suggested)


def test_value_that_no_converter_takes() -> None:
    """A value that a converter refuses to write is named by the error."""

    class Picky(BaseConverter):
        def to_url(self, value: Any) -> str:
            raise ValidationError(value)

    router = new_router()
    router.add_converter(make_app(), "picky", Picky)
    router.add_route(make_app(), Route("/<picky:x>", "picky"))
    with pytest.raises(BuildError, match=r"a converter .* refuses one of the values \{'x': 1\}"):
        build(router, "picky", {"x": 1})


def test_bad_value_raises_what_the_converter_raises(router: Router) -> None:
    """What a converter raises about a value comes out as it is."""
    with pytest.raises(ValueError, match="'cow' is not one of 'cat', 'dog'"):
        build(router, "kind", {"kind": "cow"})


def test_path_follows_a_later_route(router: Router) -> None:
    """A kept path is forgotten when another rule is added for its endpoint."""
    before = build(router, "about", request=make_request())
    router.add_route(make_app(), Route("/more/<x>", "about"))

    assert (before, build(router, "about", {"x": 1}, request=make_request())) == (
        "/about",
        "/more/1",
    )


@pytest.mark.parametrize("has_own_matcher", MATCHERS)
def test_value_never_makes_a_url_of_another_host(*, has_own_matcher: bool) -> None:
    """A value that begins with a slash does not turn a path into ``//host``."""
    router = make_router(Route("/<path:p>", "any"), has_own_matcher=has_own_matcher)

    assert build(router, "any", {"p": "/evil.example"}, request=make_request()) == "/evil.example"
