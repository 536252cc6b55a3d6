"""The kit for routers, used by a router that is no more than a list of rules."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from werkzeug.datastructures import Headers

from pegboard_hookspecs import Application, Request
from pegboard_hookspecs.errors import BuildError, HostUnknownError
from pegboard_hookspecs.routing_kit import build_url, fixed_path, query_of, without_unknown_host


@dataclass
class Greeting:
    """A rule that needs a name, unless it has one of its own."""

    rule: str = "/hello/NAME"
    endpoint: str = "hello"
    methods: frozenset[str] | None = frozenset({"GET"})
    defaults: Mapping[str, Any] | None = None
    arguments: frozenset[str] = frozenset({"name"})
    websocket: bool = False

    def suitable_for(self, values: Mapping[str, Any], method: str | None = None) -> bool:
        """Say whether there is a name."""
        return self.arguments <= values.keys() and (self.methods is None or method in self.methods)

    def build(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """Put the name in the place of NAME, unless it is a bad one."""
        if values.get("name") == "bad":
            raise ValueError("bad")
        return "", self.rule.replace("NAME", str(values.get("name")))


@dataclass
class Greetings:
    """A router's rules."""

    rules: Sequence[Greeting] = field(default_factory=lambda: [Greeting()])
    host_matching: bool = False
    default_subdomain: str = ""

    def iter_rules(self, endpoint: str | None = None) -> Sequence[Greeting]:
        """Give the rules of an endpoint, or all."""
        found = [rule for rule in self.rules if endpoint in {None, rule.endpoint}]
        if not found:
            raise KeyError(endpoint)
        return found


APP = cast(
    "Application",
    SimpleNamespace(config={}, subdomain_matching=False, logger=logging.getLogger("tests")),
)


def request(host: str | None = "example.com", **options: Any) -> Request:
    """Make a request."""
    return Request(headers=Headers({"Host": host} if host else {}), **options)


def url(values: Mapping[str, Any], asked: Request | None, *, is_external: bool = False) -> str:
    """Build the URL of a greeting."""
    return build_url(APP, Greetings(), asked, "hello", values, None, None, is_external=is_external)


def test_url_begins_where_the_request_does() -> None:
    """Root path, scheme and host are the request's, whoever the router is."""
    below = request(root_path="/my app", scheme="https")

    assert url({"name": "ada"}, request()) == "/hello/ada"
    assert url({"name": "ada"}, below, is_external=True) == (
        "https://example.com/my%20app/hello/ada"
    )


def test_what_cannot_be_built_is_explained() -> None:
    """The errors name what is missing, which method, and the nearest endpoint."""
    with pytest.raises(BuildError, match=r"'/hello/NAME' needs more values. Write .*name=…"):
        url({}, request())
    with pytest.raises(BuildError, match=r"does not answer 'PUT', only GET"):
        build_url(APP, Greetings(), None, "hello", {}, "PUT", None, is_external=False)
    with pytest.raises(BuildError, match=r"Did you mean 'hello'\?"):
        build_url(APP, Greetings(), None, "helo", {}, None, None, is_external=False)
    with pytest.raises(HostUnknownError, match="needs a host"):
        url({"name": "ada"}, request(None), is_external=True)


def test_error_of_a_converter_is_noted() -> None:
    """What a rule raises about a value keeps its type, and says which rule and value it was."""
    with pytest.raises(ValueError, match="bad") as caught:
        url({"name": "bad"}, request())

    assert "its rule '/hello/NAME' cannot take {'name': 'bad'}" in caught.value.__notes__[0]


def test_path_without_values_is_fixed() -> None:
    """The path of an endpoint is fixed where it has one rule, which needs nothing."""
    plain = Greeting("/hello", "plain", arguments=frozenset())
    known = Greetings([Greeting(), plain, Greeting("/a", "two"), Greeting("/b", "two")])

    paths = [fixed_path(known, name) for name in ("plain", "hello", "two", "none")]
    assert paths == ["/hello", "", "", None]


def test_redirect_is_one_that_may_be_sent() -> None:
    """Bytes of a query are quoted, and a URL without a known host is a path."""
    assert query_of(request(query_string=b"a=\xff&b=1")) == "a=%FF&b=1"
    assert without_unknown_host("http:///a?b=1") == "/a?b=1"
    assert without_unknown_host("http://example.com/a") == "http://example.com/a"
