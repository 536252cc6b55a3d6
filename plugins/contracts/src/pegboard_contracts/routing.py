"""The suite of the slot ``routing``: which route answers, and what else may come of a request."""

from __future__ import annotations

from uuid import UUID

import pytest

from pegboard_contracts.building import BuildingContract
from pegboard_contracts.contract import ask
from pegboard_contracts.converters import ConvertersContract
from pegboard_contracts.matching import NOTHING, Rules, no_view, outcome_of, request_for
from pegboard_contracts.redirects import RedirectsContract
from pegboard_hookspecs import Request

__all__ = ["RoutingContract"]

_UUID = "0b1f2a3c-0000-4000-8000-000000000000"
_RULES: Rules = {
    "/users/<name>": "name",
    "/users/<int:id>": "user",
    "/users/me": "me",
    "/users/": "users",
    "/": "root",
    "/about": "about",
    "/users/<int:id>/posts/<slug>": "post",
    "/users/me/edit": "edit",
    "/users/<name>/likes": "likes",
    "/files/<path:path>": "file",
    "/files/<path:path>/raw": "raw",
    "/kind/<any(cat, dog):kind>": "kind",
    "/at/<float:x>": "float",
    "/id/<uuid:id>": "uuid",
    "/v<int:major>-<int:minor>": "version",
    "/short/<string(length=2):code>": "code",
    "/été": "summer",
}
_WEBSOCKET = {"Connection": "keep-alive, Upgrade", "Upgrade": "websocket"}


class _HostReadError(AssertionError):
    """The host was read where no host is matched."""


class _Hostless(Request):
    """A request that has no more than a method and a path."""

    @property
    def host(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]  # read all the same
        raise _HostReadError


