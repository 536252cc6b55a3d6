"""What the tree does that no comparison with another router shows."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter, ValidationError

from pegboard_hookspecs import Match, Route
from pegboard_hookspecs.errors import RegistrationError
from pegboard_routing_radix import RadixRouting
from pegboard_routing_radix.candidates import Candidates
from pegboard_routing_radix.redirects import Place
from pegboard_routing_radix.tree import Node
from tests.plugins.routing.stage import NOTHING, make_app, make_request, outcome


def routing(*routes: Route) -> RadixRouting:
    """Make a router with these routes."""
    router = RadixRouting()
    for route in routes:
        router.add_route(make_app(), route)
    return router


def shape(node: Node) -> dict[str, Any]:
    """Give the runs below a node, joined by slashes, and what is below each."""
    return {"/".join(run.labels): shape(run.node) for run in node.runs.values()}


def test_common_segments_are_kept_once() -> None:
    """Fixed segments are one run, which is split where rules part, whatever their order."""
    root = Node()
    for path in ("api/v1/users/", "api/v1/items", "api/v1", "api/v1/users/me/edit", "about"):
        root.place(path.split("/"), set())

    assert shape(root) == {
        "api/v1": {"users": {"": {}, "me/edit": {}}, "items": {}},
        "about": {},
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/b/c/d", ("deep", NOTHING)),
        ("/a/b/c", ("redirect", "http://localhost/a/b/c/")),
        ("/a/b/x/d", ("wide", {"x": "x"})),
        ("/a/b", 404),
        ("/a/b/", 404),
    ],
)
def test_path_may_end_within_a_run(path: str, expected: object) -> None:
    """A path that ends between the segments of a run is a miss, or a redirect where it may be."""
    router = routing(
        Route("/a/b/c/d", "deep"), Route("/a/b/c/", "slash"), Route("/a/b/<x>/d", "wide")
    )

    assert outcome(router, make_request(path)) == expected


def test_slash_of_a_run_may_be_ignored() -> None:
    """A lenient rule is found without its slash though that ends a run of several segments."""
    router = routing(Route("/a/b/", "ab", strict_slashes=False), Route("/<x>/<y>", "any"))

    assert outcome(router, make_request("/a/b")) == ("ab", NOTHING)


def test_entries_are_found_by_both_ends() -> None:
    """Of many entries those are found that a text begins and ends with, in their order."""
    entries = [("a-", "", 1), ("", "-z", 2), ("a-", "-z", 3), ("", "", 4), ("b-", "", 5)]

    assert Candidates(entries).near("a-z") == [1, 2, 3, 4]
    assert Candidates(entries).near("x") == [4]


def test_converter_is_made_without_a_map() -> None:
    """A converter gets None in the place of Werkzeug's map, and the arguments of the rule."""
    made: list[object] = []

    class Noted(BaseConverter):
        def __init__(self, map: Any, *items: object, **named: object) -> None:  # noqa: A002 - Werkzeug's name
            super().__init__(map)
            made.append((map, items, named))

    router = RadixRouting()
    router.add_converter(make_app(), "noted", Noted)
    router.add_route(make_app(), Route("/<noted(1, 'b', c=2.5, d=None, e=True):x>", "x"))

    assert made == [(None, (1, "b"), {"c": 2.5, "d": None, "e": True})]


def test_groups_of_a_converter_are_its_own() -> None:
    """An expression with groups takes no other variable's value."""

    class Pair(BaseConverter):
        regex = r"(\d)(?P<second>\d)"

    router = RadixRouting()
    router.add_converter(make_app(), "pair", Pair)
    router.add_route(make_app(), Route("/<pair:x>-<y>", "x"))

    assert outcome(router, make_request("/12-b")) == ("x", {"x": "12", "y": "b"})


def test_redirect_function_gets_the_place() -> None:
    """A function as redirect_to can ask where the request was sent, and build URLs."""
    seen: list[Place] = []

    def target(place: Place, number: int) -> str:
        seen.append(place)
        return place.build("new", {"number": number, "from": place.path_info})

    router = routing(
        Route("/old/<int:number>", "old", redirect_to=target), Route("/new/<int:number>", "new")
    )
    request = make_request("/old/7", root_path="/my app", scheme="https", query_string=b"q=1")
    expected = "https://localhost/my%20app/new/7?from=/old/7"
    answer = outcome(router, request)
    place = seen[0]

    assert answer == ("redirect", expected)
    assert (place.script_name, place.subdomain, place.default_method) == ("/my%20app/", "", "GET")
    assert (place.url_scheme, place.query_args) == ("https", "q=1")
    assert place.build("new", {"number": 1}, force_external=True).startswith("https://localhost/")


