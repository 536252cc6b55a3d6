"""Which route answers a path, and what else may come of it."""

from __future__ import annotations

from uuid import UUID

import pytest
from werkzeug.routing import BaseConverter, MapAdapter, Rule, Submount

from pegboard_hookspecs import Route
from tests.plugins.routing.stage import (
    MATCHERS,
    NOTHING,
    make_app,
    make_request,
    make_router,
    new_router,
    outcome,
)

POST = frozenset({"POST"})


@pytest.mark.parametrize(
    ("path", "endpoint", "values"),
    [
        ("/", "root", {}),
        ("/about", "about", {}),
        ("/users/", "users", {}),
        ("/users/42", "user", {"id": 42}),
        ("/users/me", "me", {}),
        ("/users/ann", "name", {"name": "ann"}),
        ("/users/7/posts/on-hooks", "post", {"id": 7, "slug": "on-hooks"}),
        ("/a/1/2/3", "three", {"x": 1, "y": "2", "z": 3, "all": True}),
        ("/files/a/b.txt", "file", {"path": "a/b.txt"}),
        ("/kind/cat", "kind", {"kind": "cat"}),
        ("/id/0b1f2a3c-0000-4000-8000-000000000000", "uuid", None),
        ("/v1-2", "version", {"major": 1, "minor": 2}),
        ("/été", "summer", {}),
    ],
)
def test_path_finds_its_route(path: str, endpoint: str, values: dict[str, object] | None) -> None:
    """A path finds the route whose rule it fits, texts before patterns, numbers before names."""
    router = make_router(
        Route("/users/<name>", "name"),
        Route("/users/<int:id>", "user"),
        Route("/users/me", "me"),
        Route("/users/", "users"),
        Route("/", "root"),
        Route("/about", "about"),
        Route("/users/<int:id>/posts/<slug>", "post"),
        Route("/a/<int:x>/<y>/<int:z>", "three", defaults={"all": True}),
        Route("/files/<path:path>", "file"),
        Route("/kind/<any(cat, dog):kind>", "kind"),
        Route("/id/<uuid:id>", "uuid"),
        Route("/v<int:major>-<int:minor>", "version"),
        Route("/été", "summer"),
    )
    if values is None:
        values = {"id": UUID(path.rpartition("/")[2])}

    assert outcome(router, make_request(path)) == (endpoint, values)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("GET", ("read", NOTHING)),
        ("HEAD", ("read", NOTHING)),
        ("POST", ("write", NOTHING)),
        ("BREW", ("other", NOTHING)),
    ],
)
def test_method_decides_among_routes_of_a_path(method: str, expected: object) -> None:
    """Routes of one rule share it by method; one for any method answers what is left."""
    router = make_router(
        Route("/a", "read"), Route("/a", "write", POST), Route("/a", "other", methods=None)
    )

    assert outcome(router, make_request("/a", method)) == expected


@pytest.mark.parametrize("path", ["/fixed", "/7"], ids=["fixed", "pattern"])
def test_wrong_method_is_405_with_all_methods(path: str) -> None:
    """A path whose routes are for other methods is a 405 that names the methods of them all."""
    router = make_router(
        Route("/fixed", "a"),
        Route("/fixed", "b", POST),
        Route("/<int:n>", "c"),
        Route("/<int:n>", "d", POST),
    )

    assert outcome(router, make_request(path, "PUT")) == (405, ["GET", "HEAD", "POST"])


@pytest.mark.parametrize("path", ["/b", "/a/b", "/7", "/a/", "/\n"])
def test_unknown_path_is_404(path: str) -> None:
    """A path that no rule fits is a 404."""
    router = make_router(Route("/a", "a"), Route("/n/<int:n>", "n"))

    assert outcome(router, make_request(path)) == 404


def test_pattern_answers_where_a_text_leads_nowhere() -> None:
    """A step down a fixed text is taken back when only a pattern leads further."""
    router = make_router(Route("/users/me/edit", "edit"), Route("/users/<name>/posts", "posts"))

    assert outcome(router, make_request("/users/me/posts")) == ("posts", {"name": "me"})


