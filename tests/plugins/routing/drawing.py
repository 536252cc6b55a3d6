"""Rule sets, paths and hosts drawn by Hypothesis, and the answers of two routers to compare."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BaseConverter, Map, RequestRedirect, Rule, ValidationError

from pegboard_hookspecs import Application, Request, Route
from pegboard_hookspecs.errors import RegistrationError
from pegboard_hookspecs.slots import RoutingProvider
from tests.plugins.routing.stage import make_app, make_request

__all__ = [
    "CONVERTERS",
    "HOSTS",
    "Pair",
    "Scenario",
    "answer_of",
    "disagreement",
    "hosted_scenarios",
    "scenarios",
]


class AnyLetters(BaseConverter):
    """Matches nothing at all as well, which none of the usual converters does."""

    regex = "[ab]*"


class Words(BaseConverter):
    """Takes slashes, and refuses what it does not like when it converts."""

    regex = r"[a-z]+(?:/[a-z]+)?"
    weight = 150

    def to_python(self, value: str) -> list[str]:
        if value == "b/b":
            raise ValidationError
        return value.split("/")

    def to_url(self, value: list[str] | str) -> str:
        return value if isinstance(value, str) else "/".join(value)


CONVERTERS: Mapping[str, type[BaseConverter]] = {"letters": AnyLetters, "words": Words}

# A star becomes the name of a variable. What is written twice is drawn more often.
PIECES = (
    *("", "a", "a", "b", "1", "a-b", "ä.b", "|", "<*>", "<*>", "<*>", "<int:*>", "<int:*>"),
    *("<path:*>", "<path:*>", "<float:*>", "<uuid:*>", "<any(a, 'b'):*>", "<string(length=2):*>"),
    *("<string(minlength=2, maxlength=3):*>", "<int(min=2, max=12):*>", "<int(signed=True):*>"),
    *("<int(fixed_digits=2):*>", "a-<*>", "|<*>", "<*>.b", "<*>-<int:*>", "a<int:*>b<*>"),
    *("<path:*>.b", "<letters:*>", "<words:*>", "<float(max=2):*>"),
)
SEGMENTS = (
    *("", "a", "a", "b", "b", "ab", "aa", "1", "7", "42", "-3", "1.5", "a-b", "a-1", "ä.b", "a.b"),
    *("a1ba", "|", "|x", "b/b", "a\nb", "٣", "07", "a b", "é", "5-6"),
    "0b1f2a3c-0000-4000-8000-000000000000",
)
METHODS = (
    *(frozenset({"GET", "HEAD"}), frozenset({"GET", "HEAD"}), frozenset({"POST"}), None),
    *(frozenset({"PUT", "OPTIONS"}), frozenset({"HEAD"})),
)
ASKED = ("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "BREW")
FLAGS = (None, None, True, False)
SPECIALS = ("",) * 8 + ("defaults", "alias", "redirect", "build", "websocket")
HOSTS = ("example.com", "api.example.com", "a.b.example.com", "other.org", "example.com:8000")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Routes, and what is asked of them.

    :param asked: path, method, scheme and host of each request.
    """

    routes: list[Route]
    asked: list[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A router of ours and a plain Werkzeug map with the same rules."""

    router: RoutingProvider
    plain: Map
    app: Application

    @classmethod
    def of(cls, routes: list[Route], make: Callable[[], RoutingProvider], **options: Any) -> Pair:
        """Make both; what ours refuses as never reached is left out of Werkzeug's as well.

        :param make: makes our router.
        """
        app = make_app(**options)
        plain = Map(converters=dict(CONVERTERS), host_matching=app.host_matching)
        pair = cls(make(), plain, app)
        for name, converter in CONVERTERS.items():
            pair.router.add_converter(app, name, converter)
        for route in routes:
            pair.add(route)
        return pair

    @property
    def has_websockets(self) -> bool:
        """Some rule is for WebSockets only."""
        return any(rule.websocket for rule in self.plain.iter_rules())

    def add(self, route: Route) -> None:
        """Add a route to both, which have to agree on whether it can be read."""
        refusal = _refusal(lambda: self.router.add_route(self.app, route), RegistrationError)
        if "would never answer" in refusal:
            return
        errors = (ValueError, LookupError)
        plain_refusal = _refusal(lambda: self.plain.add(werkzeug_rule(route)), errors)

        assert bool(refusal) == bool(plain_refusal), (refusal, plain_refusal)

    def our_answer(self, request: Request) -> object:
        """Give our answer as something to compare."""

        def match() -> object:
            found = self.router.match_request(self.app, request)
            return found.route.rule, found.route.endpoint, dict(found.values)

        # Once for the rules as they were added, once for the rules in order.
        answer_of(match)
        return answer_of(match)

    def plain_answer(self, request: Request, subdomain: str | None = None) -> object:
        """Give Werkzeug's answer as something to compare."""
        adapter = self.plain.bind(
            self.app.config.get("SERVER_NAME") or request.host,
            request.root_path,
            subdomain,
            request.scheme,
            request.method,
            query_args=request.query_string.decode(),
        )

        def match() -> object:
            rule, values = adapter.match(request.path, return_rule=True)
            return rule.rule, rule.endpoint, dict(values)

        return answer_of(match)


def disagreement(scenario: Scenario, make: Callable[[], RoutingProvider]) -> object:
    """Give the first request that is answered otherwise than by Werkzeug, with both answers.

    :param make: makes our router.
    """
    pair = Pair.of(scenario.routes, make)
    for path, method, scheme, host in scenario.asked:
        request = make_request(
            path,
            method,
            host=host,
            # Handshakes are told apart from requests only where a rule asks for one.
            scheme=scheme if pair.has_websockets else "http",
            root_path="/root",
            query_string=b"q=1",
        )
        ours, plain = pair.our_answer(request), pair.plain_answer(request)
        if ours != plain:
            return request, ours, plain
    return None


def werkzeug_rule(route: Route) -> Rule:
    """Make Werkzeug's rule of a route."""
    return Rule(
        route.rule,
        endpoint=route.endpoint,
        methods=route.methods,
        defaults=dict(route.defaults) or None,
        subdomain=route.subdomain,
        host=route.host,
        strict_slashes=route.strict_slashes,
        merge_slashes=route.merge_slashes,
        redirect_to=route.redirect_to,
        build_only=route.is_build_only,
        alias=route.is_alias,
        websocket=route.is_websocket,
    )


@st.composite
def rules(draw: st.DrawFn, pieces: list[str]) -> str:
    """Draw a rule of some of the pieces; its variables are v0, v1 and so on."""
    chosen = draw(st.lists(st.sampled_from(pieces), max_size=4))
    numbers = iter(range(100))
    named = [re.sub(r"\*", lambda _: f"v{next(numbers)}", piece) for piece in chosen]
    return "/" + "/".join(named) + draw(st.sampled_from(["", "", "/"]))


@st.composite
def routes(draw: st.DrawFn, pieces: list[str]) -> Route:
    """Draw a route; some have defaults, redirect, or are otherwise special."""
    rule = draw(rules(pieces))
    names = re.findall(r"(v\d+)>", rule)
    route = Route(
        rule,
        draw(st.sampled_from(["one", "two", "three"])),
        draw(st.sampled_from(METHODS)),
        strict_slashes=draw(st.sampled_from(FLAGS)),
        merge_slashes=draw(st.sampled_from(FLAGS)),
    )
    special = draw(st.sampled_from(SPECIALS))
    if special == "defaults":
        keys = st.sampled_from([*names, "v0", "page"])
        return replace(route, defaults=draw(st.dictionaries(keys, st.just("1"), max_size=2)))
    if special == "redirect":
        return replace(route, redirect_to="/".join(["/new", *(f"<{name}>" for name in names)]))
    if special == "websocket" and route.methods is None:
        return replace(route, is_websocket=True)
    return replace(route, is_alias=special == "alias", is_build_only=special == "build")


@st.composite
def route_sets(draw: st.DrawFn) -> list[Route]:
    """Draw routes of few pieces, so that they get in each other's way."""
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
    drawn = draw(st.lists(routes(pieces), max_size=8))
    if draw(st.booleans()):
        drawn += [short for short in map(_shorter, drawn) if short is not None]
    return draw(st.permutations(drawn))


@st.composite
def paths(draw: st.DrawFn, routes: list[Route]) -> str:
    """Draw a path, mostly one that is made for a route, or nearly so."""
    path = "/" + "/".join(draw(st.lists(st.sampled_from(SEGMENTS), max_size=5)))
    if routes and draw(st.sampled_from([True] * 9 + [False])):
        rule = draw(st.sampled_from(routes)).rule
        path = re.sub(r"<.*?>", lambda _: draw(st.sampled_from(SEGMENTS)), rule)
    slip = draw(st.sampled_from(["", "", "", "", "added", "taken", "doubled"]))
    if slip == "doubled":
        return path.replace("/", "//", draw(st.integers(1, 3)))
    return {"added": f"{path}/", "taken": path.rstrip("/") or "/"}.get(slip, path)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw routes, and requests for one host."""
    drawn = draw(route_sets())
    method, scheme = st.sampled_from(ASKED), st.sampled_from(["http", "http", "http", "wss"])
    asked = st.tuples(paths(drawn), method, scheme, st.just("localhost"))
    return Scenario(drawn, draw(st.lists(asked, min_size=1, max_size=12)))


@st.composite
def hosted_scenarios(draw: st.DrawFn, part: str, values: tuple[str | None, ...]) -> Scenario:
    """Draw routes for hosts or subdomains, and requests for several hosts.

    :param part: ``host`` or ``subdomain``.
    :param values: what that part of a route is drawn from.
    """
    drawn = draw(route_sets())
    hosted = [_on(route, part, draw(st.sampled_from(values))) for route in drawn]
    asked = st.tuples(
        paths(hosted), st.sampled_from(ASKED), st.just("http"), st.sampled_from(HOSTS)
    )
    return Scenario(hosted, draw(st.lists(asked, min_size=1, max_size=12)))


def _shorter(route: Route) -> Route | None:
    """Give the route that spells out no last value: its default is the value asked for most."""
    start, separator, last = route.rule.rpartition("/<")
    name = last.rstrip("/").removesuffix(">").rpartition(":")[2]
    if not separator or not name.startswith("v") or route.defaults or route.is_websocket:
        return None
    value = 1 if last.startswith("int:") else "a"
    return replace(route, rule=start or "/", defaults={name: value}, redirect_to=None)


def _on(route: Route, part: str, value: str | None) -> Route:
    is_host = part == "host"
    return replace(route, host=value) if is_host else replace(route, subdomain=value)


def _refusal(add: Callable[[], object], errors: Any) -> str:
    try:
        add()
    except errors as error:
        return str(error) or "refused"
    return ""


def answer_of(match: Callable[[], object]) -> object:
    """Give what matching comes to as something to compare."""
    try:
        return match()
    except RequestRedirect as error:
        return "redirect", error.new_url
    except MethodNotAllowed as error:
        return 405, set(error.valid_methods or ())
    except HTTPException as error:
        return error.code
    except Exception as error:  # noqa: BLE001 - whatever Werkzeug raises, the router does too
        return type(error).__name__