def test_alias_redirects_to_the_rule_that_fits() -> None:
    """An alias redirects to the first rule of its endpoint that takes method and values."""

    class Picky(BaseConverter):
        def to_url(self, value: Any) -> str:
            if value == "7":
                raise ValidationError(value)
            return str(value)

    router = RadixRouting()
    router.add_converter(make_app(), "picky", Picky)
    for route in (
        Route("/posted/<x>", "x", frozenset({"POST"})),
        Route("/more/<x>/<y>", "x"),
        Route("/picky/<picky:x>", "x"),
        Route("/plain/<x>", "x"),
        Route("/alias/<x>", "x", is_alias=True),
    ):
        router.add_route(make_app(), route)

    answers = [
        outcome(router, make_request(f"/alias/{value}", query_string=b"q=1")) for value in "78"
    ]
    assert answers == [
        ("redirect", "http://localhost/plain/7?q=1"),
        ("redirect", "http://localhost/picky/8?q=1"),
    ]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("one.example", "http://one.example/one"),
        ("two.example", "http://two.example/two"),
    ],
)
def test_alias_stays_on_its_host(host: str, expected: str) -> None:
    """Where hosts are matched an alias redirects to the rule of its own host."""
    app = make_app(host_matching=True)
    router = RadixRouting()
    for route in (
        Route("/one", "x", host="one.example"),
        Route("/two", "x", host="two.example"),
        *(Route("/", "x", host=f"{n}.example", is_alias=True) for n in ("one", "two")),
    ):
        router.add_route(app, route)

    assert outcome(router, make_request("/", host=host), app) == ("redirect", expected)


def test_redirect_to_a_host_that_is_none() -> None:
    """A host that is no domain name is refused before it is redirected to."""
    router = routing(Route("/docs/", "docs"))

    assert outcome(router, make_request("/docs", host="a" * 64 + ".org")) == 400


def test_foreign_host_matches_nothing() -> None:
    """With subdomain matching a host that is not below SERVER_NAME is a 404, and allows nothing."""
    app = make_app(subdomain_matching=True, config={"SERVER_NAME": "example.com"})
    router = RadixRouting()
    router.add_route(app, Route("/", "any", subdomain="<x>"))
    request = make_request(host="other.org")

    assert outcome(router, request, app) == 404
    assert list(router.allowed_methods(app, request)) == []


def test_handshake_is_no_post() -> None:
    """A rule for handshakes of WebSockets takes the methods of handshakes only."""
    with pytest.raises(RegistrationError, match="only use GET, HEAD and OPTIONS, not POST"):
        routing(Route("/a", "a", frozenset({"GET", "POST"}), is_websocket=True))


def test_own_converters_may_be_built_on() -> None:
    """A converter that is built on one of the table's takes its arguments, and asks it to read."""
    router = RadixRouting()
    text: Any = router.native.converters["string"]

    class Loud(text):  # type: ignore[misc]  # a class of the table
        def to_python(self, value: str) -> str:
            table: Any = super()
            return str(table.to_python(value)).upper()

    router.add_converter(make_app(), "loud", Loud)
    router.add_route(make_app(), Route("/<loud(length=2):x>", "x"))

    assert outcome(router, make_request("/ab")) == ("x", {"x": "AB"})


def test_settings_hold_for_routes_added_then() -> None:
    """The engine's settings are read when a route is added, and its converters too."""
    router = RadixRouting()
    router.add_route(make_app(), Route("/strict/", "strict"))
    router.native.strict_slashes = False
    router.add_route(make_app(), Route("/lenient/", "lenient"))

    answers = [outcome(router, make_request(path)) for path in ("/strict", "/lenient")]
    assert answers == [("redirect", "http://localhost/strict/"), ("lenient", NOTHING)]


def test_rules_of_no_endpoint() -> None:
    """All rules are listed, those of one endpoint in the order of building, and of none not."""
    router = routing(Route("/a/<x>", "a"), Route("/a", "a", is_alias=True), Route("/b", "b"))

    assert [rule.rule for rule in router.native.iter_rules()] == ["/a/<x>", "/a", "/b"]
    with pytest.raises(KeyError):
        router.native.iter_rules("c")


def test_routes_may_be_added_while_others_are_matched() -> None:
    """Threads that add routes and threads that match them do not get in each other's way."""
    app = make_app()
    router = routing(Route("/0/<int:x>", "0"), Route("/f0", "f0"))
    wrong: list[object] = []
    is_over = threading.Event()

    def add(start: int) -> None:
        for number in range(start, 400, 4):
            router.add_route(app, Route(f"/{number}/<int:x>", f"{number}"))
            router.add_route(app, Route(f"/f{number}", f"f{number}"))
            router.add_route(app, Route(f"/n{number}-<x>", f"n{number}"))

    def match() -> None:
        while not is_over.is_set():
            for path, expected in (("/0/7", "0"), ("/f0", "f0"), ("/nothing/at/all", None)):
                found = found_endpoint(router, path)
                if found != expected:
                    wrong.append((path, found))

    readers = [threading.Thread(target=match) for _ in range(2)]
    writers = [threading.Thread(target=add, args=(start,)) for start in range(1, 5)]
    for thread in [*readers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    is_over.set()
    for thread in readers:
        thread.join()
    last = [found_endpoint(router, path) for n in range(1, 400) for path in (f"/{n}/1", f"/n{n}-a")]

    assert wrong == []
    assert last == [name for number in range(1, 400) for name in (f"{number}", f"n{number}")]


def found_endpoint(router: RadixRouting, path: str) -> str | None:
    """Give the endpoint of a path, or None."""
    try:
        match: Match = router.match_request(make_app(), make_request(path))
    except NotFound:
        return None
    return match.route.endpoint