def test_pattern_answers_a_method_that_the_text_does_not() -> None:
    """A fixed path is not the end of it when its route is for other methods."""
    router = make_router(Route("/users/me", "me"), Route("/users/<name>", "name", POST))

    assert outcome(router, make_request("/users/me", "POST")) == ("name", {"name": "me"})


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/b-3", ("begin3", {"x": "3"})),
        ("/b-x", ("b", {"x": "x"})),
        ("/z-e", ("e", {"x": "z"})),
        ("/b-e", ("b", {"x": "e"})),
        ("/-", ("any", {"x": "-"})),
        ("/7", ("number", {"n": 7})),
        ("/f-a/b", ("file", {"path": "a/b"})),
        ("/f-a/b.txt", ("text", {"path": "a/b"})),
        ("/b-x/y", 404),
    ],
)
def test_many_patterns_keep_their_order(path: str, expected: object) -> None:
    """Among many patterns for one place the most telling one answers, as among few."""
    router = make_router(
        *(Route(f"/b-<any('{number}'):x>", f"begin{number}") for number in range(9)),
        Route("/<x>", "any"),
        Route("/<int:n>", "number"),
        Route("/b-<x>", "b"),
        Route("/<x>-e", "e"),
        Route("/<x>-<any(e):y>", "be"),
        Route("/f-<path:path>", "file"),
        Route("/f-<path:path>.txt", "text"),
    )

    assert outcome(router, make_request(path)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/docs", "http://localhost/docs/"),
        ("/users//7", "http://localhost/users/7"),
        ("/pages/1", "http://localhost/pages"),
        ("/old/7", "http://localhost/users/7"),
        ("/away", "https://example.org/x"),
        ("/alias/7", "http://localhost/users/7"),
    ],
    ids=["slash", "slashes", "default", "redirect_to", "elsewhere", "alias"],
)
@pytest.mark.parametrize("has_own_matcher", MATCHERS)
def test_other_urls_redirect_to_the_canonical_one(
    path: str, expected: str, *, has_own_matcher: bool
) -> None:
    """Whatever is another way to write a URL redirects to the one way."""
    router = make_router(
        Route("/docs/", "docs"),
        Route("/users/<int:id>", "user"),
        Route("/pages", "pages", defaults={"page": 1}),
        Route("/pages/<int:page>", "pages"),
        Route("/old/<int:id>", "old", redirect_to="/users/<id>"),
        Route("/away", "away", redirect_to="https://example.org/x"),
        Route("/alias/<int:id>", "user", is_alias=True),
        has_own_matcher=has_own_matcher,
    )

    assert outcome(router, make_request(path)) == ("redirect", expected)


def test_redirect_keeps_root_scheme_and_query() -> None:
    """A redirect goes to the same scheme, root path and query, whatever bytes the query has."""
    router = make_router(Route("/docs/", "docs"))
    query = b"q=1&r=%20&s=\xc3\xa9"
    request = make_request("/docs", scheme="https", root_path="/app", query_string=query)

    expected = "https://localhost/app/docs/?q=1&r=%20&s=%C3%A9"
    assert outcome(router, request) == ("redirect", expected)


@pytest.mark.parametrize("path", ["/docs", "/old", "/alias"])
def test_redirect_quotes_the_root(path: str) -> None:
    """The path below which an application is mounted is quoted in a redirect, as in any URL."""
    router = make_router(
        Route("/docs/", "docs"),
        Route("/old", "old", redirect_to="docs/"),
        Route("/alias", "docs", is_alias=True),
    )
    request = make_request(path, root_path="/my app?")

    assert outcome(router, request) == ("redirect", "http://localhost/my%20app%3F/docs/")


def test_redirect_without_a_known_host_is_relative() -> None:
    """When nobody names a host, a redirect names none either."""
    router = make_router(Route("/docs/", "docs"))
    request = make_request("/docs", host=None, root_path="/app", query_string=b"q=1")

    assert outcome(router, request) == ("redirect", "/app/docs/?q=1")


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".org"], ids=["empty label", "long label"])
def test_redirect_to_a_host_that_is_none_is_400(host: str) -> None:
    """A host that is no domain name is refused before it is redirected to."""
    router = make_router(Route("/docs/", "docs"))

    assert outcome(router, make_request("/docs", host=host)) == 400