class RoutingContract(RedirectsContract, ConvertersContract, BuildingContract):
    """What every provider of the slot ``routing`` does."""

    @pytest.mark.parametrize(
        ("path", "endpoint", "values"),
        [
            ("/", "root", {}),
            ("/about", "about", {}),
            ("/users/", "users", {}),
            ("/users/42", "user", {"id": 42}),
            ("/users/me", "me", {}),
            ("/users/ann", "name", {"name": "ann"}),
            ("/users/ann é", "name", {"name": "ann é"}),
            ("/users/7/posts/on-hooks", "post", {"id": 7, "slug": "on-hooks"}),
            ("/users/me/likes", "likes", {"name": "me"}),
            ("/files/a/b.txt", "file", {"path": "a/b.txt"}),
            ("/files/a/b/raw", "raw", {"path": "a/b"}),
            ("/kind/cat", "kind", {"kind": "cat"}),
            ("/at/1.5", "float", {"x": 1.5}),
            (f"/id/{_UUID}", "uuid", {"id": UUID(_UUID)}),
            ("/v1-2", "version", {"major": 1, "minor": 2}),
            ("/short/de", "code", {"code": "de"}),
            ("/été", "summer", {}),
        ],
    )
    @pytest.mark.parametrize("is_reversed", [False, True], ids=["as-listed", "reversed"])
    def test_a_path_finds_its_route(
        self, path: str, endpoint: str, values: dict[str, object], *, is_reversed: bool
    ) -> None:
        """A path finds the route that it fits best, in whichever order they were registered."""
        rules = dict(reversed(list(_RULES.items()))) if is_reversed else _RULES

        assert self.outcome(rules, path) == (endpoint, values)

    @pytest.mark.parametrize(
        "path",
        [
            "/nothing",
            "/users",
            "/users/ann/none",
            "/about/x",
            "/kind/cow",
            "/at/x",
            "/id/1",
            "/v1-",
            "/short/eng",
            "/ABOUT",
            "/about\n",
            "/files",
            "/%61bout",
        ],
    )
    def test_an_unknown_path_is_404(self, path: str) -> None:
        """A path that no rule fits is a 404."""
        rules = {rule: name for rule, name in _RULES.items() if name != "users"}

        assert self.outcome(rules, path) == 404

    @pytest.mark.parametrize("path", ["/" + "9" * 5000, "/" + "a/" * 5000], ids=["number", "deep"])
    def test_an_excessive_path_is_404(self, path: str) -> None:
        """A path too long for anything is a miss like any other."""
        assert self.outcome(["/<int:n>", "/a/a/<b>"], path) == 404

    def test_the_match_has_the_route(self) -> None:
        """A match gives the route as it was registered, with its defaults among the values."""
        app = self.make_app()
        app.add_url_rule("/a/<int:x>", "a", no_view, methods=["GET", "PUT"], defaults={"y": 2})
        match = app.calls.match_request(app, request_for("/a/1"))

        assert match.route == app.routes[0]
        assert dict(match.values) == {"x": 1, "y": 2}

    @pytest.mark.parametrize(
        ("method", "expected"),
        [("GET", "read"), ("HEAD", "read"), ("POST", "write"), ("BREW", "other")],
    )
    @pytest.mark.parametrize("rule", ["/a", "/<int:n>"], ids=["fixed", "pattern"])
    def test_the_method_decides(self, rule: str, method: str, expected: str) -> None:
        """Routes of one rule share it by method; HEAD goes with GET."""
        app = self.app({rule: "read"})
        app.add_url_rule(rule, "write", no_view, methods=["POST"])
        app.add_url_rule(rule, "other", no_view, methods=["BREW"])
        values = {"n": 7} if "<" in rule else NOTHING
        request = request_for(rule.replace("<int:n>", "7"), method)

        assert outcome_of(app, request) == (expected, values)

    @pytest.mark.parametrize("path", ["/fixed", "/7"])
    def test_a_wrong_method_is_405(self, path: str) -> None:
        """A path whose routes are for other methods is a 405 that has the methods of them all."""
        app = self.app({"/fixed": "a", "/<int:n>": "b"})
        app.add_url_rule("/fixed", "c", no_view, methods=["POST"])
        app.add_url_rule("/<int:n>", "d", no_view, methods=["POST"])
        outcome = outcome_of(app, request_for(path, "PUT"))

        assert outcome == (405, ["GET", "HEAD", "OPTIONS", "POST"])

    def test_a_text_for_other_methods_is_not_the_end(self) -> None:
        """Where the route of a text is for other methods, a converter's may answer."""
        app = self.app({"/users/me": "me"})
        app.add_url_rule("/users/<name>", "name", no_view, methods=["POST"])

        assert outcome_of(app, request_for("/users/me", "POST")) == ("name", {"name": "me"})

    def test_clients_are_told_of_the_methods(self) -> None:
        """The answers 405 and to OPTIONS name the methods in the field Allow."""
        app = self.app(["/a"])
        app.add_url_rule("/a", "b", no_view, methods=["POST"])
        answers = [ask(app, "/a", method) for method in ("PUT", "OPTIONS")]

        assert [answer.status_code for answer in answers] == [405, 200]
        for answer in answers:
            assert set(answer.allow) == {"GET", "HEAD", "OPTIONS", "POST"}

    @pytest.mark.parametrize(
        ("path", "expected"),
        [("/a", {"GET", "HEAD", "POST"}), ("/7", {"GET", "HEAD"}), ("/none", set[str]())],
    )
    def test_the_methods_of_a_url_are_known(self, path: str, expected: set[str]) -> None:
        """The methods of a URL are those of all routes that match it."""
        app = self.make_app()
        for rule, endpoint, method in (
            ("/a", "a", "GET"),
            ("/a", "b", "POST"),
            ("/<int:n>", "c", "GET"),
        ):
            app.add_url_rule(
                rule, endpoint, no_view, methods=[method], provide_automatic_options=False
            )
        methods = app.calls.allowed_methods(app, request_for(path, "OPTIONS"))

        assert set(methods) == expected

    def test_a_route_for_building_never_matches(self) -> None:
        """A route that is there to build URLs answers no request, and has no methods."""
        app = self.make_app()
        app.add_url_rule("/a", "a", no_view, build_only=True)

        assert outcome_of(app, request_for("/a")) == 404
        assert not app.calls.allowed_methods(app, request_for("/a"))

    @pytest.mark.parametrize("path", ["/about", "/users/7", "/nothing"])
    def test_the_host_is_not_read(self, path: str) -> None:
        """Without hosts or subdomains only method and path of a request count."""
        request = _Hostless(method="GET", path=path)

        assert outcome_of(self.app(_RULES), request) == self.outcome(_RULES, path)

    @pytest.mark.parametrize(
        ("host", "expected"),
        [
            ("a.example", ("a", NOTHING)),
            ("b.example", ("b", NOTHING)),
            ("c.example", 404),
        ],
    )
    def test_hosts_are_matched(self, host: str, expected: object) -> None:
        """With ``host_matching`` a route answers on its host only."""
        app = self.make_app(host_matching=True, static_folder=None)
        self.needs(app, "host_matching")
        for name in "ab":
            app.add_url_rule("/x", name, no_view, host=f"{name}.example")

        assert outcome_of(app, request_for("/x", host=host)) == expected

    @pytest.mark.parametrize(
        ("host", "expected"),
        [
            ("example.org", ("root", NOTHING)),
            ("api.example.org", ("api", NOTHING)),
            ("joe.example.org", ("user", {"user": "joe"})),
        ],
    )
    def test_subdomains_are_matched(self, host: str, expected: object) -> None:
        """With ``subdomain_matching`` a route answers on its subdomain of SERVER_NAME."""
        app = self.make_app(subdomain_matching=True, config={"SERVER_NAME": "example.org"})
        self.needs(app, "subdomain_matching")
        app.add_url_rule("/x", "root", no_view)
        app.add_url_rule("/x", "api", no_view, subdomain="api")
        app.add_url_rule("/x", "user", no_view, subdomain="<user>")

        assert outcome_of(app, request_for("/x", host=host)) == expected

    def test_handshakes_are_told_apart(self) -> None:
        """With ``websocket`` a route may be for handshakes, and answers nothing else."""
        app = self.make_app()
        self.needs(app, "websocket")
        app.add_url_rule("/socket", "socket", no_view, websocket=True)
        handshake = outcome_of(app, request_for("/socket", headers=_WEBSOCKET))
        plain = outcome_of(app, request_for("/socket"))

        assert handshake == ("socket", NOTHING)
        assert isinstance(plain, int)

    def test_a_route_may_come_late(self) -> None:
        """A route that is added when others were matched takes part from then on."""
        app = self.app({"/<name>": "name"})
        before = outcome_of(app, request_for("/a"))
        app.add_url_rule("/a", "a", no_view)

        assert (before, outcome_of(app, request_for("/a"))) == (
            ("name", {"name": "a"}),
            ("a", NOTHING),
        )

    def test_applications_do_not_meet(self) -> None:
        """Two applications have their own routes for one path."""
        one, two = self.app({"/a": "one"}), self.app({"/a": "two", "/b": "b"})

        assert [outcome_of(app, request_for("/a")) for app in (one, two)] == [
            ("one", NOTHING),
            ("two", NOTHING),
        ]
        assert outcome_of(one, request_for("/b")) == 404