@pytest.mark.parametrize(
    ("template", "value", "target"),
    [
        ("<to>", "http://evil.example/x", "http://localhost/http:/evil.example/x"),
        ("<to>", "javascript:alert(1)", "http://localhost/javascript:alert(1)"),
        ("/<to>", "/evil.example", "http://localhost/evil.example"),
        ("<to>", "//evil.example", "http://localhost/evil.example"),
        ("https://example.org/<to>", "x", "https://example.org/x"),
    ],
)
def test_no_value_redirects_to_another_site(template: str, value: str, target: str) -> None:
    """The values of a redirecting rule never become the host of its target."""

    class Anything(BaseConverter):
        regex = ".*"
        part_isolating = False

    router = new_router()
    router.add_converter(make_app(), "anything", Anything)
    router.add_route(make_app(), Route("/go/<anything:to>", "go", redirect_to=template))

    assert outcome(router, make_request(f"/go/{value}")) == ("redirect", target)


def test_redirect_function_gets_adapter_and_values() -> None:
    """A function as redirect_to gets Werkzeug's adapter and the values, and gives the target."""

    def target(adapter: MapAdapter, number: int) -> str:
        return f"new/{number}?from={adapter.server_name}"

    router = make_router(Route("/old/<int:number>", "old", redirect_to=target))

    expected = "http://localhost/new/7?from=localhost"
    assert outcome(router, make_request("/old/7")) == ("redirect", expected)


@pytest.mark.parametrize(
    ("path", "strict", "expected"),
    [
        ("/leaf/", True, 404),
        ("/leaf/", False, ("leaf", NOTHING)),
        ("/branch", True, ("redirect", "http://localhost/branch/")),
        ("/branch", False, ("branch", NOTHING)),
        ("/tree/7", False, ("tree", {"n": 7})),
        ("/path/a/b", False, ("path", {"p": "a/b"})),
    ],
)
def test_slash_at_the_end(path: str, *, strict: bool, expected: object) -> None:
    """A slash at the end counts where slashes are strict, and does not where they are not."""
    router = make_router(
        Route("/leaf", "leaf", strict_slashes=strict),
        Route("/branch/", "branch", strict_slashes=strict),
        Route("/tree/<int:n>/", "tree", strict_slashes=strict),
        Route("/path/<path:p>/", "path", strict_slashes=strict),
    )

    assert outcome(router, make_request(path)) == expected


def test_slashes_are_kept_where_they_are_not_merged() -> None:
    """A rule that does not merge slashes answers exactly the slashes it has."""
    router = make_router(Route("/a//b", "double", merge_slashes=False))

    assert outcome(router, make_request("/a//b")) == ("double", NOTHING)


def test_route_for_building_never_matches() -> None:
    """A route that is there to build URLs answers no request."""
    router = make_router(Route("/a", "a", is_build_only=True))

    assert outcome(router, make_request("/a")) == 404


def test_value_that_a_converter_refuses_is_404() -> None:
    """A ValueError of a converter means that its route does not match."""

    class Even(BaseConverter):
        def to_python(self, value: str) -> int:
            if int(value) % 2:
                raise ValueError(value)
            return int(value)

    router = new_router()
    router.add_converter(make_app(), "even", Even)
    router.add_route(make_app(), Route("/<even:n>", "even"))

    assert [outcome(router, make_request(path)) for path in ("/2", "/3")] == [
        ("even", {"n": 2}),
        404,
    ]


@pytest.mark.parametrize("path", ["/" + "9" * 5_000, "/" + "a/" * 5_000], ids=["number", "depth"])
def test_excessive_path_is_404(path: str) -> None:
    """A path too long for anything is a miss like any other."""
    router = make_router(Route("/<int:n>", "n"), Route("/a/a/<b>", "b"))

    assert outcome(router, make_request(path)) == 404


def test_answer_without_values_is_shared() -> None:
    """Requests for a path without variables get one and the same match, which cannot be changed."""
    router = make_router(Route("/a", "a", defaults={"page": 1}))
    router.match_request(make_app(), make_request("/a"))
    first, second = (router.match_request(make_app(), make_request("/a")) for _ in range(2))

    assert first is second
    with pytest.raises(TypeError):
        first.values["page"] = 2  # type: ignore[index]  # that is what must not work


def test_route_added_after_a_request_is_found() -> None:
    """A route that is added when others have been matched takes part from then on."""
    router = make_router(Route("/<name>", "name"))
    before = outcome(router, make_request("/a"))
    router.add_route(make_app(), Route("/a", "a"))

    assert (before, outcome(router, make_request("/a"))) == (
        ("name", {"name": "a"}),
        ("a", NOTHING),
    )


@pytest.mark.standard("routing")
def test_rule_added_to_the_map_by_hand_is_found() -> None:
    """Rules and factories of Werkzeug's that are added to the map count like routes."""
    router = new_router()
    router.native.add(Submount("/sub", [Rule("/<int:n>/", endpoint="n", methods=["GET"])]))
    match = router.match_request(make_app(), make_request("/sub/7/"))

    assert match.route.methods == frozenset({"GET", "HEAD"})
    assert (match.route.endpoint, dict(match.values)) == ("n", {"n": 7})
    assert not match.route.answers_options


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/a", ["GET", "HEAD", "POST"]), ("/nothing", []), ("/docs", [])],
)
@pytest.mark.parametrize("has_own_matcher", MATCHERS)
def test_allowed_methods_are_those_of_all_routes(
    path: str, expected: list[str], *, has_own_matcher: bool
) -> None:
    """The methods of a URL are those of every route that matches it."""
    router = make_router(
        Route("/a", "a"),
        Route("/a", "b", POST),
        Route("/docs/", "docs"),
        has_own_matcher=has_own_matcher,
    )

    assert sorted(router.allowed_methods(make_app(), make_request(path))) == expected


def test_allowed_methods_of_a_route_for_any() -> None:
    """A URL whose route is for any method allows the usual ones."""
    router = make_router(Route("/any", "any", methods=None))

    assert {"GET", "POST", "DELETE"} <= set(
        router.allowed_methods(make_app(), make_request("/any"))
    )


NO_FIELDS: dict[str, str] = {}
WEBSOCKET = {"Connection": "keep-alive, Upgrade", "Upgrade": "websocket"}


@pytest.mark.parametrize(
    ("path", "headers", "scheme", "expected"),
    [
        ("/socket", WEBSOCKET, "http", ("socket", NOTHING)),
        ("/socket", NO_FIELDS, "wss", ("socket", NOTHING)),
        ("/socket", NO_FIELDS, "http", 400),
        ("/page", WEBSOCKET, "http", 400),
        ("/page", {"Upgrade": "websocket"}, "http", ("page", NOTHING)),
        ("/docs", NO_FIELDS, "http", ("redirect", "http://localhost/docs/")),
        ("/sockets", WEBSOCKET, "https", ("redirect", "wss://localhost/sockets/")),
    ],
)
def test_handshakes_and_requests_are_told_apart(
    path: str, headers: dict[str, str], scheme: str, expected: object
) -> None:
    """Where there are rules for WebSockets, only handshakes reach them, and nothing else."""
    router = make_router(
        Route("/socket", "socket", is_websocket=True),
        Route("/sockets/", "sockets", is_websocket=True),
        Route("/docs/", "docs"),
        Route("/page", "page"),
    )

    assert outcome(router, make_request(path, headers=headers, scheme=scheme)) == expected


def test_map_keeps_its_settings() -> None:
    """What is set on the map holds for the routes that are added then, as Werkzeug has it."""
    router = new_router()
    router.native.strict_slashes = False
    router.native.redirect_defaults = False
    router.native.merge_slashes = False
    for route in (
        Route("/docs/", "docs"),
        Route("/p", "p", defaults={"n": 1}),
        Route("/p/<int:n>", "p"),
    ):
        router.add_route(make_app(), route)
    found = [outcome(router, make_request(path)) for path in ("/docs", "/p/1", "/p//1")]

    assert found == [("docs", NOTHING), ("p", {"n": 1}), 404]


def test_error_has_no_history() -> None:
    """An error of matching carries no other error whose traceback would keep the request alive."""
    router = make_router(Route("/docs/", "docs"))
    found: list[tuple[object, object]] = []
    for path in ("/docs", "/nothing"):
        with pytest.raises(Exception) as caught:  # noqa: PT011 - a redirect, then a 404
            router.match_request(make_app(), make_request(path))
        found.append((caught.value.__context__, caught.value.__cause__))

    assert found == [(None, None), (None, None)]
